"""Reading a book in the foreground, for commands: to see what would come, or to import at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from plugins.declarations.logbooks import quotas
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.corrected import opened
from plugins.declarations.logbooks.jobs.findings import Findings
from plugins.declarations.logbooks.jobs.importing import ChunkWriter, Ready, finish
from plugins.declarations.logbooks.jobs.pace import ahead, no_garbage_collection
from plugins.declarations.logbooks.jobs.sorting import BookSorter
from plugins.declarations.logbooks.jobs.source import Chunk, Source, open_book
from plugins.declarations.logbooks.jobs.turns import take_venue
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.services import check_may_import, check_size, new_logbook
from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.entries import Refused
from plugins.declarations.logbooks.understanding.layout import BookLayout
from plugins.qr_venues.models import Venue

_NO_CHOICES = Choices()
_EXAMPLES = 3


@dataclass
class Report:
    """What came of a book, or what would. ``refused_rows`` with their sheets' names.

    ``conversions``: some texts in an older code, before and after.
    """

    read: int
    created: int
    duplicate: int
    refused: int
    layout: BookLayout
    conversions: list[list[str]]
    refused_rows: list[tuple[str, Refused]] = field(default_factory=list)
    logbook: Logbook | None = None
    possible: int = 0  # of the duplicates, those that an editor decides about


def look(
    data: bytes,
    *,
    file_name: str,
    year: int | None,
    venue: Venue,
    by: Any,
    choices: Choices = _NO_CHOICES,
) -> Report:
    """Read a book without writing anything anywhere. Raises PermissionDenied or BookProblem."""
    check_may_import(by, venue)
    check_size(len(data))
    findings, sorter = Findings(), BookSorter(venue.pk)
    refused: list[tuple[str, Refused]] = []
    with no_garbage_collection(), open_book(data, file_name, year, choices) as book:
        source, _corrected = opened(book, venue.pk)
        names = _names(source)
        for chunk in _checked(source, findings):
            sorter.sort(Batch(chunk.entries, venue.pk))
            refused += [(names[row.sheet], row) for row in chunk.refused]
    return Report(
        findings.read,
        sorter.new,
        sorter.duplicate,
        findings.refused,
        source.layout,
        source.texts["conversions"],
        refused,
        possible=sorter.possible,
    )


def import_now(
    data: bytes,
    *,
    file_name: str,
    year: int | None,
    venue: Venue,
    by: Any,
    choices: Choices = _NO_CHOICES,
) -> Report:
    """Read and import a book in one go. Raises PermissionDenied, BookProblem, or Stopped when the
    book was cancelled in the admin meanwhile.

    The reading process works on the next chunk while this one is written. ``chunks`` stays 0 until
    all are written: of a book that broke off before, nobody knows how many there are, so it can
    only be read again (see services.resume).
    """
    check_may_import(by, venue)
    check_size(len(data))
    quotas.check_upload(by)
    findings, refused, logbook = Findings(), [], None
    try:
        with no_garbage_collection(), open_book(data, file_name, year, choices) as book:
            source, corrected = opened(book, venue.pk)
            _check_clear(source.layout)
            _check_quota(source, data, file_name, year, choices, by)
            names = _names(source)
            steps = _ready(source, findings, venue)
            # Those of a book that comes back ask the database.
            for chunk, ready in steps if corrected else ahead(steps):
                if logbook is None:
                    logbook = _begin(data, source, file_name, year, venue, by, choices, corrected)
                    writer, sorter = ChunkWriter(logbook), BookSorter(venue.pk, logbook.pk)
                with transaction.atomic():
                    # What the sorter finds must still be there when the chunk is written.
                    take_venue(venue.pk)
                    writer.write(ready, sorter.sort(ready.batch), chunk.refused)
                refused += [(names[row.sheet], row) for row in chunk.refused]
    except BookProblem as problem:
        _fail(logbook, problem)
        raise
    assert logbook is not None  # noqa: S101 - _checked gives a chunk or raises
    Logbook.objects.filter(pk=logbook.pk).update(
        findings=findings.counts(),
        preview=findings.sealed(logbook, source.texts),
        chunks=F("chunks_done"),
    )
    finish(logbook)
    return Report(
        logbook.read,
        logbook.created,
        logbook.duplicate,
        logbook.refused,
        source.layout,
        source.texts["conversions"],
        refused,
        logbook,
        sorter.possible,
    )


def _check_clear(layout: BookLayout) -> None:
    """Nothing is guessed: raises BookProblem with what has to be said first."""
    if layout.text and not layout.text_certain:
        raise BookProblem("text_unsure", text=layout.text)
    if layout.asks_order:
        examples = [text for sheet in layout.sheets for text in sheet.order_examples]
        raise BookProblem("date_order_open", examples=", ".join(examples[:_EXAMPLES]))


def _check_quota(
    source: Source, data: bytes, file_name: str, year: int | None, choices: Choices, by: Any
) -> None:
    """Raise BookProblem where the book has more rows than the account may import today.

    Before the first of them is written; so they are counted in a reading of their own, unless
    even a visit in every line of the book would be allowed.
    """
    left = quotas.allowance(by).rows
    if left is None or source.rows <= left:
        return
    with open_book(data, file_name, year, choices) as book:
        rows = sum(len(chunk.entries) + len(chunk.refused) for chunk in book.chunks)
    quotas.check_rows(rows, left)


def _names(source: Source) -> dict[int, str]:
    return {sheet.number: sheet.name for sheet in source.layout.sheets}


def _ready(source: Source, findings: Findings, venue: Venue) -> Iterator[tuple[Chunk, Ready]]:
    """The chunks with everything done that needs no database."""
    for chunk in _checked(source, findings):
        batch = Batch(chunk.entries, venue.pk)
        lines = batch.lines(range(len(batch.rows)), sealed=True, comparing=False)
        yield chunk, Ready(chunk.number, batch, lines, False)


def _checked(source: Source, findings: Findings) -> Iterator[Chunk]:
    """The chunks; nothing is handed on of a book without a year or without rows."""
    for chunk in source.chunks:
        findings.add(chunk)
        if not findings.read:
            continue  # only titles and empty rows so far, in the last chunk of the book
        if findings.year_missing and findings.read == findings.refused:
            raise BookProblem("year_missing")
        yield chunk
    if not findings.read:
        raise BookProblem("no_rows")


def _begin(
    data: bytes,
    source: Source,
    file_name: str,
    year: int | None,
    venue: Venue,
    by: Any,
    choices: Choices,
    corrected: Logbook | None,
) -> Logbook:
    return new_logbook(
        data,
        venue=venue,
        file_name=file_name,
        year=year,
        by=by,
        status=LogbookStatus.IMPORTING,
        confirmed_by=by,
        corrects=corrected,
        choices=replace(choices, text=choices.text or source.layout.text).to_json(),
        layout=source.layout.to_json(),
        scanned_of=source.rows,
        scanned=source.rows,
        started_at=timezone.now(),
        heartbeat_at=timezone.now(),
    )


def _fail(logbook: Logbook | None, problem: BookProblem) -> None:
    if logbook is None:
        return
    books: QuerySet[Logbook] = Logbook.objects.filter(pk=logbook.pk)
    books.update(
        status=LogbookStatus.FAILED,
        problem=problem.code,
        problem_params=problem.params,
        finished_at=timezone.now(),
    )
    BookFiles(logbook.pk).drop_chunks()
