"""The dates of a sheet as they stand in it: in a column, in rows of their own, in titles."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.dates import DateContext, parse_date
from plugins.declarations.logbooks.understanding.layout import SheetLayout
from plugins.declarations.logbooks.understanding.moments import parse_moment
from plugins.declarations.logbooks.understanding.periods import Period
from plugins.declarations.logbooks.understanding.text import Cell, is_blank, plain

ANY_YEAR = DateContext(periods=(Period(months=(1,), years=(2000,)),))  # with a 29 February
_DAY = re.compile(r"\bngay\s*\d.*")
_DOTTED_DAY = re.compile(r"\d{1,2}\.\d{1,2}")


class SeenDates:
    """The different dates of a sheet: those of its date column, or else of its day rows."""

    def __init__(self, layout: SheetLayout) -> None:
        self.at = layout.index_of(Column.DATE)
        telling = (layout.index_of(Column.NAME), layout.index_of(Column.TIME_IN))
        self.telling = [at for at in telling if at is not None]
        self.dated = self.at is not None
        holding = {Column.DATE_OUT} if self.dated else {Column.DATE_OUT, Column.TIME_IN}
        self.others = [found.index for found in layout.columns if found.column in holding]
        headings = [f.heading for f in layout.columns if f.column in {Column.DATE, *holding}]
        self.heading = " ".join(headings)
        self.cells: dict[Cell, None] = {}
        self.filled = self.blank = 0

    def see(self, row: Sequence[Cell]) -> None:
        """Look at one row below the headings."""
        is_visit = True
        for at in self.telling:  # a loop: this is done for every row of a book
            cell = row[at]
            if cell == "" or (type(cell) is str and cell.isspace()):
                is_visit = False
                break
        for at in self.others:
            if row[at] != "":
                self.cells.setdefault(row[at])
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


def own_years(texts: Iterable[Cell], layout: SheetLayout, today: date) -> Period:
    """The one year that dates of the column are written with: it holds for the others.

    A single date's year, mistyped perhaps, must not spread over the whole book.
    """
    bare = DateContext(layout.date_order, today=today)
    any_year = replace(ANY_YEAR, order=layout.date_order)
    cells = [cell for cell in texts if not is_time(cell)]
    whole = [parse_date(cell, bare, loose=False).day for cell in cells]
    counts = Counter(found.year for found in whole if found)
    dates = sum(parse_date(cell, any_year, loose=False).day is not None for cell in cells)
    if len(counts) != 1:
        return Period()
    ((year, count),) = counts.items()
    return Period(years=(year,)) if count > 1 or 2 * count >= dates else Period()


def any_time(texts: Iterable[Cell], layout: SheetLayout) -> bool:
    anything = replace(ANY_YEAR, order=layout.date_order)
    return any(parse_moment(cell, anything, of_day=True).minutes is not None for cell in texts)


def is_time(cell: Cell) -> bool:
    return isinstance(cell, time | timedelta | bool)


def title_day(titles: Sequence[str], name: str) -> str:
    """The day that the sheet's name or a title above names, for books of a single day."""
    if (name.strip().isdigit() and 1 <= int(name) <= 31) or _DOTTED_DAY.fullmatch(name.strip()):
        return f"ngày {name.strip()}"
    for text in [name.replace("_", "-"), *reversed(titles)]:
        text = plain(text)
        if " den " in text or "tu ngay" in text:
            continue  # a span of days
        day = _DAY.search(text)
        if parse_date(day[0] if day else text, ANY_YEAR, loose=bool(day)).day:
            return day[0] if day else text
    return ""
