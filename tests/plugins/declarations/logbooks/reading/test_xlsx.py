"""Reading in bands gives the cells that calamine gives when it opens the whole sheet."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from python_calamine import CalamineWorkbook

from plugins.declarations.logbooks.reading import archive, row_bands
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.xlsx import XlsxBook
from tests.plugins.declarations.logbooks.books import SAMPLES, large_workbook
from tests.plugins.declarations.logbooks.reading.packages import package


@pytest.fixture(autouse=True, scope="module")
def tiny_bands():
    """Bands of a row or two, so that small books have many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "BLOCK", 150)
        patch.setattr(row_bands, "ROWS_AT_ONCE", 4)
        yield


def opened(data: bytes) -> XlsxBook:
    return XlsxBook(io.BytesIO(data))


def trimmed(rows: Any) -> list[list[Any]]:
    """Rows with the type of each cell, without empty cells and rows at the end."""
    cells = [[(type(cell), cell) for cell in row] for row in rows]
    for row in cells:
        while row and row[-1] == (str, ""):
            row.pop()
    while cells and not cells[-1]:
        cells.pop()
    return cells


def in_bands(data: bytes) -> list[list[list[Any]]]:
    book = opened(data)
    return [trimmed(book.open(number).rows()) for number in range(1, len(book.sheets) + 1)]


def at_once(data: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [
        trimmed(book.get_sheet_by_index(at).to_python(skip_empty_area=False))
        for at in range(len(book.sheet_names))
    ]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_sample_books(sample):
    data = sample.read_bytes()
    assert in_bands(data) == at_once(data)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12)
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.datetimes(datetime(1905, 1, 1), datetime(2100, 1, 1)).map(
        lambda t: t.replace(microsecond=0)
    ),
    st.dates(date(1905, 1, 1), date(2100, 1, 1)),
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.timedeltas(timedelta(0), timedelta(3)),
    st.sampled_from(["=1+1", "#N/A", "#DIV/0!", "_x000D_", " đầu và cuối ", "a\nb", "<&>\"'"]),
)
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 12))


