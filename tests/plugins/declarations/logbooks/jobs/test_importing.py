"""Writing a book chunk by chunk: counts, queries, going on after a stop."""

import gc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Action, AuditEntry
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.importing import ChunkWriter, finish, import_logbook
from plugins.declarations.logbooks.jobs.pace import ahead, no_garbage_collection
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.jobs.results import make_result
from plugins.declarations.logbooks.jobs.source import parse_chunk
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook


@pytest.fixture
def book(venue, editor, settings):
    """book(rows) is read and confirmed; it waits for its import, in chunks of ten."""
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 10}}

    def made(rows):
        logbook = services.upload(
            workbook(rows), venue=venue, file_name="so.xlsx", year=None, by=editor
        )
        read_logbook(logbook)
        services.confirm(Logbook.objects.get(pk=logbook.pk), by=editor)
        return Logbook.objects.get(pk=logbook.pk)

    return made


def counts(book):
    book.refresh_from_db()
    return book.read, book.created, book.duplicate, book.refused


def write_chunk(book, number):
    """Write one chunk; gives the queries that it took."""
    writer = ChunkWriter(book)
    ready = writer.prepare(number, parse_chunk(number, BookFiles(book.pk).chunk(number)).entries)
    with CaptureQueriesContext(connection) as queries:
        writer.write(ready)
    return len(queries)


