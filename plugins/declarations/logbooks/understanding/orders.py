"""Day before month or month before day: decided once for a whole column, or asked.

Most dates of a book prove nothing: 05/07 may be in July or in May. What else the book shows
decides then – other dates, the month in its title, days that run on – and where that is silent
or contradicts itself, nobody guesses.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from plugins.declarations.logbooks.understanding.dates import DateContext, parse_date, swapped
from plugins.declarations.logbooks.understanding.periods import Period, full_year
from plugins.declarations.logbooks.understanding.text import Cell, plain

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_PAIR = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[-/\\]\s*(\d{1,2})(?:\s*[-/.\\]\s*(\d{4}|\d{2}))?"
    r"|[., ]\s*(\d{1,2})\s*[., ]\s*(\d{4}|\d{2}))(?!\d*[h:g])"
)
_YEAR_FIRST = re.compile(r"\d{4}\s*[-/.]\s*\d")
_DOTTED = re.compile(r"\d\s*\.\s*\d+\s*\.\s*\d")
# Words that nobody writes before a date with the month first.
_VIETNAMESE = re.compile(r"\b(?:ngay|thu (?:hai|ba|tu|nam|sau|bay|\d)|chu nhat|cn|t[2-7])\b")
_SAYS_DAY_FIRST = re.compile(r"\bngay\s*[/-]\s*thang\b|\bdd?\s*[-/.]?\s*mm?\b")
_SAYS_MONTH_FIRST = re.compile(r"\bthang\s*[/-]\s*ngay\b|\bmm?\s*[-/.]?\s*dd?\b")
_LOOKED_AT = 2_000  # different dates that are weighed; what proves an order is looked for in all
_CLEARLY = 5  # times as many dates must speak for an order as against it
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class DateOrder:
    """``certain``: the book shows it, or the editor said so; ``asks``: it does not, and it matters.

    ``swapped``: dates that the program holds as such have day and month the wrong way round.
    ``examples``: dates that can be read both ways, for the question.
    """

    order: str = DAY_FIRST
    certain: bool = False
    asks: bool = False
    swapped: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two numbers of a date that may be day and month in either order."""

    first: int
    second: int
    year: int
    text: str

    def day(self, order: str) -> date | None:
        """The date in this order; None if there is none."""
        day, month = (self.first, self.second)
        if order == MONTH_FIRST:
            day, month = month, day
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


def decide_order(
    cells: Iterable[Cell], *, told: Iterable[str], period: Period, today: date, chosen: str = ""
) -> DateOrder:
    """The order of a column's different cells, which stand in the order of the book.

    ``told``: headings and titles, which may name the order ("ngày/tháng/năm"). ``period``: what
    titles and names around the column say. ``chosen``: what the editor says.
    """
    found = _Dates(cells, next(iter(period.years), today.year))
    order, certain = _proved(found)
    if not certain:
        votes = _votes(found, told, period, today)
        contradicted = bool(found.day_first and found.month_first)
        if len(votes) == 1 and (not contradicted or order in votes):
            order, certain = votes.pop(), True
    if chosen:
        order, certain = chosen, True
    return DateOrder(
        order,
        certain,
        asks=bool(found.open) and not certain,
        swapped=_cells_are_swapped(found, order, period, today),
        examples=tuple(pair.text for pair in found.open[:_SHOWN]),
    )


class _Dates:
    """The dates of a column by what they tell."""

    def __init__(self, cells: Iterable[Cell], year: int) -> None:
        self.day_first: list[date] = []
        self.month_first: list[date] = []
        self.open: list[_Pair] = []  # both orders give a date, and not the same
        self.fixed: list[date] = []  # texts that read one way only, whatever the order
        self.held: list[date] = []  # what the program itself holds as a date
        self.sequence: list[date | _Pair] = []
        self.spoken = False  # with words that go with day first
        self.dotted = True
        for cell in cells:
            self._see(cell, year)

    def _see(self, cell: Cell, year: int) -> None:
        if isinstance(cell, bool):
            return
        if not isinstance(cell, str):
            if (day := parse_date(cell, _NO_YEAR, loose=False).day) is not None:
                self.held.append(day)
                self.sequence.append(day)
            return
        text = plain(cell)
        pair = None if _YEAR_FIRST.search(text) else _pair_in(text, cell, year)
        if pair is None:
            if (day := parse_date(cell, _NO_YEAR, loose=False).day) is not None:
                self.fixed.append(day)
                self.sequence.append(day)
            return
        day_first, month_first = pair.day(DAY_FIRST), pair.day(MONTH_FIRST)
        if day_first and month_first:
            if day_first != month_first:
                self.open.append(pair)
                self.spoken = self.spoken or bool(_VIETNAMESE.search(text))
                self.dotted = self.dotted and bool(_DOTTED.search(text))
            self.sequence.append(pair)
        elif day_first and pair.first > 12:
            self.day_first.append(day_first)
            self.sequence.append(day_first)
        elif month_first and pair.second > 12:
            self.month_first.append(month_first)
            self.sequence.append(month_first)