@st.composite
def workbooks(draw: Any) -> bytes:
    book = Workbook()
    if draw(st.booleans()):
        book.epoch = datetime(1904, 1, 1)
    for (row, column), value in draw(st.dictionaries(PLACES, CELLS, max_size=30)).items():
        cell = book.active.cell(row, column)
        cell.value = value
        if isinstance(value, int | float):
            cell.number_format = draw(
                st.sampled_from(
                    ["General", "dd/mm/yyyy", "[h]:mm", "hh:mm", "0.00", "[>9]0;General"]
                )
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@given(workbooks())
def test_random_books(data):
    assert in_bands(data) == at_once(data)


@st.composite
def written_by_hand(draw: Any) -> bytes:
    """Books as other programs write them: shared texts, prefixes, no references, blank rows."""
    prefix = draw(st.sampled_from(["", "x:"]))
    numbered = draw(st.booleans())
    texts = draw(st.lists(TEXTS, min_size=1, max_size=8))
    rows, number = [], 0
    for _row in range(draw(st.integers(0, 20))):
        number += draw(st.sampled_from([1, 1, 1, 2, 9])) if numbered else 1
        cells = [
            _cell(draw, f"{letter}{number}" if numbered else "", len(texts), prefix)
            for letter in "ABCD"
        ]
        own = f' r="{number}"' if numbered or draw(st.booleans()) else ""
        rows.append(f"<{prefix}row{own}>{''.join(cells)}</{prefix}row>" if cells else "")
        if draw(st.booleans()) and numbered:
            number += 1
            rows.append(f'<{prefix}row r="{number}" ht="20"/>')
    return package("".join(rows), texts=[_item(text, prefix) for text in texts], prefix=prefix)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _item(text: str, prefix: str) -> str:
    half = len(text) // 2
    runs = [text[:half], text[half:]] if half else [text]
    if len(runs) == 1:
        return f'<{prefix}t xml:space="preserve">{_escaped(text)}</{prefix}t>'
    return (
        "".join(
            f'<{prefix}r><{prefix}t xml:space="preserve">{_escaped(run)}</{prefix}t></{prefix}r>'
            for run in runs
        )
        + f"<{prefix}rPh sb='0' eb='1'><{prefix}t>âm</{prefix}t></{prefix}rPh>"
    )


def _cell(draw: Any, reference: str, texts: int, prefix: str) -> str:
    at = f' r="{reference}"' if reference else ""
    kind = draw(st.sampled_from(["shared", "shared", "quoted", "number", "none", "inline", "bool"]))
    value = draw(st.integers(0, texts - 1 if kind in {"shared", "quoted"} else 1))
    shown = {
        "shared": f'<c{at} t="s"><v>{value}</v></c>',
        "quoted": f"<c t='s'{at} s=\"0\"><v>{value}</v></c>",
        "number": f"<c{at}><v>{value}.5</v></c>",
        "none": f'<c{at} s="0"/>',
        "inline": f'<c{at} t="inlineStr"><is><t>ô {value} t="s"</t></is></c>',
        "bool": f'<c{at} t="b"><v>{value}</v></c>',
    }[kind]
    for name in ("c", "v", "is", "t"):
        shown = shown.replace(f"<{name}>", f"<{prefix}{name}>").replace(
            f"<{name} ", f"<{prefix}{name} "
        )
        shown = shown.replace(f"</{name}>", f"</{prefix}{name}>")
    return shown


@given(written_by_hand())
def test_books_of_other_programs(data):
    assert in_bands(data) == at_once(data)


def test_rich_text():
    book = Workbook()
    book.active["B2"] = CellRichText("Lê ", TextBlock(InlineFont(b=True), "Văn"), " An")
    out = io.BytesIO()
    book.save(out)
    assert in_bands(out.getvalue()) == at_once(out.getvalue())


def test_rows_without_numbers():
    data = large_workbook(30)
    assert in_bands(data) == at_once(data)


def test_a_number_too_large_for_the_time_it_is_shown_as():
    rows = [f'<row r="{n}"><c r="A{n}" s="1"><v>44378</v></c></row>' for n in range(1, 30)]
    rows[20] = '<row r="21"><c r="A21" s="2"><v>001090123456789</v></c></row>'
    sheet = opened(package("".join(rows))).open(1)
    assert len(list(sheet.rows())) == 29
    assert [row[0] for row in sheet.rows()] == [44378.0] * 20 + [1090123456789.0] + [44378.0] * 8


def test_merged_ranges():
    book = Workbook()
    for row in range(1, 31):
        book.active.cell(row, 2, row)
        book.active.cell(row, 4, row)
    book.active.merge_cells("D5:D9")
    book.active.merge_cells("B20:C22")
    out = io.BytesIO()
    book.save(out)
    sheet = opened(out.getvalue()).open(1)
    assert sheet.merged_down(3) == {6, 7, 8, 9}
    assert sheet.merged_down(1) == {21, 22}
    assert sheet.merged_down(2) == frozenset()


def test_a_merged_range_ends_with_the_rows():
    data = package(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>1</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>',
    )
    assert opened(data).open(1).merged_down(0) == {2, 3}


def test_the_last_row_is_known_before_reading():
    data = package('<row r="7"><c r="A7"><v>1</v></c></row><row r="90"><c r="A90" s="0"/></row>')
    assert opened(data).open(1).last_row() == 7


def test_a_second_pass_gives_the_same_though_nothing_was_kept():
    book = opened(large_workbook(40))
    book._room.left = 2000
    sheet = book.open(1)
    assert (
        list(sheet.rows()) == list(sheet.rows()) == list(opened(large_workbook(40)).open(1).rows())
    )


def test_cells_far_to_the_right_are_left_out():
    data = package(
        '<row r="1"><c r="A1"><v>1</v></c><c r="IV1"><v>2</v></c><c r="IW1"><v>3</v></c>'
        '<c r="XFD1"><v>4</v></c></row><row r="2"><c r="A2"><v>5</v></c></row>'
    )
    first, second = opened(data).open(1).rows()
    assert len(first) == 256
    assert (first[0], first[255], second[0]) == (1, 2, 5)


def test_cells_far_to_the_right_without_references():
    data = package(f"<row>{'<c><v>1</v></c>' * 300}</row><row><c><v>2</v></c></row>")
    first, second = opened(data).open(1).rows()
    assert (len(first), second[0]) == (256, 2)


def test_a_text_that_looks_like_a_reference_stays():
    text = 'xem r="XFD1" ở trên'
    data = package(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
        '<c r="ZZ1"><v>9</v></c></row>'
    )
    assert next(iter(opened(data).open(1).rows())) == [text]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="5"><c r="A5"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c></row>' * 3,
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
    ],
)
def test_sheets_that_contradict_themselves(rows):
    with pytest.raises(BookProblem, match="broken"):
        list(opened(package(rows, texts=["<t>a</t>"])).open(1).rows())
