"""A result workbook that comes back: which book it corrects, and what of it is settled.

Rows that its first column says are in, known or set aside need nothing any more, as long as they
say what the book that they are of has, and that one is still in. Otherwise they are rows like all
others: somebody changed them, or wrote them below the others.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.jobs.source import Chunk, Source
from plugins.declarations.logbooks.jobs.visits import paper_rows
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.layout import BookLayout
from plugins.declarations.logbooks.writing.result import safe_name
from plugins.declarations.models import Visit

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
    """A book being read, with only those rows left as settled that are; and the one that it
    corrects. If there is one, taking a chunk uses the database.
    """
    corrected = corrected_book(source.layout, venue_id, None)
    return replace(source, chunks=parted(source.chunks, corrected)), corrected


def parted(chunks: Iterator[Chunk], corrected: Logbook | None) -> Iterator[Chunk]:
    """Chunks in which the rows marked as settled, but unknown to the book that is corrected, are
    rows like all others; without such a book, all of them.
    """
    held = None if corrected is None else _Held(corrected)
    for chunk in chunks:
        if not chunk.marked:
            yield chunk
            continue
        settled = [False] * len(chunk.marked) if held is None else held.are_in(chunk.marked)
        yield chunk if all(settled) else _without(chunk, settled)


class _Held:
    """What an imported book has: visits of its own, known ones, and rows that became none."""

    def __init__(self, book: Logbook) -> None:
        self.book = book

    def are_in(self, entries: list[list[Any]]) -> list[bool]:
        """Whether the book has each of these entries; two queries."""
        ids = [UUID(row.id) for row in paper_rows(entries, self.book.venue_id)]
        visits = Visit.objects.filter(pk__in=ids, logbook=self.book).order_by()
        known = self.book.rows.filter(outcome=RowOutcome.DUPLICATE, visit_id__in=ids).order_by()
        there = {*visits.values_list("pk", flat=True), *known.values_list("visit_id", flat=True)}
        return [
            visit in there or _content(entry) in self._texts
            for visit, entry in zip(ids, entries, strict=True)
        ]

    @cached_property
    def _texts(self) -> set[int]:
        """Rows that say the same under another visit, or that an editor set aside, by a number."""
        rows = self.book.rows.filter(sealed__isnull=False).exclude(outcome=RowOutcome.REFUSED)
        texts = (texts_of(self.book, row) for row in rows.order_by().iterator(chunk_size=2000))
        return {_content(each["entry"]) for each in texts if "entry" in each}


def _content(entry: list[Any]) -> int:
    """Tells the contents of entries apart: name, phone, ID and time."""
    return hash(tuple(entry[2:6]))


def _without(chunk: Chunk, settled: list[bool]) -> Chunk:
    """The chunk with the marked rows that are not settled among its entries."""
    marked = [row for row, is_so in zip(chunk.marked, settled, strict=True) if is_so]
    others = [row for row, is_so in zip(chunk.marked, settled, strict=True) if not is_so]
    entries = sorted([*chunk.entries, *others], key=lambda entry: (entry[0], entry[1]))
    line = json.dumps({**json.loads(chunk.line), "entries": entries, "marked": marked})
    return replace(chunk, entries=entries, marked=marked, line=line.encode())


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
            # Where there were no headings, the result workbook has some.
            header_row = 1 if chosen.header_row == 0 else chosen.header_row
            sheets[sheet.number] = SheetChoices(header_row, columns, chosen.left_out)
    # The result workbook is written in Unicode.
    return Choices(date_order=choices.date_order, sheets=sheets)
