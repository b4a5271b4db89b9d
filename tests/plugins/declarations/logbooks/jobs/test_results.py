"""The result workbook, and the whole circle: mended in Excel, uploaded again, nothing doubled."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs import results
from plugins.declarations.logbooks.jobs.results import is_stale, make_result
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.mending.services import Edit, version_of
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.logbooks.writing.result import ResultBook
from plugins.declarations.models import Visit
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import (
    HEADINGS,
    SAMPLES,
    visit_rows,
    workbook,
    workbook_of,
)

MESSY = (SAMPLES / "sample_messy.xlsx").read_bytes()
FAULTY = [
    (101, "Trần Thị Kín", "0912", "5/7/2021", "7h", "8h"),
    (102, "=1+1", "0987654321", "", "7h", "8h"),
]


@pytest.fixture
def read(venue, editor, work):
    """read(data) uploads a book and has it read."""

    def run(data, name="so.xlsx", at=None, year=None):
        book = services.upload(data, venue=at or venue, file_name=name, year=year, by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


@pytest.fixture
def imported(read, editor, work):
    """imported(data) imports a book; its result workbook is made."""

    def run(data, **kwargs):
        book = read(data, **kwargs)
        services.confirm(book, by=editor)
        work()
        book.refresh_from_db()
        return book

    return run


def result_of(book):
    return load_workbook(io.BytesIO(BookFiles(book.pk).result()))


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def first_column(sheet):
    return [cell.value for cell in sheet["A"]]


def test_the_first_column_says_what_became_of_each_row(imported):
    book = imported(workbook([*visit_rows(2), visit_rows(1)[1], *FAULTY]))
    heading, *words = first_column(result_of(book).active)
    assert heading == f"Kết quả (sổ {book.pk.hex[:8]})"
    assert words[:3] == ["đã nhập", "đã nhập", "trùng"]
    assert words[3].startswith("lỗi: Điện thoại: ")
    assert words[4].startswith("lỗi: ")


def test_rows_set_aside_are_said_to_be(read, editor, work):
    book = read(workbook([*visit_rows(1), *FAULTY]))
    mending.set_rest_aside(book, "", by=editor)
    services.confirm(book, by=editor)
    work()
    assert first_column(result_of(book).active)[2:] == ["bỏ qua", "bỏ qua"]


def test_faulty_cells_are_coloured(imported):
    sheet = result_of(imported(workbook([*visit_rows(1), *FAULTY]))).active
    assert sheet["D3"].fill.start_color.rgb == "FFF9D9D6"
    assert sheet["E3"].fill.fill_type is None
    assert sheet["E4"].fill.start_color.rgb == "FFF9D9D6"  # which is empty


def test_headings_are_bold_and_stay_in_view(imported):
    sheet = result_of(imported(workbook([("SỔ",), *visit_rows(1)]))).active
    assert sheet["B2"].font.bold
    assert sheet.freeze_panes == "B3"


def test_columns_are_as_wide_as_what_they_hold(imported):
    row = (1, "Nguyễn Thị Phương Thảo Nguyên", "0912345678", "5/7/2021", "7h", "8h")
    sheet = result_of(imported(workbook([HEADINGS, row]))).active
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["B"].width


def test_nothing_written_is_a_formula(imported):
    sheet = result_of(imported(workbook([*visit_rows(1), *FAULTY]))).active
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}


def test_sheets_that_were_not_read_are_in_it(imported):
    notes = [("Ghi nhớ",), ("Gọi lại", 5)]
    book = imported(workbook_of({"Sổ": visit_rows(1), "Nháp": notes, "Cũ": notes}, hidden=["Cũ"]))
    result = result_of(book)
    assert result.sheetnames == ["Sổ", "Nháp"]
    assert [[c.value for c in row] for row in result["Nháp"]] == [["Ghi nhớ", None], ["Gọi lại", 5]]


def test_mended_rows_show_what_they_were_mended_to(imported, editor):
    book = imported(workbook([*visit_rows(1), *FAULTY]))
    row = book.rows.get(row=3)
    mending.save(book, [Edit(row.pk, version_of(row), {"2": "0912345678"})], by=editor)
    assert is_stale(book)
    make_result(book)
    sheet = result_of(book).active
    assert [cell.value for cell in sheet[3]][:4] == ["đã nhập", 101, "Trần Thị Kín", "0912345678"]
    assert not is_stale(book)


def test_what_was_typed_into_a_row_that_has_faults_still_is_shown(imported, editor):
    book = imported(workbook([*visit_rows(1), *FAULTY]))
    row = book.rows.get(row=3)
    mending.save(book, [Edit(row.pk, version_of(row), {"2": "091234"})], by=editor)
    make_result(book)
    assert result_of(book).active["D3"].value == "091234"


def test_a_result_in_other_columns_order_is_still_ones_own_book(imported):
    shifted = [(None, None, *row) for row in [*visit_rows(1), *FAULTY]]
    sheet = result_of(imported(workbook(shifted))).active
    assert sheet["F3"].fill.start_color.rgb == "FFF9D9D6"


def mend_in_excel(book):
    """What an editor would do: put right every row that the first column calls faulty."""
    result, mended = result_of(book), 0
    for sheet in result:
        titles = {}
        for row in sheet.iter_rows():
            if str(row[0].value).startswith("Kết quả"):
                titles = {cell.value: cell.column - 1 for cell in row}
            elif str(row[0].value).startswith("lỗi"):
                mended += 1
                row[titles["SĐT liên hệ"]].value = f"09{mended:08d}"
                row[titles["Ngày/tháng"]].value = f"{mended % 28 + 1}/10"
                row[titles["Tên người đến"]].value = "Người Đã Sửa"
                row[titles["Giờ"]].value = "7h30"
                row[titles["Ra"]].value = "8h"
    return saved(result), mended


def test_the_whole_circle(imported, editor):
    first = imported(MESSY, name="messy.xlsx")
    data, count = mend_in_excel(first)
    assert count == first.refused == 44
    second = imported(data, name="messy - kết quả.xlsx")
    assert second.corrects == first
    assert (second.read, second.created, second.duplicate, second.refused) == (44, 44, 0, 0)
    assert second.findings["settled"] == first.created + first.duplicate
    assert set(second.visits.values_list("name", flat=True)) == {"Người Đã Sửa"}
    before = Visit.objects.count()
    third = imported(data, name="messy - kết quả.xlsx")
    assert (third.created, third.duplicate) == (0, 44)
    assert Visit.objects.count() == before


def test_uploaded_again_unchanged_nothing_goes_in(read, imported):
    first = imported(workbook([*visit_rows(3), *FAULTY]))
    again = read(BookFiles(first.pk).result())
    assert (again.read, again.expected_new, again.refused) == (2, 0, 2)


def test_a_result_with_nothing_left_to_mend_is_no_fault(read, imported):
    first = imported(workbook(visit_rows(3)))
    again = read(BookFiles(first.pk).result())
    assert (again.status, again.read, again.findings["settled"]) == (LogbookStatus.PREVIEW, 0, 3)


def test_of_a_book_that_was_taken_back_all_rows_are_read(read, imported, editor, work):
    first = imported(workbook([*visit_rows(3), *FAULTY]))
    data = BookFiles(first.pk).result()
    Logbook.objects.filter(pk=first.pk).update(status=LogbookStatus.UNDONE)
    Visit.objects.all().delete()
    again = read(data)
    assert again.corrects is None
    assert (again.read, again.expected_new, again.refused) == (5, 3, 2)
    services.confirm(again, by=editor)
    work()
    assert Visit.objects.filter(logbook=again).count() == 3


def test_at_another_venue_all_rows_are_read(read, imported, ward):
    first = imported(workbook([*visit_rows(3), *FAULTY]))
    other = VenueFactory(area=ward, category="market")
    again = read(BookFiles(first.pk).result(), at=other)
    assert (again.corrects, again.read) == (None, 5)


def test_the_year_given_for_the_book_holds_for_its_result(read, imported):
    rows = [
        HEADINGS,
        (1, "Lê A", "0912345678", "5/7", "7h", ""),
        (2, "Lê B", "09", "5/7", "7h", ""),
    ]
    first = imported(workbook(rows), year=2021)
    result = result_of(first)
    result.active["D3"].value = "0987654321"
    again = read(saved(result))
    assert (again.year, again.expected_new, again.refused) == (2021, 1, 0)


def test_the_page_says_what_was_left_out(client, editor, read, imported):
    first = imported(workbook([*visit_rows(3), *FAULTY]), name="Sổ tháng 7.xlsx")
    again = read(BookFiles(first.pk).result())
    client.force_login(editor)
    html = client.get(f"/admin/declarations/logbook/inspect/{again.pk}/").content.decode()
    assert "3 dòng đã xử lý lần trước" in html
    assert "Sổ tháng 7.xlsx</a>" in html


def test_refused_rows_of_the_first_book_stay_as_history(imported):
    first = imported(MESSY, name="messy.xlsx")
    imported(mend_in_excel(first)[0])
    first.refresh_from_db()
    assert first.rows.filter(outcome=RowOutcome.REFUSED).count() == first.refused == 44


def test_a_result_is_made_again_on_its_way_out(client, editor, imported):
    book = imported(workbook([*visit_rows(1), *FAULTY]))
    row = book.rows.get(row=3)
    mending.save(book, [Edit(row.pk, version_of(row), {"2": "0912345678"})], by=editor)
    client.force_login(editor)
    data = client.get(f"/admin/logbooks/{book.pk}/result.xlsx").content
    assert load_workbook(io.BytesIO(data)).active["D3"].value == "0912345678"


def test_a_book_of_no_sheets_that_were_read_has_a_result_nonetheless():
    assert load_workbook(io.BytesIO(ResultBook("0" * 32).save())).sheetnames == ["1"]


def test_workbooks_of_others_with_such_a_heading_are_read_whole(read):
    rows = [(f"Kết quả (sổ {'0' * 8})", *HEADINGS)]
    rows += [("đã nhập", *row) for row in visit_rows(3)[1:]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    assert read(saved(book)).read == 3


def test_of_a_book_that_is_taken_back_meanwhile_none_stays(imported, editor, monkeypatch):
    book = imported(workbook(visit_rows(3)))
    make = results.result_workbook

    def slow(*asked):
        undo.take_back(book, by=editor)
        return make(*asked)

    monkeypatch.setattr(results, "result_workbook", slow)
    assert not make_result(Logbook.objects.get(pk=book.pk))
    book.refresh_from_db()
    assert not book.result_ready
    with pytest.raises(FileNotFoundError):
        BookFiles(book.pk).result()


def test_of_a_book_that_was_taken_back_none_is_handed_out(client, editor, imported):
    book = imported(workbook(visit_rows(3)))
    Logbook.objects.filter(pk=book.pk).update(status=LogbookStatus.UNDOING)
    client.force_login(editor)
    assert client.get(f"/admin/logbooks/{book.pk}/result.xlsx").status_code == 404
