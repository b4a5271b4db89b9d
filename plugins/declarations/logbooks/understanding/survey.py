"""Looks through a whole book once and lays down how it is to be read."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import islice

from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.dates import DateContext, parse_date
from plugins.declarations.logbooks.understanding.header import find_header
from plugins.declarations.logbooks.understanding.headings import recognise
from plugins.declarations.logbooks.understanding.layout import (
    HEADER_WITHIN,
    BookLayout,
    LeftOut,
    SheetLayout,
)
from plugins.declarations.logbooks.understanding.moments import parse_moment
from plugins.declarations.logbooks.understanding.orders import Orders
from plugins.declarations.logbooks.understanding.periods import Period, merge, read_period
from plugins.declarations.logbooks.understanding.text import Cell, as_text, is_blank, plain

# From this share of empty cells on, a date column is one where each day is written once.
FILL_DOWN_FROM = 0.5
_MAY_BE_DATES = (None, Column.TIME_IN)
_NO_CHOICES = Choices()
_LOOKED_AT = 20  # rows that tell what a column holds
_ANY_YEAR = DateContext(periods=(Period(months=(1,), years=(2000,)),))  # with a 29 February
_DAY = re.compile(r"\bngay\s*\d.*")


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as a reader opens it. ``rows`` can be called again for another pass.

    ``merged_down`` gives, for a column, the numbers of rows merged with the one above.
    """

    number: int
    name: str
    hidden: bool
    rows: Callable[[], Iterable[Sequence[Cell]]]
    merged_down: Callable[[int], frozenset[int]]


def survey(
    sheets: Iterable[RawSheet],
    *,
    kind: str,
    encoding: str,
    file_name: str,
    year: int | None,
    today: date,
    choices: Choices = _NO_CHOICES,
) -> BookLayout:
    """The layout of a book. ``year`` is what the editor says it is of, if not in the book."""
    found: list[SheetLayout] = []
    left_out: list[LeftOut] = []
    for sheet in sheets:
        layout = survey_sheet(sheet, today)
        if isinstance(layout, SheetLayout):
            found.append(layout)
        else:
            left_out.append(layout)
    stem = file_name.rpartition(".")[0] or file_name
    return BookLayout(
        kind,
        tuple(found),
        tuple(left_out),
        encoding,
        given_year=year,
        file_period=read_period(stem),
    )


def survey_sheet(sheet: RawSheet, today: date) -> SheetLayout | LeftOut:
    """The layout of one sheet, or why it is left out."""
    if sheet.hidden:
        return LeftOut(sheet.number, sheet.name, "hidden")
    top: list[Sequence[Cell]] = []
    for row in sheet.rows():
        top.append(row)
        if len(top) > HEADER_WITHIN + 1:
            break
    header = find_header(top)
    if header is None:
        empty = all(is_blank(cell) for row in top for cell in row)
        return LeftOut(sheet.number, sheet.name, "empty" if empty else "no_header")
    if header.missing:
        return LeftOut(sheet.number, sheet.name, "missing_columns", header.missing)
    titles = [as_text(c) for row in top[: header.row] for c in row if not is_blank(c)]
    layout = SheetLayout(
        sheet.number,
        sheet.name,
        header.row + 1,
        header.rows,
        header.columns,
        period=merge(map(read_period, [*titles, sheet.name])),
    )
    if not layout.has(Column.DATE):
        layout = _with_date_column(sheet, layout)
    if not layout.has(Column.DATE):
        layout = replace(layout, title_day=_title_day(titles, sheet.name))
    return _with_dates(sheet, layout, today)


def _with_date_column(sheet: RawSheet, layout: SheetLayout) -> SheetLayout:
    """A column of nothing but dates, whose heading does not say that they are others' dates.

    As in "Thời gian | Vào | Ra"; "Ngày cấp" is understood and stays out.
    """
    first = layout.header_row - 1 + layout.header_rows
    rows = list(islice(sheet.rows(), first, first + _LOOKED_AT))
    for found in layout.columns:
        cells = [row[found.index] for row in rows if not is_blank(row[found.index])]
        open_to_it = found.column == Column.OTHER and recognise(found.heading) in _MAY_BE_DATES
        if open_to_it and cells and all(map(_is_date, cells)):
            dated = replace(found, column=Column.DATE)
            columns = tuple(dated if each is found else each for each in layout.columns)
            return replace(layout, columns=columns)
    return layout


