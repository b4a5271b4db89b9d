"""Reads a single row again after an editor changed its cells: by the same rules as the book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.dates import DateContext, parse_date
from plugins.declarations.logbooks.understanding.entries import Entry, Fault, Refused
from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.understanding.other_rows import DayRow, RowKinds
from plugins.declarations.logbooks.understanding.reader import SheetReader
from plugins.declarations.logbooks.understanding.text import Cell
from plugins.declarations.logbooks.understanding.widgets import CellFault

_UNREADABLE = Fault(Column.NAME, "name_empty")
# Where a sheet has no column for it, a time stands in that of another.
_ELSE_IN = {Column.TIME_OUT: Column.TIME_IN, Column.TIME_IN: Column.DATE}


@dataclass(frozen=True, slots=True)
class RowTexts:
    """A row as an editor sees it. ``day`` is used where the sheet has no column of dates."""

    cells: Sequence[str]
    day: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is sealed with a row, opened; see jobs.rows.texts_of."""

    cells: Sequence[str]
    day: str = ""  # ISO
    faults: Sequence[Sequence[str]] = field(default=())  # as the book was first read

    @classmethod
    def of(cls, texts: Mapping[str, Any], faults: Sequence[Sequence[str]]) -> "Kept":
        """From texts_of and LogbookRow.faults; those of before the mending, if it has begun."""
        return cls(texts.get("cells", ()), texts.get("day", ""), texts.get("faults", faults))


class _Visits(RowKinds):
    """An editor who fills in a row means a visit, however little stands in it."""

    def of(self, cells: Sequence[Cell], context: DateContext) -> DayRow | str | None:
        """Always a visit."""
        return "visit"


class RowReader:
    """Reads rows of one sheet, each for itself: a row does not change how another is read."""

    def __init__(self, sheet: SheetLayout, book: BookLayout, zone: ZoneInfo, today: date) -> None:
        self.sheet = sheet
        self._book, self._zone, self._today = book, zone, today
        self.context = DateContext(sheet.date_order, book.periods_for(sheet), today)
        self.width = max((found.index for found in sheet.columns), default=0) + 1
        self.date_at = sheet.index_of(Column.DATE)

    def shown(self, kept: Kept) -> RowTexts:
        """The row of the book, with its day where that stood in another row or a title.

        A date whose meaning came from elsewhere ("5" below "Tháng 8") is written out, so that it
        means the same when the row is read again by itself.
        """
        cells = self._filled(kept.cells)
        day = self.written(date.fromisoformat(kept.day)) if kept.day else ""
        at = self.date_at
        if at is None:
            return RowTexts(tuple(cells), "" if self._own_day(cells) else day)
        if day and not any(fault[0] == Column.DATE for fault in kept.faults):
            cells[at] = self._written_out(cells[at], date.fromisoformat(kept.day))
        return RowTexts(tuple(cells))

    def read(self, number: int, texts: RowTexts) -> Entry | list[Fault]:
        """The visit that the row tells of, or why it does not."""
        reader = self._reader()
        reader.kinds = _Visits(self.sheet)
        reader.day, reader.day_fault = None, None
        if self.date_at is None and texts.day.strip():
            found = parse_date(texts.day, self.context)
            reader.day, reader.day_fault = found.day, found.problem
        outcome = reader.read(number, self._filled(texts.cells))
        if isinstance(outcome, Entry):
            return outcome
        return outcome.faults if isinstance(outcome, Refused) else [_UNREADABLE]

    def written(self, day: date) -> str:
        """A day as it is written in this sheet."""
        return day.strftime("%m/%d/%Y" if self.sheet.date_order == "mdy" else "%d/%m/%Y")

    def place_of(self, column: str) -> int | None:
        """The index of the cell that a fault is to be mended in; None: the day beside the row."""
        wanted: Column | None = Column(column)
        while wanted is not None:
            at = self.sheet.index_of(wanted)
            if at is not None:
                return at
            wanted = _ELSE_IN.get(wanted)
        return None

    def _written_out(self, cell: str, day: date) -> str:
        found = self._moment(cell, Column.DATE)
        if found is not None and found.day == day:
            return cell
        clock = found.minutes if found is not None else None
        time = f" {clock // 60:02d}:{clock % 60:02d}" if clock is not None else ""
        return self.written(day) + time

    def _own_day(self, cells: Sequence[str]) -> bool:
        """Whether the column of times holds the day as well."""
        at = self.sheet.index_of(Column.TIME_IN)
        found = self._moment(cells[at], Column.TIME_IN) if at is not None else None
        return found is not None and found.day is not None

    def _moment(self, cell: str, column: Column) -> Any:
        reader = self._reader()
        widget = reader.resource.widget(column)
        try:
            return widget.read(cell)[0] if widget else None
        except CellFault:
            return None

    def _reader(self) -> SheetReader:
        return SheetReader(self.sheet, self._book, self._zone, self._today)

    def _filled(self, cells: Sequence[str]) -> list[Any]:
        return [*cells[: self.width], *[""] * (self.width - len(cells))]
