"""A fault in a background job is shown with the book, after the database was tried again."""

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from plugins.declarations.logbooks import services, tasks
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import visit_rows, workbook


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(tasks, "PAUSES", (0, 0))


@pytest.fixture
def book(venue, editor, work):
    """Read and confirmed."""
    book = services.upload(
        workbook(visit_rows(3)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    work()
    book.refresh_from_db()
    services.confirm(book, by=editor)
    return book


@pytest.fixture
def failing(monkeypatch):
    """failing(job, fault, times) lets a job meet a fault so many times."""

    def set_up(name, fault, times):
        job = getattr(tasks, name)
        left = [fault] * times

        def run(logbook):
            if left:
                raise left.pop()
            job(logbook)

        monkeypatch.setattr(tasks, name, run)

    return set_up


@pytest.mark.parametrize(
    ("fault", "times"), [(ZeroDivisionError(), 1), (OperationalError("deadlock detected"), 3)]
)
def test_a_fault_is_shown_with_the_book_and_raised(book, failing, fault, times):
    failing("import_logbook", fault, times)
    with pytest.raises(type(fault)):
        tasks.import_book.func(str(book.pk))
    book.refresh_from_db()
    assert (book.status, book.problem) == (LogbookStatus.FAILED, "fault")


def test_the_database_gets_three_tries(book, failing):
    failing("import_logbook", OperationalError("deadlock detected"), 2)
    tasks.import_book.func(str(book.pk))
    book.refresh_from_db()
    assert (book.status, Visit.objects.count()) == (LogbookStatus.DONE, 3)


def test_after_a_fault_the_import_can_be_gone_on_with(book, failing, client, editor, work):
    DBTaskResult.objects.all().delete()
    failing("import_logbook", ZeroDivisionError(), 1)
    with pytest.raises(ZeroDivisionError):
        tasks.import_book.func(str(book.pk))
    book.refresh_from_db()
    assert services.resume(book, by=editor)
    work()
    services.confirm(book, by=editor)
    work()
    assert Visit.objects.count() == 3


def test_a_fault_of_the_result_workbook_leaves_the_import_done(book, failing):
    tasks.import_book.func(str(book.pk))
    failing("make_result", ZeroDivisionError(), 1)
    with pytest.raises(ZeroDivisionError):
        tasks.make_result_book.func(str(book.pk))
    book.refresh_from_db()
    assert (book.status, book.problem) == (LogbookStatus.DONE, "fault")


def test_a_fault_of_reading_is_shown(venue, editor, failing):
    book = services.upload(
        workbook(visit_rows(3)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    failing("read_logbook", ZeroDivisionError(), 1)
    with pytest.raises(ZeroDivisionError):
        tasks.read_book.func(str(book.pk))
    assert Logbook.objects.get().problem == "fault"
