"""What an editor does with paper books. Checks the account's right and jurisdiction."""

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from areas.scope import scope_for
from people.names import strip_invisible
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks import quotas, tasks
from plugins.declarations.logbooks.choosing.questions import answered, check_answered
from plugins.declarations.logbooks.files import BookFiles, drop_unneeded
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.qr_venues.models import Venue
from portal import disk

PERMISSION = "declarations.import_visits"
# A job that has shown no life for so long may be started again by hand.
STALLED_AFTER = timedelta(minutes=2)
OPEN = frozenset(
    {
        LogbookStatus.READING,
        LogbookStatus.PREVIEW,
        LogbookStatus.QUEUED,
        LogbookStatus.IMPORTING,
        LogbookStatus.FAILED,
    }
)


def check_may_import(user: Any, venue: Venue) -> None:
    """Raise PermissionDenied unless the account may import books for this venue."""
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    if not scope_for(user).allows(venue.area.path, venue.category.sector):
        raise PermissionDenied


def check_size(size: int) -> None:
    """Raise BookProblem if a file of so many bytes is not taken."""
    limit = DeclarationsConfig.setting("max_upload_mb")
    if size > limit * 1024 * 1024:
        raise BookProblem("too_big", limit=limit)
    if not size:
        raise BookProblem("empty")


def new_logbook(
    data: bytes, *, venue: Venue, file_name: str, year: int | None, by: Any, **fields: Any
) -> Logbook:
    """Take in a file: its row in the database, and itself, sealed, in the private folder.

    Raises PermissionDenied or BookProblem.
    """
    check_may_import(by, venue)
    check_size(len(data))
    logbook = Logbook(
        venue=venue,
        uploaded_by=by,
        file_name=strip_invisible(file_name)[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        year=year,
        **fields,
    )
    files = BookFiles(logbook.pk)
    try:
        files.put_original(data)
        logbook.save(force_insert=True)
    except BaseException as error:
        files.remove()
        if disk.is_full(error):
            raise BookProblem(disk.CODE) from error
        raise
    return logbook


@transaction.atomic
def upload(
    data: bytes, *, venue: Venue, file_name: str, year: int | None, by: Any, **fields: Any
) -> Logbook:
    """Take in a file and have it read in the background. Raises PermissionDenied, BookProblem."""
    # The account's row keeps its other uploads waiting: together they must not pass the quota.
    get_user_model().objects.select_for_update().filter(pk=by.pk).first()
    quotas.check_upload(by)
    logbook = new_logbook(data, venue=venue, file_name=file_name, year=year, by=by, **fields)
    try:
        tasks.read_book.enqueue(str(logbook.pk))
    except BaseException:
        BookFiles(logbook.pk).remove()
        raise
    return logbook


@transaction.atomic
def give_year(logbook: Logbook, year: int, *, by: Any) -> None:
    """The book does not say its year: read it again with this one. Raises PermissionDenied."""
    check_may_import(by, logbook.venue)
    readable = (LogbookStatus.PREVIEW, LogbookStatus.FAILED)
    changed = Logbook.objects.filter(pk=logbook.pk, status__in=readable, chunks_done=0).update(
        year=year, status=LogbookStatus.READING, finished_at=None
    )
    if changed:
        tasks.read_book.enqueue(str(logbook.pk))


def confirm(logbook: Logbook, *, by: Any, text_read: bool = False) -> bool:
    """Import what the preview shows; False if it is not waiting. ``text_read``: the editor says
    that converted letters read correctly.

    Raises PermissionDenied, Unanswered while a question about the book is open, or BookProblem
    where it is more than the account may import today, or must be read again: it corrects a book
    that was taken back meanwhile.
    """
    check_may_import(by, logbook.venue)
    check_answered(logbook, text_read=text_read)
    quotas.check_import(by, logbook)
    with transaction.atomic():
        if _rests_on_what_is_gone(logbook):
            _read_again(logbook)
        else:
            return _queue(logbook, by)
    raise BookProblem("corrected_taken_back")


def _rests_on_what_is_gone(logbook: Logbook) -> bool:
    """Whether rows were left out since another book had them, which has them no more. Keeps that
    book from being taken back until the transaction ends.
    """
    if not logbook.findings.get("settled"):
        return False
    if logbook.corrects_id is None:  # deleted
        return True
    corrected = Logbook.objects.select_for_update().filter(pk=logbook.corrects_id)
    return not any(book.status == LogbookStatus.DONE for book in corrected)


def _read_again(logbook: Logbook) -> None:
    changed = Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.PREVIEW).update(
        status=LogbookStatus.READING, heartbeat_at=timezone.now(), finished_at=None
    )
    if changed:
        tasks.read_book.enqueue(str(logbook.pk))


