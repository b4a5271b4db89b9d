"""Dates as clerks write them: 05/07/2021, 5-7-21, 5/7 with the year in the title, "ngày 5",
"ngày 5 tháng 7 năm 2021", serial numbers of spreadsheet programs.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from plugins.declarations.logbooks.understanding.periods import Period, full_year
from plugins.declarations.logbooks.understanding.text import plain
from plugins.declarations.logbooks.understanding.written_months import in_numbers

YEAR_FIRST = "ymd"
EARLIEST = date(2000, 1, 1)
_SERIAL_START = date(1899, 12, 30)  # day 0 of the 1900 system, counting its 29 February 1900
_LARGEST = 100_000_000  # of eight digits: 05072021
_SERIALS = range((EARLIEST - _SERIAL_START).days, 80_000)
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_ENGLISH, start=1)}
# What may stand before a date: the day of the week, the word "ngày".
_BEFORE = re.compile(
    r"^(?:\(?(?:thu\s*(?:hai|ba|tu|nam|sau|bay|[2-7](?!\d))|t\s?[2-7](?![\d/.-])|chu nhat|cn"
    r"|mon|tue|wed|thu(?!\s*\w+$)|fri|sat|sun)[a-z]*\)?\s*[,.:;()-]*\s*(?=\S))?"
    r"(?:(?:ngay|mung|mong|date)\s*[:.]?\s*(?=\d))?"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})(?:t(?=\d))?",
        r"(?P<a>\d{1,2})\s*[-/.,\\ ]\s*(?P<b>\d{1,2})\s*[-/.,\\ ]\s*(?P<y>\d{4}|\d{2})(?![\d:hg])",
        r"(?P<d>\d{1,2})\s*[-,/]?\s*(?:thang|thg|th|t)\.?\s*(?P<m>\d{1,2})"
        r"(?:\s*[,/.-]?\s*(?:nam|n)?\.?\s*(?P<y>\d{4}|\d{2}))?(?![\d:hg])",
        r"(?P<d>\d{1,2})[-/. ]*(?P<name>[a-z]{3})[a-z]*[-/., ]*(?P<y>\d{4}|\d{2})?(?![\d:hg])",
        r"(?P<name>[a-z]{3})[a-z]*[-/. ]*(?P<d>\d{1,2})(?:[-/., ]+(?P<y>\d{4}))?(?![\d:hg])",
        r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>20\d{2})(?!\d)",
        r"(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        r"(?P<a>\d{1,2})\s*[-/\\]\s*(?P<b>\d{1,2})(?![\d:hg]|\s*[-/.\\]\s*\d)",
    )
)
_WEEKDAY_BEHIND = re.compile(
    r"\W*\b(?:thu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)\b\W*"
)
_LOOSE = (
    re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{2})"),
    re.compile(r"(?P<a>\d{1,2})\s*[.,]\s*(?P<b>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})"),
)


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date without its year, month or order takes from around it.

    ``order`` is "dmy", "mdy" or, for short years in front, "ymd"; ``periods`` in order of trust,
    the nearest title first.
    """

    order: str = "dmy"
    periods: tuple[Period, ...] = field(default=())
    today: date | None = None  # later days are refused; None: any day is taken
    usual_day: date | None = None  # in the middle of the sheet's days
    decimals: str = ""  # what decimal numbers among the times are (see decimal_times)
    swapped: bool = False  # dates that the program holds have day and month the wrong way round

    def year_of(self, month: int) -> int | None:
        """The year of a date of this month; the first period that knows decides."""
        return next((y for p in self.periods if (y := p.year_of(month)) is not None), None)

    @property
    def month(self) -> int | None:
        """The month of a date that is only a day."""
        return next((m for p in self.periods if (m := p.month) is not None), None)


@dataclass(frozen=True, slots=True)
class DateResult:
    """A date, or a problem's code, or neither: nothing was written. ``rest`` is what follows."""

    day: date | None = None
    problem: str | None = None
    rest: str = ""


_NONE = DateResult()
_UNREADABLE = DateResult(problem="date_unreadable")


