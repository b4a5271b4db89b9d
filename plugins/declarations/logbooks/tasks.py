"""The background jobs of paper books. Each can be run again after its worker died."""

import time
from collections.abc import Callable
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks import task

from plugins.declarations.logbooks.jobs.importing import import_logbook
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.jobs.results import make_result
from plugins.declarations.logbooks.jobs.undoing import undo_logbook
from plugins.declarations.logbooks.models import WORKING, Logbook, LogbookStatus
from portal import disk

QUEUE = "logbooks"
# Seconds before each further try when the database is away or broke off a transaction.
PAUSES = (1.0, 5.0)


@task(queue_name=QUEUE)
def read_book(logbook_id: str) -> None:
    """Read an uploaded book and prepare its preview."""
    _carry_out(read_logbook, logbook_id)


@task(queue_name=QUEUE)
def import_book(logbook_id: str) -> None:
    """Write a confirmed book into visits, then have its result workbook made."""
    _carry_out(import_logbook, logbook_id)
    make_result_book.enqueue(logbook_id)


@task(queue_name=QUEUE)
def make_result_book(logbook_id: str) -> None:
    """Make the result workbook of an imported book."""
    _carry_out(make_result, logbook_id)


@task(queue_name=QUEUE)
def undo_book(logbook_id: str) -> None:
    """Take back the visits that a book brought."""
    _carry_out(undo_logbook, logbook_id)


def _carry_out(job: Callable[[Logbook], object], logbook_id: str) -> None:
    """Do a job, again after a fault of the database. Any other fault, and the last one, is shown
    with the book and raised: no book is "being imported" for ever.
    """
    pk = UUID(logbook_id)
    try:
        for pause in PAUSES:
            try:
                job(Logbook.objects.get(pk=pk))
            except (OperationalError, InterfaceError):
                if not connection.in_atomic_block:  # what is inside a transaction belongs to it
                    close_old_connections()
                time.sleep(pause)
            else:
                return
        job(Logbook.objects.get(pk=pk))
    except Exception as error:
        _show_fault(pk, disk.CODE if disk.is_full(error) else "fault")
        raise


def _show_fault(pk: UUID, code: str) -> None:
    book = Logbook.objects.filter(pk=pk)
    fault = {"problem": code, "problem_params": {}}
    now = timezone.now()
    if not book.filter(status__in=WORKING).update(
        status=LogbookStatus.FAILED, finished_at=now, **fault
    ):
        book.filter(status=LogbookStatus.DONE, result_ready=False).update(**fault)
