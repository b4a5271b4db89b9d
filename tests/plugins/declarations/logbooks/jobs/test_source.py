"""What the reading process hands on besides visits: texts to compare, rows that are settled."""

import pytest

from plugins.declarations.logbooks.jobs.findings import preview_texts
from plugins.declarations.logbooks.jobs.source import open_book
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.services import upload
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import Column
from tests.plugins.declarations.logbooks.books import SAMPLES, workbook, workbook_of
from tests.plugins.declarations.logbooks.codes import to_cp1258, to_tcvn3, to_viscii, to_vni

HEADINGS = ["Họ tên", "SĐT", "Ngày", "Giờ vào"]
ROW = ["Lê A", "0912345678", "15/07/2021", "7h"]


def opened(data, choices=None, file_name="so.xlsx"):
    """The source with its chunks, and the problem if there is one."""
    with open_book(data, file_name, None, choices) as source:
        try:
            return source, list(source.chunks), ""
        except BookProblem as problem:
            return source, [], problem.code


def test_samples_of_columns_without_a_heading_too():
    source, _chunks, _problem = opened(workbook([[*HEADINGS, "", ""], [*ROW, "x", ""]]))
    assert source.texts["samples"]["1"] == {str(at): [text] for at, text in enumerate([*ROW, "x"])}


def test_texts_before_and_after():
    data = (SAMPLES / "sample_hospital_tcvn3.xls").read_bytes()
    source, chunks, _problem = opened(data, file_name="so.xls")
    assert (source.layout.text, source.layout.text_certain) == ("tcvn3", True)
    assert ["Hä vµ tªn", "Họ và tên"] in source.texts["conversions"]
    assert chunks[0].entries[0][2] == "Đỗ Hữu Nga"


ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "cp1258": to_cp1258,
    "viscii": to_viscii,
    "tcvn3": lambda text: to_tcvn3(text).encode("latin-1"),
    "vni": lambda text: to_vni(text).encode("latin-1"),
    "utf-8 as western": lambda text: text.encode().decode("latin-1").encode(),
    "cp1258 as western": lambda text: to_cp1258(text).decode("latin-1").encode(),
}


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_files_in_every_code(encoding, separator):
    names = ["Nguyễn Thị Hường", "Trần Đức Thắng", "Lê Hữu Đạt", "Đỗ Văn Hùng"]
    rows = [["Họ và tên", "Số điện thoại", "Ngày", "Giờ vào"]]
    rows += [[name, f"091234567{at}", "15/07/2021", "7h30"] for at, name in enumerate(names)]
    text = "\r\n".join(separator.join(row) for row in rows)
    _source, (chunk,), _problem = opened(ENCODINGS[encoding](text), file_name="so.csv")
    assert [entry[2] for entry in chunk.entries] == names


def test_letters_as_they_stand():
    data = (SAMPLES / "sample_tower_vni.xlsx").read_bytes()
    source, chunks, problem = opened(data, Choices(text="unicode"))
    assert source.layout.text == ""
    assert (chunks, problem) == ([], "no_header")


@pytest.mark.parametrize(
    ("rows", "code"),
    [([ROW, ROW], "no_header"), ([HEADINGS[:3], ROW[:3]], "missing_columns")],
)
def test_a_sheet_that_is_not_understood_shows_its_first_rows(rows, code):
    source, _chunks, problem = opened(workbook(rows))
    assert problem == code
    assert source.layout.left_out[0].why == code
    assert source.texts["tops"] == {"1": [list(map(str, row)) for row in rows]}


def test_first_rows_are_few_and_short():
    source, _chunks, _problem = opened(workbook([["x" * 500] * 60] * 60))
    assert source.texts["tops"]["1"] == [["x" * 40] * 30] * 30


def test_hidden_sheets_show_nothing():
    data = workbook_of({"a": [HEADINGS, ROW], "b": [ROW]}, hidden=["b"])
    assert opened(data)[0].texts["tops"] == {}


def test_a_sheet_left_out_by_choice_shows_its_first_rows():
    data = workbook_of({"a": [HEADINGS, ROW], "b": [HEADINGS, ROW]})
    source, chunks, _problem = opened(data, Choices(sheets={1: SheetChoices(left_out=True)}))
    assert list(source.texts["tops"]) == ["1"]
    assert [entry[0] for chunk in chunks for entry in chunk.entries] == [2]


def test_choices_make_it_readable():
    columns = {0: Column.NAME, 1: Column.PHONE, 2: Column.DATE, 3: Column.TIME_IN}
    choices = Choices(sheets={1: SheetChoices(0, columns)})
    _source, (chunk,), _problem = opened(workbook([ROW, ROW]), choices)
    assert len(chunk.entries) == 2


def test_settled_rows_of_a_result_workbook_come_apart():
    rows = [
        ["Kết quả (sổ 1a2b3c4d)", *HEADINGS],
        ["đã nhập", *ROW],
        ["lỗi: Giờ vào", "Lê B", *ROW[1:]],
        ["bỏ qua", "Lê C", "0912", *ROW[2:]],
    ]
    source, (chunk,), _problem = opened(workbook(rows))
    assert source.layout.result_of == "1a2b3c4d"
    assert [entry[2] for entry in chunk.marked] == ["Lê A"]
    assert [entry[2] for entry in chunk.entries] == ["Lê B"]
    assert [(row[1], row[2]) for row in chunk.ignored] == [(4, "set_aside")]
    assert chunk.refused == []


def test_a_failed_book_keeps_what_its_editor_needs(work, venue, editor):
    data = workbook([ROW, ROW])
    book = upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
    work()
    book = Logbook.objects.get(pk=book.pk)
    assert (book.status, book.problem) == ("failed", "no_header")
    assert book.layout["left_out"][0]["why"] == "no_header"
    assert preview_texts(book)["tops"]["1"][0] == ROW
