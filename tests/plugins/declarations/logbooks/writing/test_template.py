"""The empty workbook for those who start fresh."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from plugins.declarations.logbooks.jobs.source import open_book
from plugins.declarations.logbooks.writing.template import (
    HEADER_ROW,
    MOST_VENUES,
    VENUE_ROW,
    template_workbook,
)

VENUE = "Chợ Hà Đông · Phường Hà Đông · K7M2XP"
FIRST = HEADER_ROW + 2  # below the example row


@pytest.fixture
def book() -> Workbook:
    """The template of a venue, opened."""
    return opened(template_workbook([VENUE, "Bến xe · Phường Hà Đông · AB2CD3"], VENUE))


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def validations(book: Workbook) -> dict:
    return {str(each.sqref): each for each in book["Sổ"].data_validations.dataValidation}


def read(book: Workbook):
    """What a book saved by a clerk gives: entries, refused and ignored rows."""
    out = io.BytesIO()
    book.save(out)
    with open_book(out.getvalue(), "mau.xlsx", None) as source:
        chunks = list(source.chunks)
    assert len(chunks) == 1
    return chunks[0]


def test_the_headings_stay_in_view(book):
    assert book["Sổ"].freeze_panes == f"A{HEADER_ROW + 1}"


def test_the_venue_stands_above_the_table_and_can_be_chosen(book):
    assert book["Sổ"].cell(VENUE_ROW, 2).value == VENUE
    drop_down = validations(book)[f"B{VENUE_ROW}"]
    assert (drop_down.type, drop_down.formula1) == ("list", "'Danh mục'!$A$2:$A$3")
    assert [cell.value for cell in book["Danh mục"]["A"]][1:3] == [
        VENUE,
        "Bến xe · Phường Hà Đông · AB2CD3",
    ]


def test_the_lists_are_out_of_sight(book):
    assert book["Danh mục"].sheet_state == "hidden"


def test_venues_are_bounded():
    book = opened(template_workbook([f"Quán {n}" for n in range(MOST_VENUES + 5)]))
    assert book["Danh mục"].max_row == MOST_VENUES + 1


def test_a_venue_named_like_a_formula_is_text():
    book = opened(template_workbook(['=HYPERLINK("http://x")'], '=HYPERLINK("http://x")'))
    cells = (book["Sổ"].cell(VENUE_ROW, 2), book["Danh mục"]["A2"])
    assert {cell.data_type for cell in cells} == {"s"}


def test_cells_are_text_so_that_zeros_stay(book):
    row = book["Sổ"][FIRST]
    assert {cell.number_format for cell in row[:8]} == {"@"}


def test_each_column_says_what_to_write(book):
    assert len([each for each in validations(book).values() if each.prompt]) == 9


def test_it_prints_on_a4_across_with_headings_on_each_page(book):
    sheet = book["Sổ"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"


def test_as_it_is_it_holds_no_visit(book):
    chunk = read(book)
    assert (chunk.entries, chunk.refused) == ([], [])
    assert [row[2] for row in chunk.ignored] == ["example"]


def test_filled_in_it_is_read_exactly(book):
    texts = ["05/07/2021", "7h30", "8h", "Lê Thị Ánh", "0912345678", "001090123456", "Số 5", "Mua"]
    for column, text in enumerate(texts, start=1):
        book["Sổ"].cell(FIRST, column, text)
    (entry,) = read(book).entries
    _sheet, row, name, phone, number, came, left, details, repairs = entry
    assert (row, name, phone, number) == (FIRST, "Lê Thị Ánh", "+84912345678", "001090123456")
    assert date.fromtimestamp(came) == date(2021, 7, 5)
    assert left - came == 30 * 60
    assert (details, repairs) == ({"address": "Số 5", "notes": "Mua"}, [])


def test_a_venue_named_after_a_month_changes_no_date():
    book = opened(template_workbook([], "Rạp Tháng 8 · Phường Hà Đông · K7M2XP"))
    for column, text in enumerate(["05/07/2021", "7h30", "8h", "Lê A", "0912345678"], start=1):
        book["Sổ"].cell(FIRST, column, text)
    (entry,) = read(book).entries
    assert date.fromtimestamp(entry[5]) == date(2021, 7, 5)
