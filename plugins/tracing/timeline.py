"""A history to look at: one line a day, stays as bars from midnight to midnight. Pure functions."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from uuid import UUID

from plugins.tracing.engines.base import VisitRow

MOST_DAYS = 31
MOST_BARS = 40  # of one day: more cannot be told apart
Gap = tuple[date, date]  # first and last day
DAY_MINUTES = 24 * 60
NARROW = 14.0  # per cent of the day: less has no room for a name within
ROOM = 40.0  # per cent that a name beside a bar may take


@dataclass(frozen=True, slots=True)
class Bar:
    """A stay, or the part of it on one day. ``left`` and ``width`` are per cent of the day.

    ``lane`` counts from 0: bars whose stays or names would overlap lie below each other.
    """

    visit: VisitRow
    left: float
    width: float
    lane: int

    @property
    def label(self) -> str:
        """Where its name has room: "inside", "after" or "before"."""
        if self.width >= NARROW:
            return "inside"
        return "before" if self.left + self.width > 100 - ROOM else "after"

    @property
    def span(self) -> tuple[float, float]:
        """From where to where bar and name reach."""
        before, after = (ROOM if self.label == side else 0 for side in ("before", "after"))
        return self.left - before, self.left + self.width + after


@dataclass(frozen=True, slots=True)
class Day:
    """A day with stays; ``gap`` is how many days without any lie between it and the day below.

    ``more`` stays of the day have no bar.
    """

    day: date
    bars: list[Bar]
    gap: int = 0
    more: int = 0

    @property
    def gap_days(self) -> Gap:
        """The first and the last of these days."""
        one = timedelta(days=1)
        return self.day - self.gap * one, self.day - one

    @property
    def lanes(self) -> int:
        """How many bars lie below each other."""
        return 1 + max((bar.lane for bar in self.bars), default=0)


def days(visits: Sequence[VisitRow], zone: tzinfo, most: int = MOST_DAYS) -> list[Day]:
    """The latest days with stays, newest first, at most ``most``."""
    by_day: dict[date, list[VisitRow]] = {}
    for visit in visits:
        for day in _days_of(visit, zone, most):
            by_day.setdefault(day, []).append(visit)
    shown = sorted(by_day, reverse=True)[:most]
    older = [*shown[1:], None]
    return [
        Day(
            day,
            _bars(by_day[day], day, zone),
            (day - before).days - 1 if before else 0,
            max(0, len(by_day[day]) - MOST_BARS),
        )
        for day, before in zip(shown, older, strict=True)
    ]


def gaps(visits: Sequence[VisitRow], zone: tzinfo) -> dict[UUID, Gap]:
    """Days without stays, by the visit that comes next; ``visits`` are newest first."""
    covered = sorted({day for visit in visits for day in _days_of(visit, zone, MOST_DAYS)})
    found: dict[UUID, Gap] = {}
    for visit, older in pairwise(visits):
        day = visit.checked_in.astimezone(zone).date()
        before = covered[bisect_left(covered, day) - 1]
        if older.checked_in.astimezone(zone).date() < day and (day - before).days > 1:
            found[visit.id] = before + timedelta(days=1), day - timedelta(days=1)
    return found


def _days_of(visit: VisitRow, zone: tzinfo, most: int) -> list[date]:
    """The days that a stay touches; one of no length the day it began."""
    first = visit.checked_in.astimezone(zone).date()
    moment = timedelta(microseconds=1)
    last = max(visit.checked_in, visit.stay_end - moment).astimezone(zone).date()
    count = min((last - first).days + 1, most)
    return [last - timedelta(days=number) for number in range(count)]


def _bars(visits: Sequence[VisitRow], day: date, zone: tzinfo) -> list[Bar]:
    midnight = datetime.combine(day, time.min, zone)
    bars: list[Bar] = []
    ends: list[float] = []  # by lane: how far it is taken
    for visit in sorted(visits, key=lambda v: (v.checked_in, v.stay_end))[:MOST_BARS]:
        start = max(0.0, (visit.checked_in - midnight) / timedelta(minutes=1))
        end = min(float(DAY_MINUTES), (visit.stay_end - midnight) / timedelta(minutes=1))
        bar = Bar(visit, _percent(start), _percent(max(0.0, end - start)), 0)
        first, last = bar.span
        free = (number for number, end in enumerate(ends) if end <= first)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [last]
        bars.append(replace(bar, lane=lane))
    return bars


def _percent(minutes: float) -> float:
    return round(100 * minutes / DAY_MINUTES, 2)