def _is_date(cell: Cell) -> bool:
    if _is_time(cell) or isinstance(cell, int | float):
        return False
    moment = parse_moment(cell, _ANY_YEAR, of_day=True)
    return moment.day is not None and moment.minutes is None


def _with_dates(sheet: RawSheet, layout: SheetLayout, today: date) -> SheetLayout | LeftOut:
    """What only all rows together tell: the order of day and month, gaps, years."""
    seen = _Dates(layout)
    below = islice(sheet.rows(), layout.header_row - 1 + layout.header_rows, None)
    for row in below:
        seen.see(row)
    orders = Orders()
    for cell in seen.cells:
        orders.see(cell)
    layout = replace(
        layout,
        date_order=orders.order,
        order_certain=orders.certain,
        fill_down=seen.dated and seen.gaps >= FILL_DOWN_FROM,
    )
    if not layout.period.years:
        layout = replace(
            layout, period=merge([layout.period, _own_years(seen.cells, layout, today)])
        )
    if seen.dated and not layout.has(Column.TIME_IN) and not _any_time(seen.cells, layout):
        return LeftOut(sheet.number, sheet.name, "missing_columns", (Column.TIME_IN,))
    return layout


class _Dates:
    """The different dates of a sheet: those of its date column, or else of its day rows."""

    def __init__(self, layout: SheetLayout) -> None:
        self.at = layout.index_of(Column.DATE)
        telling = (layout.index_of(Column.NAME), layout.index_of(Column.TIME_IN))
        self.telling = [at for at in telling if at is not None]
        self.dated = self.at is not None
        self.cells: dict[Cell, None] = {}
        self.filled = self.blank = 0

    def see(self, row: Sequence[Cell]) -> None:
        """Look at one row below the headings."""
        is_visit = not any(is_blank(row[at]) for at in self.telling)
        if self.at is None:
            if not is_visit or sum(not is_blank(cell) for cell in row) == 1:
                cell = next((cell for cell in row if not is_blank(cell)), "")
                self.cells.setdefault(cell)
        elif not is_blank(row[self.at]):
            self.filled += is_visit
            self.cells.setdefault(row[self.at])
        else:
            self.blank += is_visit

    @property
    def gaps(self) -> float:
        """The share of visits without a date; 0 where no row has one."""
        return self.blank / (self.filled + self.blank) if self.filled else 0.0


def _own_years(texts: Iterable[Cell], layout: SheetLayout, today: date) -> Period:
    """The one year that dates of the column are written with: it holds for the others.

    A single date's year, mistyped perhaps, must not spread over the whole book.
    """
    bare = DateContext(layout.date_order, today=today)
    any_year = replace(_ANY_YEAR, order=layout.date_order)
    cells = [cell for cell in texts if not _is_time(cell)]
    whole = [parse_date(cell, bare, loose=False).day for cell in cells]
    counts = Counter(found.year for found in whole if found)
    dates = sum(parse_date(cell, any_year, loose=False).day is not None for cell in cells)
    if len(counts) != 1:
        return Period()
    ((year, count),) = counts.items()
    return Period(years=(year,)) if count > 1 or 2 * count >= dates else Period()


def _any_time(texts: Iterable[Cell], layout: SheetLayout) -> bool:
    anything = replace(_ANY_YEAR, order=layout.date_order)
    return any(parse_moment(cell, anything, of_day=True).minutes is not None for cell in texts)


def _is_time(cell: Cell) -> bool:
    return isinstance(cell, time | timedelta | bool)


def _title_day(titles: Sequence[str], name: str) -> str:
    """The day that the sheet's name or a title above names, for books of a single day."""
    if name.strip().isdigit() and 1 <= int(name) <= 31:
        return f"ngày {name}"
    for text in [name, *reversed(titles)]:
        text = plain(text)
        if " den " in text or "tu ngay" in text:
            continue  # a span of days
        day = _DAY.search(text)
        if parse_date(day[0] if day else text, _ANY_YEAR, loose=bool(day)).day:
            return day[0] if day else text
    return ""
