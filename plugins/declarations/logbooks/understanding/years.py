"""What the years of a sheet's dates show: that they stand first, 21/07/15, or that one is odd."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice

from plugins.declarations.logbooks.understanding.dates import YEAR_FIRST, DateContext, parse_date
from plugins.declarations.logbooks.understanding.periods import Period
from plugins.declarations.logbooks.understanding.text import Cell

_SHORT = re.compile(r"(?<!\d)\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}(?![\d:hg])")
_RECENT = timedelta(days=3 * 366)
_NEARLY_ALL, _HARDLY_ANY = 0.8, 0.2
_LOOKED_AT = 2_000  # different dates
_AROUND = timedelta(days=200)  # a book of a year lies within so much of its middle
FAR = timedelta(days=300)
_FEWEST_NEAR, _MOST = 3, 0.7


def is_short(cell: Cell) -> bool:
    """Whether a cell holds a date of three short numbers."""
    return isinstance(cell, str) and bool(_SHORT.search(cell))


def stand_first(cells: Iterable[Cell], period: Period, today: date) -> bool:
    """Whether short dates have the year first: 21/07/15 is then no day of 2015.

    So it is where nearly all of them are of the time that the titles name, or else of the last
    three years, with the year first and hardly any are with the day or the month first.
    """
    short = list(islice(filter(is_short, cells), _LOOKED_AT))

    def fitting(order: str) -> int:
        context = DateContext(order, today=today)
        days = (parse_date(cell, context, loose=False).day for cell in short)
        return sum(_fits(day, period, today) for day in days if day)

    if not short or fitting(YEAR_FIRST) < _NEARLY_ALL * len(short):
        return False
    return max(map(fitting, ("dmy", "mdy"))) <= _HARDLY_ANY * len(short)


def _fits(day: date, period: Period, today: date) -> bool:
    return day.year in period.years if period.years else day > today - _RECENT


def usual_day(cells: Iterable[Cell], context: DateContext) -> date | None:
    """The middle of the different days of a sheet, where most of them lie around it."""
    read = (parse_date(cell, context, loose=False).day for cell in islice(cells, _LOOKED_AT))
    days = sorted(filter(None, read))
    if not days:
        return None
    middle = days[len(days) // 2]
    near = sum(abs(day - middle) <= _AROUND for day in days)
    return middle if near >= max(_FEWEST_NEAR, _MOST * len(days)) else None
