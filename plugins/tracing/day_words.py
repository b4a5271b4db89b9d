"""A day among the words of a question: "5/7", "05/07/2021", "hôm qua". Pure functions."""

import re
from datetime import date, timedelta

from people.names import fold

_WRITTEN = re.compile(r"(?<!\S)(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?!\S)")
_AGO = {
    "hom nay": 0,
    "today": 0,
    "hom qua": 1,
    "yesterday": 1,
    "hom kia": 2,
}


def take_day(text: str, today: date) -> tuple[str, date | None]:
    """The text without its day, and the day; without a year the latest one that has been."""
    if found := _WRITTEN.search(text):
        day = _day(*found.groups(), today=today)
        if day is not None:
            return _without(text, found.start(), found.end()), day
    words = text.split()
    for length in (2, 1):
        ago = _AGO.get(fold(" ".join(words[-length:])))
        if ago is not None and len(words) >= length:
            return " ".join(words[:-length]), today - timedelta(days=ago)
    return text, None


def _day(day: str, month: str, year: str | None, *, today: date) -> date | None:
    for each in (int(year),) if year else (today.year, today.year - 1):
        try:
            found = date(each, int(month), int(day))
        except ValueError:
            continue
        if year or found <= today:
            return found
    return None


def _without(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())