_NO_YEAR = DateContext()


def _pair_in(text: str, cell: str, year: int) -> _Pair | None:
    if (found := _PAIR.search(text)) is None:
        return None
    own = found[3] or found[5]
    return _Pair(
        int(found[1]), int(found[2] or found[4]), full_year(own) if own else year, cell.strip()[:30]
    )


def _proved(found: _Dates) -> tuple[str, bool]:
    """The order that days beyond the twelfth prove; a few mistyped ones do not count."""
    first, second = len(found.day_first), len(found.month_first)
    order = MONTH_FIRST if second > first else DAY_FIRST
    return order, max(first, second) >= _CLEARLY * min(first, second) and first != second


def _votes(found: _Dates, told: Iterable[str], period: Period, today: date) -> set[str]:
    """The orders that anything in the book speaks for."""
    votes: set[str] = set()
    heading = " ".join(map(plain, told))
    if _SAYS_DAY_FIRST.search(heading):
        votes.add(DAY_FIRST)
    if _SAYS_MONTH_FIRST.search(heading):
        votes.add(MONTH_FIRST)
    if not found.open:
        return votes
    if found.spoken or found.dotted:
        votes.add(DAY_FIRST)
    pairs = found.open[:_LOOKED_AT]
    months = _months(period)
    votes |= _better([_outside(pairs, order, months) for order in _ORDERS])
    votes |= _better([_future(pairs, order, today) for order in _ORDERS])
    votes |= _nearer(pairs, found)
    votes |= _running_on(found)
    return votes


_ORDERS = (DAY_FIRST, MONTH_FIRST)


def _months(period: Period) -> frozenset[int]:
    return frozenset([month for month, _year in period.month_years] or period.months)


def _better(wrong: Sequence[int]) -> set[str]:
    """The order in which nothing is wrong, if in the other one something is."""
    day_first, month_first = wrong
    if bool(day_first) == bool(month_first):
        return set()
    return {MONTH_FIRST if day_first else DAY_FIRST}


def _outside(pairs: Iterable[_Pair], order: str, months: frozenset[int]) -> int:
    """How many dates are not of the months that the title names."""
    days = (pair.day(order) for pair in pairs)
    return sum(day is not None and day.month not in months for day in days) if months else 0


def _future(pairs: Iterable[_Pair], order: str, today: date) -> int:
    days = (pair.day(order) for pair in pairs)
    return sum(day is not None and day > today for day in days)


def _nearer(pairs: Sequence[_Pair], found: _Dates) -> set[str]:
    """The order that puts dates close to those of which there is no doubt."""
    sure = [*found.fixed]
    if any(day.day > 12 for day in found.held):
        sure += found.held
    if not sure:
        return set()
    way = [_distance(filter(None, (pair.day(order) for pair in pairs)), sure) for order in _ORDERS]
    return _clearly_less(way, len(pairs), 10)


def _running_on(found: _Dates) -> set[str]:
    """The order in which the dates go on from day to day, not from month to month."""
    sequence = found.sequence[:_LOOKED_AT]
    if len({each.text for each in sequence if isinstance(each, _Pair)}) < 3:
        return set()
    way = []
    for order in _ORDERS:
        days = [each.day(order) if isinstance(each, _Pair) else each for each in sequence]
        known = [day for day in days if day is not None]
        way.append(sum(abs((b - a).days) for a, b in pairwise(known)))
    return _clearly_less(way, len(sequence), 7)


def _clearly_less(way: Sequence[int], steps: int, at_most: int) -> set[str]:
    """The order whose way in days is short a step and much shorter than the other's."""
    less, more = sorted(way)
    if less * 4 > more or less > at_most * steps:
        return set()
    return {_ORDERS[way.index(less)]}


def _distance(days: Iterable[date], sure: Iterable[date]) -> int:
    """The days from each date to the nearest of the sure ones, all together."""
    known = sorted(set(sure))[:_LOOKED_AT]
    return sum(min(abs((day - other).days) for other in known) for day in islice(days, 200))


def _cells_are_swapped(found: _Dates, order: str, period: Period, today: date) -> bool:
    """Whether a program took day for month wherever that gave a date.

    It then holds 05/07 as 7 May and leaves 13/07 as text: the dates that it holds are all of the
    first twelve days, those in texts of the others.
    """
    held = list(dict.fromkeys(found.held))[:_LOOKED_AT]
    if not held or any(day.day > 12 for day in held) or found.open:
        return False
    other = [swapped(day) for day in held]
    if other == held:
        return False
    proved = found.month_first if order == MONTH_FIRST else found.day_first
    months = _months(period) | {day.month for day in proved}
    if {day.month for day in held} <= months:
        return False
    if proved:
        return _distance(other, proved) * 3 < _distance(held, proved)
    return len(held) > 1 and bool(months) and {day.month for day in other} <= months
