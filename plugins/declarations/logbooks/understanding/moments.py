"""Cells that may hold a date, a time, both in either order, or a time in and a time out."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plugins.declarations.logbooks.understanding.dates import DateContext, parse_date
from plugins.declarations.logbooks.understanding.text import plain
from plugins.declarations.logbooks.understanding.times import END_OF_DAY, NOTHING, parse_time

_TIME_FIRST = re.compile(
    r"(\d{1,2}\s*(?:h|g|gio|:)[\d':\s]*?(?:\s?(?:sa|ch|am|pm))?)[\s,;-]+(?:ngay\s*)?(\d.*)"
)
_FROM = re.compile(r"^(?:(?:tu|vao|den|in)\b\s*(?:luc\s*)?:?\s*)(?=\d)")
_RANGE = re.compile(
    r"(\S.*?)\s*(?:[,;]?\s*\b(?:den|ra|toi|to|out)\b\s*(?:luc\s*)?:?|-+>?|–|—|→|=>|~|/|\|)\s*(\d.*)"
)
_TWO = re.compile(r"(\d{1,2}\s*(?:h|g|:)\s*\d{0,2})'?\s*[,;]?\s+(\d{1,2}\s*(?:h|g|:)\s*\d{0,2}'?)")
# Behind a time: "6h sáng hôm sau", "06:00 (+1)".
_NEXT_DAY = re.compile(
    r"(.*?)[\s,(]*(?:(?:ngay\s)?(?:hom sau|ke tiep|sang mai)|\+\s*1(?:\s*ngay)?)\s*\)?$"
)
_OPEN = re.compile(r"\s*(?:-+>?|–|—|→|/|\bden|\bra)\s*(?:\.{2,}|…|\?)?$")  # nobody left yet
_TIME_FAULTS = frozenset({"time_impossible", "time_ambiguous"})
_SERIAL_WITH_TIME = 20_000


@dataclass(frozen=True, slots=True)
class Moment:
    """What a cell says: ``minutes`` after midnight, ``until`` where it also holds a time out.

    ``problem`` is the code of the first thing wrong; nothing at all means an empty cell.
    """

    day: date | None = None
    minutes: int | None = None
    until: int | None = None
    problem: str | None = None

    def written(self, order: str) -> str:
        """Day and time as texts in this order of day and month."""
        day = self.day and self.day.strftime("%m/%d/%Y" if order == "mdy" else "%d/%m/%Y")
        clock = (
            None if self.minutes is None else f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"
        )
        return " ".join(part for part in (day, clock) if part)


_EMPTY = Moment()


def parse_moment(value: Any, context: DateContext, *, of_day: bool) -> Moment:
    """Read a cell. ``of_day``: its column is one of dates, so "5.7" and "5" are days, not times."""
    if isinstance(value, str):
        return _from_text(value, context, of_day)
    if isinstance(value, datetime) and value.year > 1904:
        return _with_time(value, context, of_day)
    if isinstance(value, date) and not isinstance(value, datetime):
        if value.year <= 1904:  # a time column whose program shows whole days
            return Moment(problem="time_impossible")
        found = parse_date(value, context)
        return Moment(found.day, problem=found.problem)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value > _SERIAL_WITH_TIME and value != int(value):
            found = parse_date(value, context)
            return Moment(found.day, parse_time(value).minutes, problem=found.problem)
        if of_day or value > _SERIAL_WITH_TIME:
            found = parse_date(value, context)
            return Moment(found.day, problem=found.problem)
    time = parse_time(value, context.decimals)
    return Moment(minutes=time.minutes, problem=time.problem)


def _with_time(value: datetime, context: DateContext, of_day: bool) -> Moment:
    found = parse_date(value, context)
    minutes = value.hour * 60 + value.minute
    # Midnight in a column of dates is no time: programs write dates so.
    return Moment(found.day, minutes or (None if of_day else 0), problem=found.problem)


def _from_text(text: str, context: DateContext, of_day: bool) -> Moment:
    text = plain(text)
    if text in NOTHING:
        return _EMPTY
    if not of_day:
        time = parse_time(text, context.decimals)
        if time.minutes is not None or time.problem in _TIME_FAULTS:
            return Moment(minutes=time.minutes, problem=time.problem)
    found = parse_date(text, context, loose=of_day)
    if found.day or found.problem not in (None, "date_unreadable"):
        return _and_rest(found.day, found.rest, found.problem)
    if swapped := _TIME_FIRST.fullmatch(text):
        after = parse_date(swapped[2], context)
        if after.problem != "date_unreadable":
            return _and_rest(after.day, swapped[1], after.problem)
    if not of_day and (times := _times(text)):
        return times
    return Moment(problem="date_unreadable" if of_day else "time_unreadable")


def _and_rest(day: date | None, rest: str, problem: str | None) -> Moment:
    """A date with what stands beside it: a time, two, or words without meaning here."""
    if not any(char.isdigit() for char in rest):
        return Moment(day, problem=problem)
    time = parse_time(rest)
    if time.minutes is None and (times := _times(rest)):
        return Moment(day, times.minutes, times.until, problem or times.problem)
    return Moment(day, time.minutes, problem=problem or time.problem)


def _times(text: str) -> Moment | None:
    """A time in and a time out in one cell, the second perhaps still empty."""
    text = _FROM.sub("", text)
    if (next_day := _NEXT_DAY.fullmatch(text)) and next_day[1]:
        time = parse_time(next_day[1])
        return Moment(minutes=time.minutes + END_OF_DAY) if time.minutes is not None else None
    if both := _RANGE.fullmatch(text) or _TWO.fullmatch(text):
        return _range(both[1], both[2])
    alone = parse_time(_OPEN.sub("", text))
    return Moment(minutes=alone.minutes) if alone.minutes is not None else None


def _range(first: str, second: str) -> Moment:
    start, end = parse_time(first), parse_time(second)
    return Moment(minutes=start.minutes, until=end.minutes, problem=start.problem or end.problem)
