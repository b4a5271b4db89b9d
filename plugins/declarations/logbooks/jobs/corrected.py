"""A result workbook that comes back: which book it corrects, and what of it is settled.

Rows that its first column says are in, known or set aside need nothing any more, as long as the
book that they are of is still in; otherwise they are rows like all others.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from plugins.declarations.logbooks.jobs.source import Chunk, Source
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.layout import BookLayout
from plugins.declarations.logbooks.writing.result import safe_name

_DIGITS = 32  # of an id in hex


def corrected_book(layout: BookLayout, venue_id: int, besides: UUID | None) -> Logbook | None:
    """The imported book whose result workbook this is; one of the same venue only."""
    first = layout.result_of
    if not first:
        return None
    span = (UUID(first.ljust(_DIGITS, "0")), UUID(first.ljust(_DIGITS, "f")))
    books = Logbook.objects.filter(pk__range=span, venue_id=venue_id, status=LogbookStatus.DONE)
    return (books.exclude(pk=besides) if besides else books).first()


def take_after(logbook: Logbook, corrected: Logbook, layout: BookLayout) -> bool:
    """Have the book read as the one that it corrects was: with its year and its editor's choices.

    False if there is nothing to take over, or the editor has chosen anew.
    """
    year = logbook.year or corrected.year
    choices = logbook.choices or _moved(corrected, layout).to_json()
    if choices == Choices().to_json():
        choices = {}
    if (year, choices) == (logbook.year, logbook.choices):
        return False
    logbook.year, logbook.choices = year, choices
    return True


def opened(source: Source, venue_id: int) -> tuple[Source, Logbook | None]:
    """A book being read, with its settled rows or without; and the one that it corrects."""
    corrected = corrected_book(source.layout, venue_id, None)
    if corrected is None:
        source = replace(source, chunks=unsettled(source.chunks))
    return source, corrected


def unsettled(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Chunks in which the rows marked as settled are rows like all others."""
    for chunk in chunks:
        yield _with_marked(chunk) if chunk.marked else chunk


def _with_marked(chunk: Chunk) -> Chunk:
    entries = sorted([*chunk.entries, *chunk.marked], key=lambda entry: (entry[0], entry[1]))
    line = json.dumps({**json.loads(chunk.line), "entries": entries, "marked": []})
    return replace(chunk, entries=entries, marked=[], line=line.encode())


def _moved(corrected: Logbook, layout: BookLayout) -> Choices:
    """The choices for a book, for its result workbook: our column stands in front, and hidden
    sheets are not there.
    """
    choices = Choices.from_json(corrected.choices)
    before = BookLayout.from_json(corrected.layout or {"kind": ""})
    names = {safe_name(sheet.name): sheet.number for sheet in before.sheets}
    sheets = {}
    for sheet in layout.sheets:
        chosen = choices.sheets.get(names.get(sheet.name, 0))
        if chosen is not None:
            columns = {at + 1: column for at, column in chosen.columns.items()}
            sheets[sheet.number] = SheetChoices(chosen.header_row, columns, chosen.left_out)
    # The result workbook is written in Unicode.
    return Choices(date_order=choices.date_order, sheets=sheets)
