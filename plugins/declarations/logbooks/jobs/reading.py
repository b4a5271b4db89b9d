"""The job that reads an uploaded book and prepares its preview. Nothing is written to visits."""

from dataclasses import replace

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from plugins.declarations.logbooks.deciding.duplicates import Sorted
from plugins.declarations.logbooks.files import BookFiles, drop_unneeded
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.corrected import corrected_book, parted, take_after
from plugins.declarations.logbooks.jobs.edits import keep_edits, put_edits_back
from plugins.declarations.logbooks.jobs.findings import Findings
from plugins.declarations.logbooks.jobs.pace import no_garbage_collection
from plugins.declarations.logbooks.jobs.rows import keep_duplicates, keep_possible, keep_refused
from plugins.declarations.logbooks.jobs.sorting import BookSorter
from plugins.declarations.logbooks.jobs.source import Chunk, Source, open_book
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.understanding.choices import Choices


def read_logbook(logbook: Logbook) -> None:
    """Read a book from the start, however far an earlier attempt came.

    Leaves it waiting for confirmation or, with its problem, failed.
    """
    if logbook.status != LogbookStatus.READING:
        return
    files = BookFiles(logbook.pk)
    try:
        _start_over(logbook, files)
        with no_garbage_collection():
            # A second time where it turns out to correct a book that was read in its own way.
            while not _opened(logbook, files):
                pass
    except FileNotFoundError:
        _fail(logbook, BookProblem("original_gone"))
    except BookProblem as problem:
        _fail(logbook, problem)
    except Stopped:
        # Another worker may have read it meanwhile: its chunks are needed.
        if Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.CANCELLED).exists():
            drop_unneeded(logbook, files)


def _opened(logbook: Logbook, files: BookFiles) -> bool:
    """Open the book and read it. False: it must be opened again, with other choices."""
    choices = Choices.from_json(logbook.choices)
    with open_book(files.original(), logbook.file_name, logbook.year, choices) as source:
        corrected = corrected_book(source.layout, logbook.venue_id, logbook.pk)
        if corrected is not None and take_after(logbook, corrected, source.layout):
            _update(logbook, year=logbook.year, choices=logbook.choices)
            return False
        _update(logbook, corrects=corrected)
        _read(logbook, files, replace(source, chunks=parted(source.chunks, corrected)))
    return True


def _start_over(logbook: Logbook, files: BookFiles) -> None:
    """Forget what an earlier attempt found, but nothing that an editor typed.

    Raises Stopped when the book was taken away.

    An import in one go that broke off leaves visits: they stay counted until the first chunk.
    """
    _update(
        logbook,
        created=logbook.visits.count(),
        duplicate=0,
        chunks_done=0,
        layout=None,
        preview=None,
        findings={},
        scanned=0,
        # Until it is read: so many rows it has at least (see quotas.py).
        expected_new=Greatest("read", "expected_new"),
        expected_duplicate=0,
        read=0,
        refused=0,
        set_aside=0,
        chunks=0,
        problem="",
        problem_params={},
        started_at=timezone.now(),
    )
    files.drop_chunks()
    keep_edits(logbook, files)
    logbook.rows.all().delete()


def _read(logbook: Logbook, files: BookFiles, source: Source) -> None:
    findings, sorter = Findings(), BookSorter(logbook.venue_id, logbook.pk)
    # Of a book that turns out unreadable these stay: its editor may say how it is to be read.
    preview = findings.sealed(logbook, source.texts)
    layout = source.layout.to_json()
    _update(logbook, layout=layout, scanned_of=source.rows, preview=preview)
    for chunk in source.chunks:
        findings.add(chunk)
        batch = Batch(chunk.entries, logbook.venue_id)
        found = sorter.sort(batch)
        files.put_chunk(chunk.number, chunk.line)
        _keep(logbook, chunk, findings, batch, found)
    if not findings.read and not findings.settled:
        raise BookProblem("no_rows")
    with transaction.atomic():
        _update(
            logbook,
            status=LogbookStatus.PREVIEW,
            findings=findings.counts(),
            preview=findings.sealed(logbook, source.texts),
            expected_new=sorter.new,
            expected_duplicate=sorter.duplicate,
            finished_at=timezone.now(),
        )
        put_edits_back(logbook, files)
    files.drop_edits()


@transaction.atomic
def _keep(logbook: Logbook, chunk: Chunk, findings: Findings, batch: Batch, found: Sorted) -> None:
    """Progress, refused rows and what is settled of one chunk."""
    _update(
        logbook,
        scanned=chunk.scanned,
        read=findings.read,
        refused=findings.refused,
        chunks=chunk.number + 1,
        findings=findings.counts(),
    )
    keep_refused(logbook, chunk.refused)
    # The import finds those with the same id by itself.
    keep_duplicates(logbook, batch, found.otherwise_known(batch.rows))
    keep_possible(logbook, batch, found)


def _update(logbook: Logbook, **fields: object) -> None:
    """Write and show that somebody is at work. Raises Stopped when the book was taken away."""
    reading = Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.READING)
    if not reading.update(heartbeat_at=timezone.now(), **fields):
        raise Stopped


def _fail(logbook: Logbook, problem: BookProblem) -> None:
    Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.READING).update(
        status=LogbookStatus.FAILED,
        problem=problem.code,
        problem_params=problem.params,
        finished_at=timezone.now(),
    )
