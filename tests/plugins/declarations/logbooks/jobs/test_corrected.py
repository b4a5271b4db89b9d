"""A result workbook that was changed elsewhere than in its faulty rows: nothing of it is lost."""

import io

import pytest
from openpyxl import load_workbook

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.deciding.services import decide
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.direct import import_now
from plugins.declarations.logbooks.jobs.results import make_result
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.mending.services import Edit, version_of
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import visit_rows, workbook

FAULTY = (101, "Trần Thị Kín", "0912", "5/7/2021", "7h", "8h")


@pytest.fixture
def read(venue, editor, work):
    """read(data) uploads a book and has it read."""

    def run(data):
        book = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


@pytest.fixture
def imported(read, editor, work):
    """imported(data) imports a book; its result workbook is made."""

    def run(data):
        book = read(data)
        services.confirm(book, by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


def changed(book, change):
    """The result workbook after ``change(sheet)``."""
    make_result(book)
    result = load_workbook(io.BytesIO(BookFiles(book.pk).result()))
    change(result.active)
    out = io.BytesIO()
    result.save(out)
    return out.getvalue()


def settled(book):
    return book.findings["settled"], book.expected_new, book.expected_duplicate, book.refused


def test_a_row_copied_and_written_over_is_a_row_of_its_own(imported, read):
    first = imported(workbook(visit_rows(3)))

    def add(sheet):
        cells = [cell.value for cell in sheet[4]]
        cells[2:4] = "Phạm Thị Mới", "0977000111"
        sheet.append(cells)

    assert settled(read(changed(first, add))) == (3, 1, 0, 0)


@pytest.mark.parametrize(
    ("column", "value"), [("C", "Tên Đã Sửa"), ("D", "0977000111"), ("F", "07:45")]
)
def test_an_imported_row_that_was_changed_is_a_row_of_its_own(imported, read, column, value):
    first = imported(workbook(visit_rows(3)))

    def write(sheet):
        sheet[f"{column}3"] = value

    assert settled(read(changed(first, write))) == (2, 1, 0, 0)


def test_an_imported_row_with_a_fault_now_is_refused(imported, read):
    first = imported(workbook(visit_rows(3)))

    def write(sheet):
        sheet["D3"] = "09"

    assert settled(read(changed(first, write))) == (2, 0, 0, 1)


def test_a_row_set_aside_and_mended_elsewhere_is_read(imported, read, editor):
    first = imported(workbook([*visit_rows(2), FAULTY]))
    mending.set_rest_aside(first, "", by=editor)

    def write(sheet):
        sheet["D4"] = "0912345678"

    assert settled(read(changed(first, write))) == (2, 1, 0, 0)


def test_a_row_mended_and_then_set_aside_stays_so(imported, read, editor, work):
    book = read(workbook([*visit_rows(2), FAULTY]))
    row = book.rows.get()
    mending.save(book, [Edit(row.pk, version_of(row), {"2": "0912345678"})], by=editor)
    row.refresh_from_db()
    mending.set_aside(book, row.pk, version_of(row), by=editor)
    services.confirm(book, by=editor)
    work()
    assert settled(read(changed(book, lambda _sheet: None))) == (3, 0, 0, 0)


def test_possible_duplicates_are_settled_as_they_stand(imported, read, editor):
    twins = [(n, "Lê Thị Đôi", "", "05/07/2021", "07:30", "") for n in (1, 2, 3)]
    first = imported(workbook([visit_rows(0)[0], *twins]))
    decide(first, [first.rows.first().pk], same=False, by=editor)
    assert settled(read(changed(first, lambda _sheet: None))) == (3, 0, 0, 0)


def test_in_one_go_nothing_is_lost_either(imported, venue, editor):
    first = imported(workbook(visit_rows(3)))

    def write(sheet):
        sheet["D3"] = "0977000111"

    asked = {"file_name": "so.xlsx", "year": None, "venue": venue, "by": editor}
    assert import_now(changed(first, write), **asked).created == 1


def test_confirming_after_the_first_book_was_taken_back_reads_it_again(
    imported, read, editor, work
):
    first = imported(workbook([*visit_rows(3), FAULTY]))

    def mend(sheet):
        sheet["D5"] = "0912345678"

    again = read(changed(first, mend))
    undo.take_back(first, by=editor)
    work()
    with pytest.raises(BookProblem, match="corrected_taken_back"):
        services.confirm(again, by=editor)
    work()
    again.refresh_from_db()
    assert (again.status, again.expected_new) == (LogbookStatus.PREVIEW, 4)
    services.confirm(again, by=editor)
    work()
    assert Visit.objects.count() == 4


def test_whoever_takes_a_book_back_is_told_what_corrects_it(client, imported, read, editor):
    first = imported(workbook([*visit_rows(3), FAULTY]))
    again = read(changed(first, lambda _sheet: None))
    client.force_login(editor)
    html = client.get(f"/admin/logbooks/{first.pk}/take-back/").content.decode()
    assert f"{again.pk}/" in html


def test_the_result_of_a_book_without_headings_can_be_read_again(read, venue, editor, work):
    columns = {1: Column.NAME, 2: Column.PHONE, 3: Column.DATE, 4: Column.TIME_IN}
    choices = Choices(date_order="dmy", sheets={1: SheetChoices(0, columns)})
    book = services.upload(
        workbook([*visit_rows(3)[1:], FAULTY]),
        venue=venue,
        file_name="so.xlsx",
        year=None,
        by=editor,
        choices=choices.to_json(),
    )
    work()
    services.confirm(Logbook.objects.get(pk=book.pk), by=editor)
    work()
    book.refresh_from_db()
    assert (book.created, book.refused) == (3, 1)
    seen = []

    def mend(sheet):
        seen.append(sheet.freeze_panes)
        sheet["D5"] = "0912345678"

    again = read(changed(book, mend))
    assert seen == ["B2"]
    assert again.corrects == book
    assert settled(again) == (3, 1, 0, 0)
