"""The background jobs of paper books. Each can be run again after its worker died."""

from uuid import UUID

from django_tasks import task

from plugins.declarations.logbooks.jobs.importing import import_logbook
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.jobs.results import make_result
from plugins.declarations.logbooks.models import Logbook

QUEUE = "logbooks"


@task(queue_name=QUEUE)
def read_book(logbook_id: str) -> None:
    """Read an uploaded book and prepare its preview."""
    read_logbook(Logbook.objects.get(pk=UUID(logbook_id)))


@task(queue_name=QUEUE)
def import_book(logbook_id: str) -> None:
    """Write a confirmed book into visits, then have its result workbook made."""
    import_logbook(Logbook.objects.get(pk=UUID(logbook_id)))
    make_result_book.enqueue(logbook_id)


@task(queue_name=QUEUE)
def make_result_book(logbook_id: str) -> None:
    """Make the result workbook of an imported book."""
    make_result(Logbook.objects.get(pk=UUID(logbook_id)))
