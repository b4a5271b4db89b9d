"""When somebody came and left, from what the cells of a row say."""

from datetime import date, timedelta
from typing import Any

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.moments import Moment
from plugins.declarations.logbooks.understanding.times import END_OF_DAY

# A time out before the time in is of the next day if the stay is then no longer than this.
LONGEST_NIGHT = 12 * 60
LONGEST_STAY = timedelta(days=31)  # where the day of leaving is written

_NOTHING = Moment()
At = tuple[date, int]  # a day and minutes after its midnight


class StayFault(ValueError):
    """The times of a row contradict each other or are missing."""

    def __init__(self, column: Column, code: str) -> None:
        super().__init__(code)
        self.column = column
        self.code = code


def stay(day: date, values: dict[Column, Any]) -> tuple[At, At | None, bool]:
    """In, out if it is known, and whether the out was taken as past midnight. Raises StayFault."""
    came = values.get(Column.TIME_IN) or _NOTHING
    dated = values.get(Column.DATE) or _NOTHING
    minutes = came.minutes if came.minutes is not None else dated.minutes
    if minutes is None:
        raise StayFault(Column.TIME_IN, "time_missing")
    if minutes == END_OF_DAY:
        day, minutes = day + timedelta(days=1), 0
    left = values.get(Column.TIME_OUT) or _NOTHING
    left_day = values.get(Column.DATE_OUT) or _NOTHING
    until = next((m for m in (left.minutes, left_day.minutes, came.until) if m is not None), None)
    if until is None:
        return (day, minutes), None, False
    out_day = left.day or left_day.day
    if out_day:
        return (day, minutes), _dated_out(day, minutes, out_day, until), False
    if until >= minutes:
        return (day, minutes), (day, until), False
    if until + END_OF_DAY - minutes > LONGEST_NIGHT:
        raise StayFault(Column.TIME_OUT, "time_out_before_in")
    return (day, minutes), (day + timedelta(days=1), until), True


def _dated_out(day: date, minutes: int, out_day: date, until: int) -> At:
    if (out_day, until) < (day, minutes):
        raise StayFault(Column.TIME_OUT, "time_out_before_in")
    if out_day - day > LONGEST_STAY:
        raise StayFault(Column.TIME_OUT, "time_out_too_late")
    return out_day, until