def _queue(logbook: Logbook, by: Any) -> bool:
    changed = Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.PREVIEW).update(
        status=LogbookStatus.QUEUED,
        confirmed_by=by,
        choices=answered(logbook),
        started_at=timezone.now(),
        heartbeat_at=timezone.now(),
        finished_at=None,
    )
    if changed:
        tasks.import_book.enqueue(str(logbook.pk))
    return bool(changed)


@transaction.atomic
def cancel(logbook: Logbook, *, by: Any) -> bool:
    """Stop before or during the import; what is in stays. Raises PermissionDenied.

    A book of which nothing is in is discarded with its files. False if it was closed already.
    """
    check_may_import(by, logbook.venue)
    book = Logbook.objects.filter(pk=logbook.pk, status__in=OPEN)
    if not book.update(status=LogbookStatus.CANCELLED, finished_at=timezone.now()):
        return False
    logbook.refresh_from_db()
    files = BookFiles(logbook.pk)
    transaction.on_commit(lambda: drop_unneeded(logbook, files))
    return True


def is_stalled(logbook: Logbook) -> bool:
    """Whether a job has the book in hand but has shown no sign of life for long."""
    seen = logbook.heartbeat_at or logbook.uploaded_at
    return logbook.is_working and timezone.now() - seen > STALLED_AFTER


@transaction.atomic
def resume(logbook: Logbook, *, by: Any) -> bool:
    """Go on with what stalled or failed: reading, import, result or taking back.

    Raises PermissionDenied; False if nothing needs it.

    Running twice does no harm: a chunk is written by whoever comes first. A book imported in one
    go has no chunks to go on with: it is read again, and confirmed.
    """
    check_may_import(by, logbook.venue)
    status, job = _next_step(logbook)
    if job is None:
        return False
    over = (LogbookStatus.DONE, LogbookStatus.UNDOING)  # these have been imported
    changed = Logbook.objects.filter(pk=logbook.pk, status=logbook.status).update(
        status=status,
        problem="",
        problem_params={},
        heartbeat_at=timezone.now(),
        finished_at=logbook.finished_at if status in over else None,
    )
    if changed:
        job.enqueue(str(logbook.pk))
    return bool(changed)


def _next_step(logbook: Logbook) -> tuple[str, Any]:
    """The status with which a book goes on, and the job; no job if it does not need to."""
    if logbook.status == LogbookStatus.DONE:
        stuck = logbook.problem and not logbook.result_ready and not logbook.forgotten
        return LogbookStatus.DONE, tasks.make_result_book if stuck else None
    if not (is_stalled(logbook) or logbook.status == LogbookStatus.FAILED):
        return logbook.status, None
    if logbook.undone_by_id or logbook.status == LogbookStatus.UNDOING:
        return LogbookStatus.UNDOING, tasks.undo_book
    in_import = (LogbookStatus.QUEUED, LogbookStatus.IMPORTING)
    begun = logbook.chunks_done > 0 or logbook.status in in_import
    if begun and logbook.chunks > 0:
        return LogbookStatus.QUEUED, tasks.import_book
    return LogbookStatus.READING, tasks.read_book
