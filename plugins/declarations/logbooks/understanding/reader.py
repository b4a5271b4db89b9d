"""From the rows of one sheet, in order, to entries, refused rows and rows that are no visits."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from plugins.declarations.logbooks.understanding.columns import JOINED, Column
from plugins.declarations.logbooks.understanding.dates import DateContext
from plugins.declarations.logbooks.understanding.entries import (
    Entry,
    Fault,
    Ignored,
    Refused,
    Repair,
)
from plugins.declarations.logbooks.understanding.example import is_example
from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.understanding.moments import Moment, parse_moment
from plugins.declarations.logbooks.understanding.numbers_in_names import take_number
from plugins.declarations.logbooks.understanding.other_rows import DayRow, RowKinds
from plugins.declarations.logbooks.understanding.periods import Period, read_period
from plugins.declarations.logbooks.understanding.phone_cells import NUMBER_IN_NAME
from plugins.declarations.logbooks.understanding.resource import LogbookResource
from plugins.declarations.logbooks.understanding.stays import StayFault, stay
from plugins.declarations.logbooks.understanding.text import Cell, as_text
from plugins.declarations.logbooks.understanding.widgets import CellFault

Outcome = Entry | Refused | Ignored | None
_NO_MOMENT = Moment()
_DAYS = frozenset({Column.DATE, Column.DATE_OUT})
_MOMENTS = _DAYS | {Column.TIME_IN, Column.TIME_OUT}
_DITTO = frozenset(
    {'"', "''", "”", "“", "〃", "//", ",,", '" "', "nt", "NT", "Nt", "-nt-", "như trên", "Như trên"}
)
SHOWN = 60  # characters of a cell that was put right
_DETAILS = (Column.ADDRESS, Column.BIRTH, Column.NOTES)


def _as_capitals(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Names in small letters alone as capitals: so their font showed them (see layout)."""

    def read_name(cell: Any) -> Any:
        name, repairs = read(cell)
        return name.upper() if name and name.islower() else name, repairs

    return read_name