def test_nothing_is_written_before_confirmation(venue, editor):
    logbook = services.upload(
        workbook(visit_rows(3)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    read_logbook(logbook)
    import_logbook(Logbook.objects.get(pk=logbook.pk))
    assert not Visit.objects.exists()


def test_counts_add_up(book):
    rows = [*visit_rows(25), *visit_rows(3)[1:], (9, "", "0912345678", "5/7/2021", "7h", "")]
    book = book(rows)
    import_logbook(book)
    assert counts(book) == (29, 25, 3, 1)
    assert book.status == LogbookStatus.DONE


FAMILY = [
    (n, f"Trần {name}", "0912345678", "5/7/2021", "7:30", "")
    for n, name in enumerate(("Thị Mẹ", "Văn Con", "Văn Bố"))
]


def test_people_who_share_a_phone_are_each_a_visit(book):
    book = book([HEADINGS, *FAMILY])
    import_logbook(book)
    assert counts(book) == (3, 3, 0, 0)
    assert (book.expected_new, book.expected_duplicate) == (3, 0)


def test_a_row_written_again_without_accents_is_a_duplicate(book):
    book = book([HEADINGS, *FAMILY, (4, "TRAN THI ME", "+84 912 345 678", "5/7/2021", "7h30", "")])
    import_logbook(book)
    assert counts(book) == (4, 3, 1, 0)
    assert (book.expected_new, book.expected_duplicate) == (3, 1)


def test_visits_know_their_row(book):
    book = book(visit_rows(12))
    import_logbook(book)
    visit = Visit.objects.get(logbook_row=13)
    assert (visit.logbook_id, visit.logbook_sheet, visit.name) == (book.pk, 1, "Lê Văn B")


def test_a_duplicate_knows_the_visit_that_it_repeats(book):
    book = book([*visit_rows(1), *visit_rows(1)[1:]])
    import_logbook(book)
    row, visit = book.rows.get(outcome=RowOutcome.DUPLICATE), Visit.objects.get()
    assert (row.row, row.visit_id, visit.logbook_row) == (3, visit.pk, 2)


def test_the_import_goes_on_record_under_who_confirmed_it(book, ward):
    colleague = UserFactory(username="colleague", role=Role.WARD_EDITOR, areas=[ward])
    book = book(visit_rows(3))
    Logbook.objects.update(status=LogbookStatus.PREVIEW)
    services.confirm(book, by=colleague)
    import_logbook(Logbook.objects.get(pk=book.pk))
    entry = AuditEntry.objects.get(action=Action.IMPORT)
    assert (entry.account_name, entry.results) == ("colleague", 3)


def test_chunks_are_removed_afterwards(book):
    book = book(visit_rows(3))
    import_logbook(book)
    with pytest.raises(FileNotFoundError):
        BookFiles(book.pk).chunk(0)


def test_queries_a_chunk_do_not_depend_on_its_rows(book, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 400}}
    small, large = book(visit_rows(25)), book(visit_rows(400, first=1000))
    import_logbook(book(visit_rows(1, first=5000)))  # both are compared with what came meanwhile
    taken = []
    for each in (small, large):
        Logbook.objects.filter(pk=each.pk).update(status=LogbookStatus.IMPORTING)
        taken.append(write_chunk(each, 0))
    assert taken[0] == taken[1] <= 16


def test_queries_of_a_chunk_of_duplicates_do_not_depend_on_its_rows(book):
    import_logbook(book(visit_rows(30)))
    taken = []
    for count in (3, 10):
        again = book(visit_rows(count))
        Logbook.objects.filter(pk=again.pk).update(status=LogbookStatus.IMPORTING)
        taken.append(write_chunk(again, 0))
    assert taken[0] == taken[1]


def test_queries_of_reading_grow_with_chunks_only(venue, editor, settings):
    taken = []
    for size in (10, 40):
        settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": size}}
        logbook = services.upload(
            workbook(visit_rows(size * 3)), venue=venue, file_name="so.xlsx", year=None, by=editor
        )
        with CaptureQueriesContext(connection) as queries:
            read_logbook(logbook)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_stopped_import_goes_on_where_it_stopped(book, monkeypatch):
    book = book(visit_rows(35))
    Logbook.objects.filter(pk=book.pk).update(status=LogbookStatus.IMPORTING)
    for number in (0, 1):
        write_chunk(book, number)
    import_logbook(Logbook.objects.get(pk=book.pk))
    assert counts(book) == (35, 35, 0, 0)
    assert Visit.objects.count() == 35


def test_a_chunk_is_written_by_one_worker_only(book):
    book = book(visit_rows(20))
    Logbook.objects.filter(pk=book.pk).update(status=LogbookStatus.IMPORTING)
    write_chunk(book, 0)
    with pytest.raises(Stopped):
        write_chunk(book, 0)
    assert counts(book)[1:3] == (10, 0)


def test_a_fault_in_mid_chunk_leaves_nothing_of_it(book, monkeypatch):
    book = book(visit_rows(10))
    Logbook.objects.filter(pk=book.pk).update(status=LogbookStatus.IMPORTING)

    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("plugins.declarations.logbooks.jobs.importing.keep_duplicates", broken)
    with pytest.raises(RuntimeError):
        write_chunk(book, 0)
    book.refresh_from_db()
    assert (book.chunks_done, Visit.objects.count()) == (0, 0)


def test_a_cancelled_import_stops_and_keeps_what_is_in(book, editor):
    book = book(visit_rows(30))
    Logbook.objects.filter(pk=book.pk).update(status=LogbookStatus.IMPORTING)
    write_chunk(book, 0)
    services.cancel(book, by=editor)
    with pytest.raises(Stopped):
        write_chunk(book, 1)
    import_logbook(Logbook.objects.get(pk=book.pk))
    assert Visit.objects.count() == 10


def test_garbage_is_collected_again_afterwards():
    with no_garbage_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_chunks_gone_from_the_disk_are_said_so(book):
    book = book(visit_rows(30))
    BookFiles(book.pk).remove()
    import_logbook(book)
    book.refresh_from_db()
    assert (book.status, book.problem) == (LogbookStatus.FAILED, "original_gone")


def test_a_book_is_not_done_before_its_last_chunk(book):
    book = book(visit_rows(30))
    Logbook.objects.filter(pk=book.pk).update(status=LogbookStatus.IMPORTING)
    write_chunk(book, 0)
    with pytest.raises(Stopped):
        finish(book)
    book.refresh_from_db()
    assert book.status == LogbookStatus.IMPORTING


def test_an_import_stands_when_its_result_workbook_cannot_be_made(book):
    book = book(visit_rows(3))
    import_logbook(book)
    BookFiles(book.pk).remove()
    book.refresh_from_db()
    assert not make_result(book)
    book.refresh_from_db()
    assert (book.status, book.problem, book.created) == (LogbookStatus.DONE, "original_gone", 3)


def test_the_default_is_thousands_of_rows_a_transaction():
    assert DeclarationsConfig.setting("rows_per_transaction") >= 1000


def test_working_ahead_hands_on_faults():
    def items():
        yield 1
        raise ValueError("worn out")

    taken = ahead(items())
    assert next(taken) == 1
    with pytest.raises(ValueError, match="worn out"):
        next(taken)
