"""Rows that are written last are compared with each other, and with books written side by side."""

import pytest

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.importing import ChunkWriter
from plugins.declarations.logbooks.jobs.source import parse_chunk
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import HEADINGS, workbook

FAULT = "time_in:time_missing"


@pytest.fixture
def read(venue, editor, work):
    """read(*rows) uploads a book and has it read."""

    def run(*rows):
        data = workbook([HEADINGS, *rows])
        book = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


@pytest.fixture
def imported(editor, work):
    """imported(book) confirms it and has it written."""

    def run(book):
        services.confirm(book, by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


def row(n, name="Lê Thị Đôi", phone="", at=""):
    return (n, name, phone, "05/07/2021", at, "")


SOUND = row(1, "Lê Văn An", "0912345678", "7:30")


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("phone", ["", "0987654321"])
def test_one_of_two_mended_rows_that_say_the_same_waits(read, imported, editor, before, phone):
    book = read(SOUND, row(2), row(3, phone=phone))
    if before:
        mending.fill(book, FAULT, "7:30", by=editor)
    book = imported(book)
    if not before:
        mending.fill(book, FAULT, "7:30", by=editor)
    book.refresh_from_db()
    assert (book.created, book.duplicate, book.refused) == (2, 1, 0)
    last = book.rows.get(row=4)
    assert (last.outcome, Visit.objects.count()) == (RowOutcome.POSSIBLE, 2)
    assert Visit.objects.get(pk=last.visit_id).logbook_row == 3


def test_what_repeats_a_row_that_is_no_visit_repeats_what_that_one_does(read, imported, editor):
    known = imported(read(row(1, phone="0987654321", at="7:30"))).visits.get()
    book = imported(read(SOUND, row(2), row(3)))
    mending.fill(book, FAULT, "7:30", by=editor)
    waiting = book.rows.filter(outcome=RowOutcome.POSSIBLE)
    assert list(waiting.values_list("visit_id", flat=True)) == [known.pk] * 2


def test_two_books_written_side_by_side_see_each_other(read, editor):
    books = [read(row(1, phone="0987654321", at="7:30")), read(row(1, at="7:30"))]
    for book in books:
        services.confirm(book, by=editor)
    Logbook.objects.update(status=LogbookStatus.IMPORTING)
    writers = [ChunkWriter(Logbook.objects.get(pk=book.pk)) for book in books]
    chunks = [parse_chunk(0, BookFiles(book.pk).chunk(0)).entries for book in books]
    ready = [writer.prepare(0, each) for writer, each in zip(writers, chunks, strict=True)]
    for writer, each in zip(writers, ready, strict=True):
        writer.write(each)
    assert books[1].rows.get().outcome == RowOutcome.POSSIBLE
    assert Visit.objects.count() == 1
