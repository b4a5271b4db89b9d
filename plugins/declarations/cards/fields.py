"""Parts that the cards have in common. static/declarations/gate/cards.js does the same."""

import re
from datetime import date

from people.ids import CCCD_LENGTH, cccd_problem
from people.names import name_problem, normalise_name, strip_invisible

_OTHER_NUMBER = re.compile(
    r"[0-9]{9}"  # old identity card
    r"|[A-Z]{2}[0-9]{13}|[0-9]{10}"  # health insurance card, old and new
    r"|(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{6,9}"  # passport
)
EARLIEST_YEAR = 1900


def cleaned(text: str) -> str:
    """A field without white space around it and invisible characters."""
    return strip_invisible(text).strip()


def number_of(text: str) -> str:
    """The number of an identity paper; "" if it cannot be one."""
    number = cleaned(text).upper()
    if not number.isascii():
        return ""
    if number.isdigit() and len(number) == CCCD_LENGTH:
        return "" if cccd_problem(number) else number
    return number if _OTHER_NUMBER.fullmatch(number) else ""


def name_of(text: str) -> str:
    """A name as it is kept; "" if it is none."""
    return "" if name_problem(text) else normalise_name(text)


def birth_of(found: re.Match[str] | None, today: date) -> str:
    """ISO date from groups called day, month and year; the year alone where the others are zero.

    "" if there is no such past day.
    """
    if found is None:
        return ""
    day, month, year = (int(found[name]) for name in ("day", "month", "year"))
    if not EARLIEST_YEAR <= year <= today.year:
        return ""
    if day == month == 0:
        return str(year)
    try:
        born = date(year, month, day)
    except ValueError:
        return ""
    return born.isoformat() if born <= today else ""
