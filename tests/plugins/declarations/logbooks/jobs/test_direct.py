"""An import in one go that broke off: read again, confirmed, complete, counted once."""

import pytest

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs import direct
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.findings import Findings
from plugins.declarations.logbooks.jobs.importing import ChunkWriter, import_logbook
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.undoing.services import may_be_taken_back
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import visit_rows, workbook

# 25 sound rows, one of them twice, one faulty.
ROWS = [*visit_rows(25), *visit_rows(1)[1:], (9, "", "0912345678", "5/7/2021", "7h", "")]
LONG_AGO = 2 * services.STALLED_AFTER


@pytest.fixture
def broken_off(venue, editor, settings, monkeypatch):
    """broken_off(fault) is a book whose import in one go met a fault after its first ten rows."""
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 10}}
    write = ChunkWriter.write

    def made(fault):
        def broken(writer, ready, *args):
            if ready.number:
                raise fault
            write(writer, ready, *args)

        with monkeypatch.context() as patch:
            patch.setattr(ChunkWriter, "write", broken)
            with pytest.raises(type(fault)):
                direct.import_now(
                    workbook(ROWS), file_name="so.xlsx", year=None, venue=venue, by=editor
                )
        book = Logbook.objects.get()
        Logbook.objects.update(heartbeat_at=book.heartbeat_at - LONG_AGO)
        book.refresh_from_db()
        return book

    return made


FAULTS = [KeyboardInterrupt(), BookProblem("too_slow")]


@pytest.mark.parametrize("fault", FAULTS, ids=["killed", "problem"])
def test_it_is_read_again_and_confirmed_and_complete(broken_off, editor, work, fault):
    book = broken_off(fault)
    assert services.resume(book, by=editor)
    work()
    book.refresh_from_db()
    assert (book.status, book.expected_new, book.expected_duplicate) == ("preview", 25, 1)
    assert book.created == Visit.objects.count() == 10
    services.confirm(book, by=editor)
    work()
    book.refresh_from_db()
    assert (book.status, Visit.objects.count()) == (LogbookStatus.DONE, 25)
    assert (book.read, book.created, book.duplicate, book.refused) == (27, 25, 1, 1)
    assert book.rows.filter(outcome=RowOutcome.DUPLICATE).count() == 1


def test_a_job_that_finds_it_does_not_call_it_done(broken_off):
    book = broken_off(KeyboardInterrupt())
    import_logbook(book)
    book.refresh_from_db()
    assert book.status == LogbookStatus.IMPORTING


def test_one_that_was_finished_has_all_its_chunks(venue, editor):
    data = workbook(ROWS)
    direct.import_now(data, file_name="so.xlsx", year=None, venue=venue, by=editor)
    book = Logbook.objects.get()
    assert (book.status, book.chunks, book.chunks_done) == (LogbookStatus.DONE, 1, 1)


def test_cancelled_in_the_admin_it_stops(broken_off):
    broken_off(Stopped())
    assert Visit.objects.count() == 10


def test_confirmed_again_and_cancelled_its_visits_can_still_be_taken_back(
    broken_off, editor, work, django_capture_on_commit_callbacks
):
    book = broken_off(KeyboardInterrupt())
    services.resume(book, by=editor)
    work()
    services.confirm(Logbook.objects.get(), by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(Logbook.objects.get(), by=editor)
    book.refresh_from_db()
    assert may_be_taken_back(book)
    assert BookFiles(book.pk).has_original()


def test_cancelled_while_it_is_read_again_it_keeps_its_original(broken_off, editor, monkeypatch):
    book = broken_off(KeyboardInterrupt())
    services.resume(book, by=editor)

    def cancelled(_findings, _chunk):
        services.cancel(Logbook.objects.get(), by=editor)

    monkeypatch.setattr(Findings, "add", cancelled)
    read_logbook(Logbook.objects.get())
    assert BookFiles(book.pk).has_original()
