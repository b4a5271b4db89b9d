"""What the reading process answers: a book's layout and entries, or its rows as they stand."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.sheets import OpenBook
from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.entries import Entry, Ignored, Refused
from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.understanding.reader import Outcome, SheetReader
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.survey import survey
from plugins.declarations.logbooks.understanding.text import as_text, is_blank

SAMPLES = 3
_SAMPLED_ROWS = 50

Frame = dict[str, Any]


def answer(request: Frame, data: bytes) -> Iterator[Frame]:
    """The frames for one request; see `process.Request` for its keys. Raises BookProblem."""
    book = OpenBook(data)
    if request["mode"] == "cells":
        return _cells(book, request["chunk_rows"])
    return _entries(book, request)


def _entries(book: OpenBook, request: Frame) -> Iterator[Frame]:
    layout = _layout(book, request)
    if not layout.sheets:
        raise _nothing_to_read(layout)
    raw = {sheet.number: sheet for sheet in book.sheets}
    yield {
        "layout": layout.to_json(),
        "rows": sum(book.rows_in(sheet.number) for sheet in layout.sheets),
        "samples": {str(s.number): _samples(raw[s.number], s) for s in layout.sheets},
    }
    zone, today = ZoneInfo(request["zone"]), date.fromisoformat(request["today"])
    chunk, before = Chunk(), 0
    for sheet in layout.sheets:
        at = sheet.index_of(Column.DATE)
        merged = raw[sheet.number].merged_down(at) if at is not None else frozenset[int]()
        reader = SheetReader(sheet, layout, zone, today, merged)
        number = 0
        first = sheet.header_row - 1 + sheet.header_rows
        for number, cells in islice(enumerate(raw[sheet.number].rows(), start=1), first, None):
            outcome = reader.read(number, cells)
            if outcome is None:
                continue
            chunk.add(outcome)
            if chunk.rows >= request["chunk_rows"]:
                yield chunk.frame(before + number)
                chunk = Chunk()
        before += number
    yield chunk.frame(before)


def _layout(book: OpenBook, request: Frame) -> BookLayout:
    """What the book itself shows, and the editor's choices."""
    return survey(
        book.sheets,
        kind=book.kind,
        encoding=book.encoding,
        file_name=request["file_name"],
        year=request["year"],
        today=date.fromisoformat(request["today"]),
        choices=Choices.from_json(request["choices"]),
    )


class Chunk:
    """Outcomes of rows that are written together; lists, since they become JSON."""

    def __init__(self) -> None:
        self.entries: list[list[Any]] = []
        self.refused: list[list[Any]] = []
        self.ignored: list[list[Any]] = []

    def add(self, outcome: Outcome) -> None:
        """Put in one row's outcome."""
        if isinstance(outcome, Entry):
            self.entries.append(outcome.to_list())
        elif isinstance(outcome, Refused):
            self.refused.append(outcome.to_list())
        elif isinstance(outcome, Ignored):
            self.ignored.append(outcome.to_list())

    @property
    def rows(self) -> int:
        """How many rows that count are in it."""
        return len(self.entries) + len(self.refused)

    def frame(self, scanned: int) -> Frame:
        """For the pipe; ``scanned`` rows of the book have been looked at."""
        return {
            "entries": self.entries,
            "refused": self.refused,
            "ignored": self.ignored,
            "scanned": scanned,
        }


def _samples(raw: RawSheet, sheet: SheetLayout) -> dict[str, list[str]]:
    """The first texts of each column, for the editor to compare with the heading."""
    first = sheet.header_row - 1 + sheet.header_rows
    samples: dict[str, list[str]] = {str(found.index): [] for found in sheet.columns}
    for cells in islice(raw.rows(), first, first + _SAMPLED_ROWS):
        for found in sheet.columns:
            texts = samples[str(found.index)]
            cell = cells[found.index] if found.index < len(cells) else ""
            if len(texts) < SAMPLES and not is_blank(cell):
                texts.append(as_text(cell)[:60])
    return samples


def _nothing_to_read(layout: BookLayout) -> BookProblem:
    """The clearest of the reasons why no sheet can be read."""
    shown = [sheet for sheet in layout.left_out if sheet.why != "hidden"]
    for sheet in shown:
        if sheet.why == "missing_columns":
            return BookProblem("missing_columns", columns=[str(c) for c in sheet.missing])
    if any(sheet.why == "no_header" for sheet in shown):
        return BookProblem("no_header")
    return BookProblem("only_hidden" if layout.left_out and not shown else "empty")


def _cells(book: OpenBook, chunk_rows: int) -> Iterator[Frame]:
    """Every row of every visible sheet as it stands, for the result workbook."""
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        rows = enumerate(sheet.rows(), start=1)
        while chunk := list(islice(rows, chunk_rows)):
            yield {"sheet": sheet.number, "name": sheet.name, "cells": chunk}
