"""Taking an imported book back, and importing it again afterwards."""

from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from plugins.declarations.logbooks import tasks
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.edits import keep_edits
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.services import check_may_import, upload

UNDOABLE = frozenset(
    {
        LogbookStatus.QUEUED,
        LogbookStatus.IMPORTING,
        LogbookStatus.DONE,
        LogbookStatus.FAILED,
        LogbookStatus.CANCELLED,
    }
)


@transaction.atomic
def take_back(logbook: Logbook, *, by: Any) -> bool:
    """Have everything taken back that the book brought, also of an import under way.

    False if there is nothing to take back, or not now. Raises PermissionDenied. See
    jobs/undoing.py for what stays.
    """
    check_may_import(by, logbook.venue)
    book = Logbook.objects.filter(pk=logbook.pk)
    taken = book.filter(status__in=UNDOABLE).update(
        status=LogbookStatus.UNDOING,
        undone_by=by,
        heartbeat_at=timezone.now(),
        finished_at=Coalesce("finished_at", timezone.now()),
        problem="",
        problem_params={},
        result_ready=False,
    )
    if not taken:
        return False
    files = BookFiles(logbook.pk)
    transaction.on_commit(files.drop_chunks)
    transaction.on_commit(files.drop_result)
    tasks.undo_book.enqueue(str(logbook.pk))
    return True


def may_be_taken_back(logbook: Logbook) -> bool:
    """Whether the book is in a state to be taken back, and brought anything."""
    return logbook.status in UNDOABLE and logbook.visits.exists()


@transaction.atomic
def import_again(logbook: Logbook, *, by: Any) -> Logbook:
    """A book that was taken back is read again from its original, as a book of its own. What was
    typed into its rows goes along.

    Raises PermissionDenied, or BookProblem: the original is no longer kept, or no more today.
    """
    check_may_import(by, logbook.venue)
    try:
        data = BookFiles(logbook.pk).original()
    except FileNotFoundError:
        raise BookProblem("original_gone") from None
    again = upload(
        data,
        venue=logbook.venue,
        file_name=logbook.file_name,
        year=logbook.year,
        by=by,
        choices=logbook.choices,
    )
    keep_edits(logbook, BookFiles(again.pk))
    return again