def parse_date(value: Any, context: DateContext, *, loose: bool = True) -> DateResult:
    """Read a date from text, a number or a cell that the program itself holds as a date.

    ``loose`` also takes "5.7" and "5", as in a column of dates; elsewhere these are times. What
    stands behind the date in a text is handed back in ``rest``, lower case and without marks.
    """
    if isinstance(value, str):
        return _from_text(value, context, loose)
    if isinstance(value, datetime):
        return _plausible(_held(value.date(), context), context)
    if isinstance(value, date):
        return _plausible(_held(value, context), context)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, context, loose)
    return _NONE if value is None else _UNREADABLE


def swapped(day: date) -> date:
    """The date with day and month changed over, where that is one."""
    return date(day.year, day.day, day.month) if day.day <= 12 else day


def _held(day: date, context: DateContext) -> date:
    return swapped(day) if context.swapped else day


def _from_number(value: float, context: DateContext, loose: bool) -> DateResult:
    if not abs(value) < _LARGEST:  # nor is it "not a number"
        return _UNREADABLE
    whole = int(value)
    if whole in _SERIALS:
        return _plausible(_held(_SERIAL_START + timedelta(days=whole), context), context)
    if value == whole and 1_000_000 <= whole <= 99_999_999:
        return _from_text(f"{whole:08d}", context, loose)
    if not loose:
        return _UNREADABLE
    if value == whole and 1 <= whole <= 31:
        return _from_text(str(whole), context, loose)
    hundredths = round(value * 100)
    if 100 <= hundredths < 3200 and abs(value * 100 - hundredths) < 1e-6:
        day, month = divmod(hundredths, 100)
        if month % 10 == 0:
            month //= 10  # 5.7 was 5/7; but 5.1 may have been 5.10
            if month == 1 and context.month != 1:
                return DateResult(problem="date_ambiguous")
        return _build(day, month, None, context)
    return _UNREADABLE


def _from_text(text: str, context: DateContext, loose: bool) -> DateResult:
    text = plain(text).strip(" .,;:()'`")
    if not text or text in {"-", "--", "?", "x"}:
        return _NONE
    text = in_numbers(_BEFORE.sub("", text))
    for form in _FORMS:
        found = form.match(text)
        if found and ("name" not in form.groupindex or found["name"] in _MONTHS):
            rest = _WEEKDAY_BEHIND.sub(" ", text[found.end() :])
            return _from_match(found, rest.strip(" ,;-()"), context)
    if loose:
        for form in _LOOSE:
            if found := form.fullmatch(text):
                return _from_match(found, "", context)
        if text.isdigit() and int(text) in _SERIALS:
            return _from_number(int(text), context, loose)
    return _UNREADABLE


def _from_match(found: re.Match[str], rest: str, context: DateContext) -> DateResult:
    parts = found.groupdict()
    if context.order == YEAR_FIRST and parts.get("a") and len(parts.get("y") or "") == 2:
        result = _build(int(parts["y"]), int(parts["b"]), full_year(parts["a"]), context)
        return DateResult(result.day, result.problem, rest)
    if parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        day, month = (second, first) if context.order == "mdy" else (first, second)
    else:
        day = int(parts["d"])
        month = _MONTHS[parts["name"]] if parts.get("name") else int(parts.get("m") or 0)
    year = full_year(parts["y"]) if parts.get("y") else None
    result = _build(day, month or context.month, year, context)
    return DateResult(result.day, result.problem, rest)


def _build(day: int, month: int | None, year: int | None, context: DateContext) -> DateResult:
    if not 1 <= day <= 31 or not 1 <= (month or 1) <= 12:
        return DateResult(problem="date_impossible")
    if month is None:
        return DateResult(problem="date_month_unknown")
    year = year or context.year_of(month)
    if year is None:
        # 31/2 is impossible in any year; leap years have every day that there is.
        impossible = not _exists(2000, month, day)
        return DateResult(problem="date_impossible" if impossible else "date_year_unknown")
    if not _exists(year, month, day):
        return DateResult(problem="date_impossible")
    return _plausible(date(year, month, day), context)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _plausible(found: date, context: DateContext) -> DateResult:
    if found < EARLIEST:
        return DateResult(problem="date_impossible")
    if context.today and found > context.today:
        return DateResult(problem="date_future")
    return DateResult(found)
