"""Writes the rows of a book into visits, chunk by chunk, so that any worker can go on with it."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.models import Action
from audit.services import record
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.pace import ahead, no_garbage_collection
from plugins.declarations.logbooks.jobs.rows import keep_duplicates, keep_refused
from plugins.declarations.logbooks.jobs.source import parse_chunk
from plugins.declarations.logbooks.jobs.turns import share_venue
from plugins.declarations.logbooks.jobs.visits import new_visits
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.understanding.entries import Refused
from plugins.declarations.models import Visit
from plugins.declarations.services import NewVisit, record_visits

RowKey = tuple[UUID, int | None, int | None]  # visit, sheet, row


def import_logbook(logbook: Logbook) -> None:
    """Write what was read and confirmed, from the chunk on that is not written yet."""
    started = Logbook.objects.filter(
        pk=logbook.pk, status__in=(LogbookStatus.QUEUED, LogbookStatus.IMPORTING)
    ).update(status=LogbookStatus.IMPORTING, heartbeat_at=timezone.now())
    if not started:
        return
    logbook.refresh_from_db()
    files = BookFiles(logbook.pk)
    try:
        with no_garbage_collection():
            for number, visits in ahead(_prepared(logbook, files)):
                write_chunk(logbook, number, visits)
        finish(logbook)
    except Stopped:
        return
    except FileNotFoundError:  # cancelled a moment ago, or removed from the disk
        Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.IMPORTING).update(
            status=LogbookStatus.FAILED, problem="original_gone", finished_at=timezone.now()
        )
        return
    files.drop_chunks()


def _prepared(logbook: Logbook, files: BookFiles) -> Iterator[tuple[int, list[NewVisit]]]:
    """The chunks still to be written, as visits."""
    for number in range(logbook.chunks_done, logbook.chunks):
        chunk = parse_chunk(number, files.chunk(number))
        yield number, new_visits(chunk.entries, logbook.venue_id, logbook.pk)


@transaction.atomic
def write_chunk(
    logbook: Logbook,
    number: int,
    visits: Sequence[NewVisit],
    refused: Sequence[Refused] | None = None,
) -> None:
    """One chunk's visits, duplicates and counts, all or nothing. Raises Stopped.

    A constant number of queries. ``refused`` is given for a book that is read and imported in one
    go, whose rows are not kept and counted yet.
    """
    share_venue(logbook.venue_id)
    # Before any other, since it keeps every other worker out until the transaction ends.
    book = Logbook.objects.filter(pk=logbook.pk)
    mine = book.filter(status=LogbookStatus.IMPORTING, chunks_done=number).update(
        chunks_done=number + 1, heartbeat_at=timezone.now()
    )
    if not mine:
        raise Stopped
    fresh = record_visits(visits)
    created = len(fresh)
    repeating = list(_repeating(visits, fresh))
    own = _own(logbook, repeating)
    created += len(own)
    duplicates = [visit for visit in repeating if _key(visit) not in own]
    keep_duplicates(logbook, duplicates)
    counts = {"created": F("created") + created, "duplicate": F("duplicate") + len(duplicates)}
    if refused is not None:
        keep_refused(logbook, refused)
        counts["refused"] = F("refused") + len(refused)
        counts["read"] = F("read") + len(visits) + len(refused)
    book.update(**counts)


def _repeating(visits: Iterable[NewVisit], fresh: set[UUID]) -> Iterator[NewVisit]:
    """Visits that were there before, or came earlier in the same chunk. Uses ``fresh`` up."""
    for visit in visits:
        if visit.id in fresh:
            fresh.remove(visit.id)
        else:
            yield visit


def _own(logbook: Logbook, repeating: Sequence[NewVisit]) -> set[RowKey]:
    """Rows that an import of this very book, broken off, wrote already; one query, or none."""
    if not repeating:
        return set()
    rows = Visit.objects.filter(logbook=logbook, pk__in={visit.id for visit in repeating})
    known = set(rows.order_by().values_list("pk", "logbook_sheet", "logbook_row"))
    return {_key(visit) for visit in repeating} & known


def _key(visit: NewVisit) -> RowKey:
    return visit.id, visit.logbook_sheet, visit.logbook_row


@transaction.atomic
def finish(logbook: Logbook) -> None:
    """Close the book and put it on record. Raises Stopped unless all its chunks are written."""
    written = Logbook.objects.filter(
        pk=logbook.pk, status=LogbookStatus.IMPORTING, chunks__gt=0, chunks_done=F("chunks")
    )
    done = written.update(status=LogbookStatus.DONE, finished_at=timezone.now())
    if not done:
        raise Stopped
    logbook.refresh_from_db()
    record(
        logbook.confirmed_by,
        Action.IMPORT,
        question=f"venue {logbook.venue.code}",
        results=logbook.created,
        details={
            "logbook": logbook.pk.hex,
            "sha256": logbook.sha256,
            "read": logbook.read,
            "created": logbook.created,
            "duplicate": logbook.duplicate,
            "refused": logbook.refused,
        },
    )
