"""Reading single fields by hand."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict

from people.names import strip_invisible

LONGEST_TEXT = 1000
LONGEST_LINE = 200
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_TIMES = ("%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M", "%Hg%M", "%Hh", "%Hg")


def line(data: QueryDict, name: str) -> str:
    """One line of text as typed, without what nobody sees."""
    return _tidy(data.get(name, "")[:LONGEST_TEXT])[:LONGEST_LINE].strip()


def text(data: QueryDict, name: str) -> str:
    """Text of several lines."""
    lines = map(_tidy, data.get(name, "")[: 2 * LONGEST_TEXT].splitlines())
    return "\n".join(lines).strip()[:LONGEST_TEXT].strip()


def one_of(data: QueryDict, name: str, choices: Mapping[str, Any]) -> str:
    """The choice that was sent; "" for none or one that is not offered."""
    sent = data.get(name, "")
    return sent if sent in choices else ""


def day(typed: str) -> date | None:
    """A day as a date field of a browser sends it, or as people write it; None otherwise."""
    moment = _moment(typed, _DAYS)
    return moment.date() if moment else None


def clock(typed: str) -> time | None:
    """A time of day as browsers send it or people write it (7h30); None otherwise."""
    moment = _moment(typed.lower().replace(" ", ""), _TIMES)
    return moment.time() if moment else None


def _moment(typed: str, forms: tuple[str, ...]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(typed, form)
        except ValueError:
            continue
    return None


def _tidy(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFC", strip_invisible(typed)).split())
