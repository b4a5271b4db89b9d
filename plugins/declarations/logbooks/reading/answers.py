"""What the reading process answers: a book's layout and entries, or its rows as they stand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from plugins.declarations.logbooks.reading.fonts import font_names
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.sheets import OpenBook
from plugins.declarations.logbooks.reading.shown_rows import samples, titles, tops
from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.entries import Entry, Ignored, Refused
from plugins.declarations.logbooks.understanding.layout import BookLayout
from plugins.declarations.logbooks.understanding.legacy.converting import in_unicode
from plugins.declarations.logbooks.understanding.legacy.evidence import UNICODE
from plugins.declarations.logbooks.understanding.legacy.recognise import BookText, recognise
from plugins.declarations.logbooks.understanding.outcomes import is_set_aside, is_settled
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.reader import Outcome, SheetReader
from plugins.declarations.logbooks.understanding.survey import survey

Frame = dict[str, Any]
_FIRST_CHUNK = 200  # rows; small, so that the first faults show while the rest is still read


def answer(request: Frame, file: BinaryIO) -> Iterator[Frame]:
    """The frames for one request; see `process.Request` for its keys. Raises BookProblem."""
    data = file.read()
    book = OpenBook(data, file)
    text = recognise(book.sheets, font_names(data, book.kind), request["choices"].get("text", ""))
    sheets = in_unicode(book.sheets, text.code, text.others)
    if request["mode"] == "cells":
        return _cells(sheets, request["chunk_rows"])
    return _entries(book, sheets, text, request)


def _entries(
    book: OpenBook, sheets: list[RawSheet], text: BookText, request: Frame
) -> Iterator[Frame]:
    """The layout with texts to compare it with, also where no sheet can be read: its editor may
    know better. Then the rows.
    """
    layout = _layout(book, sheets, text, request)
    raw = {sheet.number: sheet for sheet in sheets}
    yield {
        "layout": layout.to_json(),
        "rows": sum(book.rows_in(sheet.number) for sheet in layout.sheets),
        "samples": {str(s.number): samples(raw[s.number], s) for s in layout.sheets},
        "conversions": text.conversions or book.conversions,
        "tops": tops(sheets, layout),
        "titles": [text for s in layout.sheets for text in titles(raw[s.number], s)],
    }
    if not layout.sheets:
        raise _nothing_to_read(layout)
    zone, today = ZoneInfo(request["zone"]), date.fromisoformat(request["today"])
    chunk, before = Chunk(), 0
    enough = min(_FIRST_CHUNK, request["chunk_rows"])
    for sheet in layout.sheets:
        at = sheet.index_of(Column.DATE)
        merged = raw[sheet.number].merged_down(at) if at is not None else frozenset[int]()
        reader = SheetReader(sheet, layout, zone, today, merged)
        number, result_at = 0, sheet.index_of(Column.OUTCOME)
        rows = enumerate(raw[sheet.number].rows(), start=1)
        for number, cells in islice(rows, sheet.first_row, None):
            if cells.count("") == len(cells):  # there may be a million of them
                continue
            outcome = reader.read(number, cells)
            if outcome is None:
                continue
            if result_at is not None and is_settled(cells[result_at]):
                chunk.add_marked(outcome, aside=is_set_aside(cells[result_at]))
                continue
            chunk.add(outcome)
            if chunk.rows >= enough:
                yield chunk.frame(before + number)
                chunk, enough = Chunk(), request["chunk_rows"]
        before += number
    yield chunk.frame(before)


def _layout(book: OpenBook, sheets: list[RawSheet], text: BookText, request: Frame) -> BookLayout:
    """What the book itself shows, and the editor's choices."""
    layout = survey(
        sheets,
        kind=book.kind,
        encoding=book.encoding,
        file_name=request["file_name"],
        year=request["year"],
        today=date.fromisoformat(request["today"]),
        choices=Choices.from_json(request["choices"]),
    )
    if text.code == UNICODE:
        return layout
    return replace(layout, text=text.code, text_certain=text.certain, capitals=text.capitals)


class Chunk:
    """Outcomes of rows that are written together; lists, since they become JSON."""

    def __init__(self) -> None:
        self.entries: list[list[Any]] = []
        self.marked: list[list[Any]] = []
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

    def add_marked(self, outcome: Outcome, *, aside: bool) -> None:
        """Put in a row that our result workbook marks as settled: imported, known or set aside.

        What was imported or known had no faults: with one it is a row like all others.
        """
        if isinstance(outcome, Entry):
            self.marked.append(outcome.to_list())
        elif isinstance(outcome, Refused) and aside:
            text = " | ".join(filter(None, outcome.cells))[:200]
            self.ignored.append([outcome.sheet, outcome.row, "set_aside", text])
        else:
            self.add(outcome)

    @property
    def rows(self) -> int:
        """How many rows that count are in it."""
        return len(self.entries) + len(self.refused) + len(self.marked)

    def frame(self, scanned: int) -> Frame:
        """For the pipe; ``scanned`` rows of the book have been looked at."""
        return {
            "entries": self.entries,
            "marked": self.marked,
            "refused": self.refused,
            "ignored": self.ignored,
            "scanned": scanned,
        }


def _nothing_to_read(layout: BookLayout) -> BookProblem:
    """The clearest of the reasons why no sheet can be read."""
    shown = [sheet for sheet in layout.left_out if sheet.why != "hidden"]
    for sheet in shown:
        if sheet.why == "missing_columns":
            return BookProblem("missing_columns", columns=[str(c) for c in sheet.missing])
    if any(sheet.why == "no_header" for sheet in shown):
        return BookProblem("no_header")
    return BookProblem("only_hidden" if layout.left_out and not shown else "empty")


def _cells(sheets: list[RawSheet], chunk_rows: int) -> Iterator[Frame]:
    """Every row of every visible sheet as it stands, in Unicode, for the result workbook."""
    for sheet in sheets:
        if sheet.hidden:
            continue
        rows = enumerate(sheet.rows(), start=1)
        while chunk := list(islice(rows, chunk_rows)):
            yield {"sheet": sheet.number, "name": sheet.name, "cells": chunk}