class SheetReader:
    """Reads the rows below the headings one after the other; remembers the day they are of."""

    def __init__(
        self,
        sheet: SheetLayout,
        book: BookLayout,
        zone: ZoneInfo,
        today: date,
        merged_down: Container[int] = (),
    ) -> None:
        """``merged_down``: numbers of rows whose date cell is merged with the one above."""
        self.sheet = sheet
        self.merged_down = merged_down
        self.zone = zone
        self.resource = LogbookResource()
        self.context = DateContext(
            sheet.date_order,
            book.periods_for(sheet),
            today,
            usual_day=date.fromisoformat(sheet.usual_day) if sheet.usual_day else None,
            decimals=sheet.decimals,
            swapped=sheet.swapped_cells,
        )
        self._periods = self.context.periods
        self.resource.use(self.context)
        self.kinds = RowKinds(sheet)
        self.day: date | None = None
        self.day_fault: str | None = None  # the day row or date above could not be read
        self._starts: dict[date, int] = {}
        # Where a day or a time stands, and whether of days.
        self._moments = {f.index: f.column in _DAYS for f in sheet.columns if f.column in _MOMENTS}
        self._cleaners = self._bind(capitals=book.capitals)
        self._date_index = sheet.index_of(Column.DATE)
        self._date_above: Cell = ""
        self._above: Sequence[Cell] = ()  # the last row that was meant as a visit
        if sheet.title_day:
            self._take_day(self.kinds.day_of(sheet.title_day, self.context))

    def _bind(self, *, capitals: bool) -> list[tuple[Column, int, Callable[[Any], Any]]]:
        bound: list[tuple[Column, int, Callable[[Any], Any]]] = []
        for found in self.sheet.columns:
            widget = self.resource.widget(found.column)
            if widget is not None:
                of_name = found.column in {Column.NAME, Column.FAMILY_NAME}
                read = _as_capitals(widget.read) if capitals and of_name else widget.read
                bound.append((found.column, found.index, read))
        return bound

    def read_all(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Outcome]:
        """Outcomes of numbered rows (from 1), which begin below the headings."""
        for number, cells in rows:
            yield self.read(number, cells)

    def read(self, number: int, cells: Sequence[Cell]) -> Outcome:
        """What comes of one row; None for an empty one."""
        if not _DITTO.isdisjoint(cells):
            return self._read_as_above(number, cells)
        outcome = self._read_day(number, cells)
        if isinstance(outcome, Entry | Refused):
            self._above = cells
        return outcome

    def _read_as_above(self, number: int, cells: Sequence[Cell]) -> Outcome:
        """A row with ditto marks: each stands for the cell above it. The date is filled later."""
        filled, marked = [*cells], []
        for column, index, _clean in self._cleaners:
            if cells[index] in _DITTO and column != Column.DATE and index < len(self._above):
                filled[index] = self._above[index]
                marked.append((column.value, "as_above", as_text(cells[index])))
        outcome = self._read_day(number, filled)
        if isinstance(outcome, Entry | Refused):
            self._above = filled
        if isinstance(outcome, Entry):
            outcome.repairs.extend(marked)
        return outcome

    def _read_day(self, number: int, cells: Sequence[Cell]) -> Outcome:
        at = self._date_index
        if at is None:
            return self._read(number, cells, cells)
        shown: Sequence[Cell] = cells
        if self._is_as_above(number, cells[at]):
            shown = [*cells]
            shown[at] = self._date_above
        outcome = self._read(number, cells, shown)
        if isinstance(outcome, Entry | Refused):
            self._date_above = shown[at]
        return outcome

    def _is_as_above(self, number: int, date_cell: Cell) -> bool:
        if date_cell == "":
            return self.sheet.fill_down or number in self.merged_down
        return isinstance(date_cell, str) and date_cell.strip() in _DITTO

    def _read(self, number: int, cells: Sequence[Cell], shown: Sequence[Cell]) -> Outcome:
        """``shown`` are the cells with the date filled in; ``cells`` as they are in the book."""
        values: dict[Column, Any] = {}
        faults: list[Fault] = []
        repairs: list[Repair] = []
        for column, index, clean in self._cleaners:
            try:
                value, repaired = clean(shown[index])
            except CellFault as fault:
                faults.append(Fault(column, str(fault)))
                continue
            if repaired:
                before = as_text(shown[index])[:SHOWN]
                repairs.extend((column.value, code, before) for code in repaired)
            if column in JOINED and values.get(column):
                value = f"{values[column]}, {value}" if value else values[column]
            values[column] = value
        if any(code == NUMBER_IN_NAME for _column, code, _cell in repairs):
            take_number(values)
        if shown is not cells and values.get(Column.DATE):
            # The day holds for this row too, a time that stands beside it does not.
            values[Column.DATE] = replace(values[Column.DATE], minutes=None, until=None)
        moment = values.get(Column.TIME_IN) or values.get(Column.DATE)
        if faults or not moment or not values.get(Column.NAME):
            return self._odd(number, cells, values, faults)
        return self._entry(number, cells, values, repairs)

    def _entry(
        self,
        number: int,
        cells: Sequence[Cell],
        values: dict[Column, Any],
        repairs: list[Repair],
    ) -> Outcome:
        if is_example(values):
            return Ignored(self.sheet.number, number, "example", self.kinds.text(cells))
        day, day_fault = self._day_of(values)
        try:
            if day is None:
                raise StayFault(Column.DATE, day_fault or "date_missing")
            first, last, past_midnight = stay(day, values)
        except StayFault as fault:
            return self._odd(number, cells, values, [Fault(fault.column, fault.code)])
        if past_midnight:
            at = self.sheet.index_of(Column.TIME_OUT)
            before = as_text(cells[at])[:SHOWN] if at is not None else ""
            repairs.append((Column.TIME_OUT.value, "past_midnight", before))
        name = values[Column.NAME]
        if family := values.get(Column.FAMILY_NAME):
            name = f"{family} {name}"
        return Entry(
            self.sheet.number,
            number,
            name,
            values.get(Column.PHONE),
            values.get(Column.ID),
            self._seconds(*first),
            self._seconds(*last) if last else None,
            {column: text for column in _DETAILS if (text := values.get(column))},
            repairs,
        )

    def _odd(
        self,
        number: int,
        cells: Sequence[Cell],
        values: dict[Column, Any],
        faults: list[Fault],
    ) -> Outcome:
        """A row without all that a visit needs: refused if it is meant as one."""
        kind = self.kinds.of(cells, self.context)
        if kind is None:
            return None
        if isinstance(kind, DayRow):
            self._take_day(kind)
            return Ignored(self.sheet.number, number, "day", self.kinds.text(cells))
        if kind == "title":
            self._take_period(self.kinds.text(cells))
        if kind != "visit":
            return Ignored(self.sheet.number, number, kind, self.kinds.text(cells))
        day, _fault = self._day_of(values)
        return Refused(
            self.sheet.number,
            number,
            faults + self._missing(values, faults),
            [self._text(at, cell)[:500] for at, cell in enumerate(cells[: self.kinds.width])],
            day.isoformat() if day else "",
        )

    def _text(self, at: int, cell: Cell) -> str:
        """A cell as a text that, read again in this sheet, means the same: half a day is 12:00."""
        if at not in self._moments or isinstance(cell, str | bool):
            return as_text(cell)
        of_day, text = self._moments[at], as_text(cell)
        moment = parse_moment(cell, self.context, of_day=of_day)
        if moment.problem or parse_moment(text, self.context, of_day=of_day) == moment:
            return text
        return moment.written(self.sheet.date_order)

    def _missing(self, values: dict[Column, Any], faults: list[Fault]) -> list[Fault]:
        faulty = {fault.column for fault in faults}
        missing = []
        if not values.get(Column.NAME) and Column.NAME not in faulty:
            missing.append(Fault(Column.NAME, "name_empty"))
        moments = [values.get(column) or _NO_MOMENT for column in (Column.TIME_IN, Column.DATE)]
        if all(moment.minutes is None for moment in moments) and Column.TIME_IN not in faulty:
            missing.append(Fault(Column.TIME_IN, "time_missing"))
        if Column.DATE not in faulty:
            day, day_fault = self._day_of(values)
            if day is None:
                missing.append(Fault(Column.DATE, day_fault or "date_missing"))
        return missing

    def _day_of(self, values: dict[Column, Any]) -> tuple[date | None, str | None]:
        """The day of a row, or None with the code of why there is none."""
        own = (values.get(Column.TIME_IN) or _NO_MOMENT).day
        own = own or (values.get(Column.DATE) or _NO_MOMENT).day
        return (own, None) if own else (self.day, self.day_fault)

    def _take_day(self, row: DayRow) -> None:
        self.day, self.day_fault = row.day, row.problem
        self._date_above = ""
        if row.day and DateContext(periods=self._periods).month is None:
            # "Ngày 6" below "Ngày 5/7/2021" is of the same month, where no title says otherwise.
            month = (row.day.month, row.day.year)
            known = Period(month_years=(month,), years=(row.day.year,))
            self.context = replace(self.context, periods=(*self._periods, known))
            self.resource.use(self.context)

    def _take_period(self, text: str) -> None:
        """A title in mid-sheet, "Tháng 8 năm 2021", holds for what follows."""
        period = read_period(text)
        if period:
            self._periods = (period, *self._periods)
            self.context = replace(self.context, periods=self._periods)
            self.resource.use(self.context)

    def _seconds(self, day: date, minutes: int) -> int:
        start = self._starts.get(day)
        if start is None:
            midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
            start = self._starts[day] = int(midnight.timestamp())
        return start + minutes * 60
