"""Times of day as clerks write them: 7h30, 7g30, 7:30, 07.30, 7h, 7 giờ 30, 14h15', SA and CH.

Times are minutes after midnight, 0 to 1440; 1440 ("24h") ends the day.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from plugins.declarations.logbooks.understanding.text import plain

END_OF_DAY = 24 * 60
# Ways of writing that there is no time, as for people who have not left.
NOTHING = frozenset(
    {
        *(
            "",
            "-",
            "--",
            "---",
            "...",
            "…",
            "x",
            "?",
            "o",
            "k",
            "ko",
            "khong",
            "n/a",
            "null",
            "none",
        ),
        *("chua", "chua ra", "chua ve", "chua di", "chua roi", "chua check out", "chua checkout"),
        *("con o", "con o lai", "o lai", "dang o", "van o", "con trong", "khong ro", "khong nho"),
    }
)

_HALF = r"(?P<half>sang|trua|chieu|toi|dem|sa|ch|am|pm|a\.m\.|p\.m\.)"
_CLOCK = re.compile(
    rf"(?:(?:vao |ra )?luc|khoang|tam|~|{_HALF.replace('half', 'before')})?\s*"
    r"(?P<hour>\d{1,2})\s*"
    r"(?:(?P<mark>(?:h|gio|gi|g)[:.]?|:|\.|,|;)\s*(?P<minute>\d{1,2}|ruoi)?)?\s*"
    r"(?::\s*\d{1,2}(?:\.\d+)?|'|’|′|`|p|ph|phut|h)?\s*"
    rf"{_HALF}?\.?"
)
_SHORT_OF = re.compile(r"(\d{1,2})\s*(?:h|gio|g)?\s*kem\s*(\d{1,2})\s*(?:p|ph|phut|')?\s*(.*)")
_HALF_PAST = re.compile(r"(\d{1,2}) ruoi\b")
_DIGITS = re.compile(r"(\d{1,2}) ?(\d{2})")
_FRACTION = re.compile(r"0?[.,]\d{3,}")  # of a day, as some programs write times into a CSV
# What decimal numbers in a sheet's time columns are (see decimal_times); "" where it is not known.
CLOCK, OF_A_DAY, OPEN = "clock", "day", "open"
_LARGEST = 1_000_000  # beyond any serial number of a day
_HALVES_DOUBTED = frozenset({OF_A_DAY, OPEN})
_HALF_HOUR = re.compile(r"\d{1,2}[.,]5")
_DECIMAL_MARKS = frozenset({".", ","})


@dataclass(frozen=True, slots=True)
class TimeResult:
    """Minutes after midnight, or a problem's code, or neither: nothing was written."""

    minutes: int | None = None
    problem: str | None = None


_NONE = TimeResult()
_UNREADABLE = TimeResult(problem="time_unreadable")
_IMPOSSIBLE = TimeResult(problem="time_impossible")
_AMBIGUOUS = TimeResult(problem="time_ambiguous")


def parse_time(value: Any, decimals: str = "") -> TimeResult:
    """Read a time from text, a number or a cell that the program itself holds as a time.

    ``decimals``: what decimal numbers are here, CLOCK, OF_A_DAY or OPEN.
    """
    if isinstance(value, str):
        if decimals in _HALVES_DOUBTED and _HALF_HOUR.fullmatch(value.strip()):
            return _AMBIGUOUS
        return _from_text(value)
    if isinstance(value, datetime):
        return TimeResult(value.hour * 60 + value.minute)
    if isinstance(value, time):
        return TimeResult(value.hour * 60 + value.minute)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return TimeResult(minutes) if 0 <= minutes <= END_OF_DAY else _IMPOSSIBLE
    if isinstance(value, bool) or value is None:
        return _NONE if value is None else _UNREADABLE
    if isinstance(value, int | float):
        return _from_number(value, decimals)
    return _UNREADABLE


def hundredths(value: float) -> int | None:
    """A number as whole hundredths; None if it has more decimals."""
    whole = round(value * 100)
    return whole if abs(value * 100 - whole) < 1e-6 else None


def _from_number(value: float, decimals: str = "") -> TimeResult:
    """A fraction of a day, an hour, 7.3 for "7.30", or 730 for "7:30"."""
    if not 0 <= value < _LARGEST:  # nor is it "not a number"
        return _IMPOSSIBLE
    if 0 < value < 1:
        return _below_one(value, decimals)
    if value <= 24:
        parts = hundredths(value)
        if parts is None:
            return _UNREADABLE
        if parts % 100 == 50 and decimals in _HALVES_DOUBTED:
            return _AMBIGUOUS  # ten to eight, or seven and a half hours
        return _checked(*divmod(parts, 100))
    if value == int(value) and 100 <= value <= 2400:
        return _checked(*divmod(int(value), 100))
    if value > 20_000:  # a serial number with its day; the day is read elsewhere
        return TimeResult(round(value % 1 * END_OF_DAY) % END_OF_DAY)
    return _IMPOSSIBLE


def _below_one(value: float, decimals: str) -> TimeResult:
    """A fraction of a day, or minutes after midnight: 0.15."""
    parts = hundredths(value)
    if parts is not None and decimals == CLOCK:
        return _checked(0, parts)
    if parts is not None and decimals == OPEN and parts % 25:
        return _AMBIGUOUS
    return TimeResult(round(value * END_OF_DAY))  # of a quarter of a day too: 6, 12, 18 o'clock


@lru_cache(maxsize=8192)
def _from_text(text: str) -> TimeResult:
    text = plain(text).lstrip(" ,;").rstrip(" .,;")
    if text in NOTHING:
        return _NONE
    if digits := _DIGITS.fullmatch(text):
        return _checked(int(digits[1]), int(digits[2]))
    if _FRACTION.fullmatch(text):
        return _from_number(float(text.replace(",", ".")))
    if "kem" in text and (short := _SHORT_OF.fullmatch(text)):
        return _short_of(short[1], short[2], short[3])
    found = _CLOCK.fullmatch(_HALF_PAST.sub(r"\1h30", text))
    if not found:
        return _UNREADABLE
    hour, minute = int(found["hour"]), found["minute"] or "0"
    if minute == "ruoi":
        minutes = 30
    elif len(minute) == 1 and found["mark"] in _DECIMAL_MARKS:
        minutes = int(minute) * 10  # the zero at the end got lost: 7.3 was 7.30
    else:
        minutes = int(minute)
    return _checked(hour, minutes, found["half"] or found["before"])


def _short_of(hour: str, less: str, half: str) -> TimeResult:
    """8h kém 15: a quarter to eight."""
    full = _from_text(f"{hour}h {half}".strip())
    if full.minutes is None or not 0 < int(less) < 60:
        return full if full.problem else _IMPOSSIBLE
    return TimeResult((full.minutes - int(less)) % END_OF_DAY)


def _checked(hour: int, minute: int, half: str | None = None) -> TimeResult:
    if half:
        shifted = _shift(hour, half.replace(".", ""))
        if shifted is None:
            return _IMPOSSIBLE
        hour = shifted
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return _IMPOSSIBLE
    return TimeResult(hour * 60 + minute)


def _shift(hour: int, half: str) -> int | None:
    """The hour of 24 for one of 12 with its half of the day; None if they contradict."""
    if hour > 12:
        return None if half in {"sa", "am", "sang"} else hour
    if half in {"sa", "am", "sang"}:
        return 0 if hour == 12 else hour
    if half == "trua":
        return hour if hour >= 10 else hour + 12
    if half == "dem":
        return hour % 12 if hour == 12 or hour <= 4 else hour + 12
    return 12 if hour == 12 else hour + 12
