"""What an import brought is taken back; what somebody changed or another book holds stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Action, AuditEntry
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs import undoing
from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.jobs.undoing import staying, undo_logbook
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.mending.services import Edit, version_of
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.models import Visit
from tests.factories.declarations import VisitFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook


@pytest.fixture(autouse=True)
def small_batches(settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 10}}


@pytest.fixture
def imported(venue, editor, work):
    """imported(rows) gives a book that is done."""

    def run(rows):
        book = services.upload(
            workbook(rows), venue=venue, file_name="so.xlsx", year=None, by=editor
        )
        work()
        services.confirm(Logbook.objects.get(pk=book.pk), by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


@pytest.fixture
def taken_back(editor, work):
    """taken_back(book) takes a book back, to the end."""

    def run(book):
        assert undo.take_back(book, by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


def counts(book):
    book.refresh_from_db()
    return book.read, book.created, book.duplicate, book.refused + book.set_aside


def test_everything_that_the_book_brought_goes(imported, taken_back, editor):
    book = taken_back(imported(visit_rows(25)))
    assert (book.status, book.taken_back, book.undone_by) == (LogbookStatus.UNDONE, 25, editor)
    assert book.undone_at is not None
    assert not Visit.objects.exists()


def test_other_visits_of_the_venue_stay(imported, taken_back, venue):
    scan = VisitFactory(venue=venue)
    taken_back(imported(visit_rows(3)))
    assert list(Visit.objects.all()) == [scan]


def test_a_changed_visit_stays(imported, taken_back):
    book = imported(visit_rows(3))
    changed = Visit.objects.get(logbook_row=3)
    Visit.objects.filter(pk=changed.pk).update(changed_at=timezone.now())
    book = taken_back(book)
    assert list(staying(book)) == [changed]
    assert (book.taken_back, book.created) == (2, 3)


def test_a_visit_that_another_book_has_too_passes_on_to_it(imported, taken_back):
    first = imported(visit_rows(3))
    second = imported([HEADINGS, *visit_rows(5)[4:], *visit_rows(1)[1:]])
    shared = Visit.objects.get(name="Lê Văn A")
    first = taken_back(first)
    shared.refresh_from_db()
    assert (shared.logbook_id, shared.logbook_sheet, shared.logbook_row) == (second.pk, 1, 4)
    assert not second.rows.exists()
    assert list(staying(first)) == [shared]
    assert counts(second) == (3, 3, 0, 0)
    assert counts(first) == (3, 2, 1, 0)
    assert first.taken_back == 2


def test_of_several_books_the_one_uploaded_first_gets_it(imported, taken_back):
    first, second, third = (imported(visit_rows(1)) for _ in range(3))
    taken_back(first)
    assert Visit.objects.get().logbook == second
    assert counts(third) == (1, 0, 1, 0)


def test_passed_on_and_taken_back_there_it_is_gone(imported, taken_back):
    first, second = imported(visit_rows(2)), imported(visit_rows(2))
    taken_back(first)
    assert taken_back(second).taken_back == 2
    assert not Visit.objects.exists()


def test_what_a_book_that_is_itself_taken_back_holds_does_not_stay(imported, taken_back):
    first, second = imported(visit_rows(2)), imported(visit_rows(2))
    taken_back(second)
    assert taken_back(first).taken_back == 2
    assert not Visit.objects.exists()


def test_a_row_doubled_in_the_book_itself_keeps_nothing(imported, taken_back):
    taken_back(imported([*visit_rows(1), *visit_rows(1)[1:]]))
    assert not Visit.objects.exists()


def test_a_killed_job_s_successor_goes_on(imported, editor, monkeypatch):
    book = imported(visit_rows(25))
    undo.take_back(book, by=editor)
    assert undoing._batch(book)
    book.refresh_from_db()
    assert (book.taken_back, Visit.objects.count()) == (10, 15)
    undo_logbook(book)
    book.refresh_from_db()
    assert (book.status, book.taken_back) == (LogbookStatus.UNDONE, 25)


def test_two_workers_at_once_count_each_visit_once(imported, editor):
    book = imported(visit_rows(5))
    undo.take_back(book, by=editor)
    for _ in range(2):
        undo_logbook(Logbook.objects.get(pk=book.pk))
    book.refresh_from_db()
    assert book.taken_back == 5
    assert AuditEntry.objects.filter(action=Action.CHANGE).count() == 1


def test_twice_is_once(imported, taken_back, editor):
    book = taken_back(imported(visit_rows(5)))
    assert not undo.take_back(book, by=editor)


def test_it_goes_on_record_without_personal_data(imported, taken_back):
    book = taken_back(imported(visit_rows(5)))
    entry = AuditEntry.objects.get(action=Action.CHANGE)
    assert (entry.account_name, entry.results) == ("ward", 5)
    assert entry.details == {
        "logbook": book.pk.hex,
        "sha256": book.sha256,
        "taken_back": 5,
        "stayed": 0,
    }


def test_the_search_follows(imported, taken_back):
    from plugins.tracing.models import Outbox

    book = imported(visit_rows(5))
    ids = set(book.visits.values_list("pk", flat=True))
    Outbox.objects.all().delete()
    taken_back(book)
    assert set(Outbox.objects.values_list("visit_id", flat=True)) == ids


def test_taken_back_in_mid_import_nothing_more_is_written(imported, editor, venue, work):
    book = services.upload(
        workbook(visit_rows(30)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    work()
    book = Logbook.objects.get(pk=book.pk)
    services.confirm(book, by=editor)
    undo.take_back(book, by=editor)
    work()
    book.refresh_from_db()
    assert (book.status, Visit.objects.count()) == (LogbookStatus.UNDONE, 0)


def test_imported_again_it_is_all_back(imported, taken_back, editor, work):
    book = taken_back(imported(visit_rows(5)))
    again = undo.import_again(book, by=editor)
    work()
    services.confirm(Logbook.objects.get(pk=again.pk), by=editor)
    work()
    assert counts(again) == (5, 5, 0, 0)
    assert Visit.objects.filter(logbook=again).count() == 5


def test_a_changed_visit_is_not_doubled_by_the_repeated_import(imported, taken_back, editor, work):
    book = imported(visit_rows(3))
    Visit.objects.filter(logbook_row=3).update(changed_at=timezone.now(), name="Lê Sửa")
    again = undo.import_again(taken_back(book), by=editor)
    work()
    services.confirm(Logbook.objects.get(pk=again.pk), by=editor)
    work()
    assert counts(again) == (3, 2, 1, 0)
    assert Visit.objects.get(name="Lê Sửa").logbook == book


def test_the_result_workbook_goes_with_the_visits(
    imported, taken_back, django_capture_on_commit_callbacks
):
    book = imported(visit_rows(3))
    with django_capture_on_commit_callbacks(execute=True):
        book = taken_back(book)
    assert not book.result_ready
    with pytest.raises(FileNotFoundError):
        BookFiles(book.pk).result()
    assert BookFiles(book.pk).original()


def test_a_mended_row_s_visit_that_passes_on_keeps_its_row_s_place(imported, taken_back):
    first, second = imported(visit_rows(2)), imported(visit_rows(2))
    mended = first.rows.create(sheet=1, row=2, outcome=RowOutcome.MENDED)
    taken_back(first)
    mended.refresh_from_db()
    assert mended.outcome == RowOutcome.DUPLICATE
    assert counts(second) == (2, 2, 0, 0)


def test_queries_of_a_batch_do_not_depend_on_its_rows(imported, editor, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 300}}
    taken = []
    for count, first in ((20, 0), (250, 1000)):
        book = imported(visit_rows(count, first=first))
        imported(visit_rows(count // 2, first=first))
        undo.take_back(book, by=editor)
        with CaptureQueriesContext(connection) as queries:
            undoing._batch(book)
        taken.append(len(queries))
    assert max(taken) <= 16


def test_a_book_stuck_in_taking_back_is_gone_on_with(imported, editor, work):
    book = imported(visit_rows(3))
    undo.take_back(book, by=editor)
    long_ago = timezone.now() - timedelta(minutes=5)
    Logbook.objects.filter(pk=book.pk).update(heartbeat_at=long_ago)
    assert services.resume(Logbook.objects.get(pk=book.pk), by=editor)
    work()
    assert Logbook.objects.get(pk=book.pk).status == LogbookStatus.UNDONE


def test_an_answer_about_a_visit_that_goes_must_be_given_anew(imported, taken_back, editor, venue):
    book = imported(visit_rows(1))
    waiting = Logbook.objects.create(
        venue=venue, file_name="cho.xlsx", sha256="", status=LogbookStatus.PREVIEW
    )
    row = waiting.rows.create(
        sheet=1,
        row=2,
        outcome=RowOutcome.POSSIBLE,
        visit_id=book.visits.get().pk,
        decided_by=editor,
    )
    taken_back(book)
    row.refresh_from_db()
    assert row.decided_by is None


def test_a_book_that_waits_for_confirmation_holds_nothing(imported, taken_back, venue):
    book = imported(visit_rows(1))
    waiting = Logbook.objects.create(
        venue=venue, file_name="cho.xlsx", sha256="", status=LogbookStatus.PREVIEW
    )
    visit_id = book.visits.get().pk
    waiting.rows.create(sheet=1, row=2, outcome=RowOutcome.DUPLICATE, visit_id=visit_id)
    assert taken_back(book).taken_back == 1


def test_a_row_that_was_mended_to_a_visit_that_passes_on_stays_mended(imported, taken_back, editor):
    first = imported(visit_rows(1))
    faulty = ("1", "Lê Văn A", "09", "05/07/2021", "07:30", "08:15")
    second = imported([*visit_rows(2)[:1], visit_rows(2)[2], faulty])
    row = second.rows.get()
    mending.save(second, [Edit(row.pk, version_of(row), {"2": "0900000000"})], by=editor)
    assert counts(second) == (2, 1, 1, 0)
    taken_back(first)
    row.refresh_from_db()
    assert row.outcome == RowOutcome.MENDED
    assert texts_of(second, row)["mended"][2] == "0900000000"
    assert counts(second) == (2, 2, 0, 0)
