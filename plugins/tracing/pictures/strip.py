"""A venue's days, hour by hour: how many were there, and when the persons of cases were. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from math import ceil

LABEL, CELL, ROW, TOP = 124, 34, 34, 34  # pixels: days, an hour's width, a day's height, hours
MARKS = 190  # for the times of cases beside a day
LEVELS = 5
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Stay:
    """When the person of a case was there."""

    case: str
    start: datetime
    end: datetime
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour: ``level`` 0 (nobody) to LEVELS, by the busiest hour of all."""

    hour: int
    number: int
    level: int
    x: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The part of a stay that lies in a day, in pixels."""

    stay: Stay
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Day:
    """A line of the strip; ``y`` is its upper edge."""

    day: date
    y: int
    cells: list[Cell]
    marks: list[Mark]

    @property
    def cases(self) -> list[str]:
        """Whose marks they are, each once."""
        return list(dict.fromkeys(mark.stay.case for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Strip:
    """All days; ``most`` is the number in the busiest hour."""

    days: list[Day]
    most: int

    @property
    def width(self) -> int:
        """In pixels."""
        return LABEL + 24 * CELL + MARKS

    @property
    def height(self) -> int:
        """In pixels."""
        return TOP + ROW * len(self.days) + 8

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """What each level stands for: from and to, without levels that nothing can have."""
        edges = [ceil(self.most * level / LEVELS) for level in range(LEVELS + 1)]
        return [(edges[n] + 1, edges[n + 1]) for n in range(LEVELS)]


def strip(
    counts: Mapping[datetime, int],
    stays: Iterable[Stay],
    first: date,
    last: date,
    zone: tzinfo,
) -> Strip:
    """The days from the first to the last one; ``counts`` by the beginning of the hour."""
    most = max(counts.values(), default=0)
    by_hour = {
        (at.astimezone(zone).date(), at.astimezone(zone).hour): n for at, n in counts.items()
    }
    stays = sorted(stays, key=lambda stay: (stay.start, stay.case))
    days = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        cells = [
            Cell(hour, n, ceil(LEVELS * n / most) if n else 0, LABEL + hour * CELL)
            for hour in range(24)
            for n in [by_hour.get((day, hour), 0)]
        ]
        days.append(Day(day, TOP + ROW * number, cells, _marks(stays, day, zone)))
    return Strip(days, most)


def hours_used(days: Sequence[Day]) -> range:
    """From the first hour in which somebody was there to the last one; none if nobody was."""
    used = [cell.hour for day in days for cell in day.cells if cell.number]
    return range(min(used), max(used) + 1) if used else range(0)


def cases_in(day: Day, hour: int, zone: tzinfo) -> list[str]:
    """Numbers of the cases whose persons were there in an hour of the day, each once."""
    begin = datetime.combine(day.day, time(hour), zone)
    end = begin + timedelta(hours=1)
    stays = (mark.stay for mark in day.marks)
    return list(dict.fromkeys(s.case for s in stays if s.start < end and s.end > begin))


def _marks(stays: Iterable[Stay], day: date, zone: tzinfo) -> list[Mark]:
    midnight = datetime.combine(day, time.min, zone)
    marks = []
    for stay in stays:
        start = max(0.0, (stay.start - midnight) / timedelta(minutes=1))
        end = min(float(DAY_MINUTES), (stay.end - midnight) / timedelta(minutes=1))
        if start < end or (start == end and 0 <= start < DAY_MINUTES and stay.start >= midnight):
            x = LABEL + round(start * 24 * CELL / DAY_MINUTES)
            marks.append(Mark(stay, x, max(4, round((end - start) * 24 * CELL / DAY_MINUTES))))
    return marks
