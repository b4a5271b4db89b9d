"""The time that a book says it is about, in its titles, its sheets' names and its file's name.

Clerks write "5/7" in the rows and "Tháng 7 năm 2021" once above them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.declarations.logbooks.understanding.text import plain

_DAY_MONTH_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[-/.]|thang|thg)\s*(\d{1,2})\s*(?:[-/.]|,?\s*nam)\s*(20\d\d|\d\d)(?!\d)"
)
_MONTH_YEAR = re.compile(
    r"(?:\bthang|\bthg|\bt)\s*\.?\s*(\d{1,2})\s*(?:[-/.,]|nam)?\s*(?:nam\s*)?(20\d\d|(?<=[-/.])\d\d)(?!\d)"
    r"|(?<![\d/.-])(\d{1,2})\s*[-/.]\s*(20\d\d)(?!\d)"
)
_MONTH = re.compile(r"(?:\bthang|\bthg)\s*(\d{1,2})(?!\d)|\bt\s?(\d{1,2})\b")
_YEAR = re.compile(r"(?<![\d/.-])(20\d\d)(?!\d|\s*/\s*[a-z])|\bnam\s*(20\d\d)(?!\d)")
_SHORT_DAY = re.compile(r"^(?:ngay\s*)?(\d{1,2})\s*[-/.]\s*(\d{1,2})$")


@dataclass(frozen=True, slots=True)
class Period:
    """Months with their years, months and years alone, in the order in which they were found."""

    month_years: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.month_years or self.months or self.years)

    def year_of(self, month: int) -> int | None:
        """The one year that a date of this month can have; None if that is not clear."""
        years = {year for known, year in self.month_years if known == month}
        if not years:
            years = set(self.years)
        return years.pop() if len(years) == 1 else None

    @property
    def month(self) -> int | None:
        """The one month that this is about; None if that is not clear."""
        months = {month for month, _year in self.month_years} or set(self.months)
        return months.pop() if len(months) == 1 else None


def read_period(text: str) -> Period:
    """What a title, a sheet's or a file's name says about time; empty if nothing."""
    text = plain(text.replace("_", " "))
    month_years, months, years = [], [], []
    rest = text
    for day, month, year in _DAY_MONTH_YEAR.findall(text):
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12:
            month_years.append((int(month), full_year(year)))
    rest = _DAY_MONTH_YEAR.sub(" ", rest)
    for named, named_year, bare, bare_year in _MONTH_YEAR.findall(rest):
        month = int(named or bare)
        if 1 <= month <= 12:
            month_years.append((month, full_year(named_year or bare_year)))
    rest = _MONTH_YEAR.sub(" ", rest)
    years += [int(alone or named) for alone, named in _YEAR.findall(rest)]
    rest = _YEAR.sub(" ", rest)
    months += [int(long or short) for long, short in _MONTH.findall(rest)]
    if short_day := _SHORT_DAY.match(rest.strip()):
        months.append(int(short_day[2]))
    years += [year for _month, year in month_years]
    return Period(
        tuple(dict.fromkeys(month_years)),
        tuple(dict.fromkeys(month for month in months if 1 <= month <= 12)),
        tuple(dict.fromkeys(years)),
    )


def merge(periods: Iterable[Period]) -> Period:
    """All of them together, as for several title rows."""
    found = list(periods)
    return Period(
        tuple(dict.fromkeys(pair for period in found for pair in period.month_years)),
        tuple(dict.fromkeys(month for period in found for month in period.months)),
        tuple(dict.fromkeys(year for period in found for year in period.years)),
    )


def full_year(digits: str | int) -> int:
    """Two digits are of this century."""
    year = int(digits)
    return year + 2000 if year < 100 else year
