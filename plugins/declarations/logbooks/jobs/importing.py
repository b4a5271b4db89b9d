"""Writes the rows of a book into visits, chunk by chunk, so that any worker can go on with it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.models import Action
from audit.services import record
from plugins.declarations.logbooks.deciding.duplicates import Sorted
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.decided import Decided, write_decided
from plugins.declarations.logbooks.jobs.pace import ahead, mark_start, no_garbage_collection
from plugins.declarations.logbooks.jobs.rows import keep_duplicates, keep_possible, keep_refused
from plugins.declarations.logbooks.jobs.sorting import compare
from plugins.declarations.logbooks.jobs.source import parse_chunk
from plugins.declarations.logbooks.jobs.turns import take_venue
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.understanding.entries import Refused
from plugins.declarations.paper_rows import Waiting, others_there
from plugins.declarations.services import stay_rules


class Ready(NamedTuple):
    """A chunk with everything done that needs no database."""

    number: int
    batch: Batch
    lines: list[str]  # of its rows, for the database
    comparing: bool  # whether they hold what comparing needs


def import_logbook(logbook: Logbook) -> None:
    """Write what was read and confirmed, from the chunk on that is not written yet."""
    started = Logbook.objects.filter(
        pk=logbook.pk, status__in=(LogbookStatus.QUEUED, LogbookStatus.IMPORTING)
    ).update(status=LogbookStatus.IMPORTING, heartbeat_at=timezone.now())
    if not started:
        return
    logbook.refresh_from_db()
    mark_start(logbook)
    files, writer = BookFiles(logbook.pk), ChunkWriter(logbook)
    try:
        with no_garbage_collection():
            for ready in ahead(_prepared(logbook, files, writer)):
                writer.write(ready)
        finish(logbook)
    except Stopped:
        return
    except FileNotFoundError:  # cancelled a moment ago, or removed from the disk
        Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.IMPORTING).update(
            status=LogbookStatus.FAILED, problem="original_gone", finished_at=timezone.now()
        )
        return
    files.drop_chunks()


def _prepared(logbook: Logbook, files: BookFiles, writer: "ChunkWriter") -> Iterator[Ready]:
    """The chunks still to be written."""
    for number in range(logbook.chunks_done, logbook.chunks):
        yield writer.prepare(number, parse_chunk(number, files.chunk(number)).entries)


# What another worker had not yet written for all to see when the book was read.
_UNSEEN_FOR = timedelta(minutes=1)


class ChunkWriter:
    """Writes the chunks of one book."""

    def __init__(self, logbook: Logbook) -> None:
        self.logbook = logbook
        self.rule = stay_rules([logbook.venue_id])[logbook.venue_id]
        self.waiting = Waiting(logbook.venue_id, logbook.pk)
        self.decided = Decided(logbook)
        # What was there before the book was read, its reading has been compared with.
        self.comparing = others_there(logbook.venue_id, logbook.pk, since=logbook.uploaded_at)

    def prepare(self, number: int, entries: Sequence[list]) -> Ready:
        """Everything that can be done ahead, in another thread; uses no database."""
        batch, comparing = Batch(entries, self.logbook.venue_id), bool(self.comparing)
        return Ready(number, batch, _lines(batch, comparing), comparing)

    @transaction.atomic
    def write(
        self, ready: Ready, found: Sorted | None = None, refused: Sequence[Refused] | None = None
    ) -> None:
        """One chunk's visits, duplicates and counts, all or nothing. Raises Stopped.

        A constant number of queries. ``found`` and ``refused`` are given for a book that is read
        and imported in one go, whose rows are not compared, kept and counted yet.
        """
        logbook, batch = self.logbook, ready.batch
        take_venue(logbook.venue_id)
        # Before any other, since it keeps every other worker out until the transaction ends.
        book = Logbook.objects.filter(pk=logbook.pk)
        mine = book.filter(status=LogbookStatus.IMPORTING, chunks_done=ready.number).update(
            chunks_done=ready.number + 1, heartbeat_at=timezone.now()
        )
        if not mine:
            raise Stopped
        settled = self.decided.among(batch.rows)
        separate = self.decided.settle(settled)
        comparing = found is None and self._others_meanwhile()
        lines = _lines(batch, True) if comparing and not ready.comparing else ready.lines
        found = found or Sorted()
        out = settled.keys() | found.duplicates.keys() | found.possible.keys()
        self.waiting.put([line for n, line in enumerate(lines) if n not in out])
        if comparing:
            compare(self.waiting, batch, found)
            self.waiting.take_out(found.duplicates.keys() | found.possible.keys())
        found.duplicates |= self.waiting.insert(self.rule, timezone.now())
        keep_duplicates(logbook, batch, found.duplicates)
        keep_possible(logbook, batch, found)
        rows = len(batch.rows)
        repeated = len(found.duplicates) + len(found.possible) + len(settled) - separate
        made: Any = rows - repeated - separate
        if ready.number:  # of an attempt that broke off, the visits count again
            made += F("created")
        counts = {
            "created": made,
            "duplicate": F("duplicate") + repeated,
        }
        if refused is not None:
            keep_refused(logbook, refused)
            counts["refused"] = F("refused") + len(refused)
            counts["read"] = F("read") + rows + len(refused)
        book.update(**counts)

    def _others_meanwhile(self) -> bool:
        """Whether there may be visits that the reading did not see; one query, or none.

        Once there are, there are. Imports, and the mending of rows, leave their moment with their
        book; asking its visits would go through all that this book has written.
        """
        if not self.comparing:
            others = Logbook.objects.filter(
                venue_id=self.logbook.venue_id,
                heartbeat_at__gte=self.logbook.uploaded_at - _UNSEEN_FOR,
            )
            self.comparing = others.exclude(pk=self.logbook.pk).exists()
        return self.comparing


def _lines(batch: Batch, comparing: bool) -> list[str]:
    return batch.lines(range(len(batch.rows)), sealed=True, comparing=comparing)


@transaction.atomic
def finish(logbook: Logbook) -> None:
    """Write the rows that the editor mended or decided about, close the book and put it on record.

    Raises Stopped unless all its chunks are written.
    """
    take_venue(logbook.venue_id)
    written = Logbook.objects.filter(
        pk=logbook.pk, status=LogbookStatus.IMPORTING, chunks__gt=0, chunks_done=F("chunks")
    )
    done = written.update(status=LogbookStatus.DONE, finished_at=timezone.now())
    if not done:
        raise Stopped
    write_decided(logbook)
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
            "set_aside": logbook.set_aside,
        },
    )
