"""Visits in lists: which are meant, in which order, and counted by what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from math import ceil
from typing import Literal, NamedTuple
from uuid import UUID

from django.utils import timezone

from plugins.tracing.engines.base import VisitRow
from plugins.tracing.periods import Period, midnight

# What visits are counted by: path of the venue's own area, category, source, local day of coming,
# local hour of coming (as the time at which it begins).
Facet = Literal["area", "category", "source", "day", "hour"]
MOST_VALUES = 2000  # of one facet
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Narrow:
    """Only visits in the area with this path or below, of the category, source, day of coming.

    ``venue``: only those there.
    """

    area: str = ""
    category: str = ""
    source: str = ""
    day: date | None = None
    venue: int | None = None

    @property
    def came(self) -> Period:
        """When one must have come."""
        if self.day is None:
            return Period()
        return Period(midnight(self.day), midnight(self.day + timedelta(days=1)))


ANY = Narrow()


@dataclass(frozen=True, slots=True)
class Sought:
    """Visits with one of these keys, or at this venue. One of both is given."""

    keys: frozenset[UUID] = frozenset()
    venue: int | None = None
    narrow: Narrow = ANY


class Part(IntEnum):
    """How names fit a question, as engines tell them apart; a walk takes one after the other.

    The rule of names (people.matching) looks closer: it also wants the syllables in order.
    """

    WHOLE = 0  # every syllable of the question is in the name
    BEGUN = 1  # the last one or an initial is a beginning only
    MISSPELT = 2  # a typo is forgiven


class Pair(NamedTuple):
    """A name and a person as recorded: where a walk over people stands.

    In order of the names' bytes in UTF-8, then of the keys, without a second key first.
    """

    name: str
    person: UUID
    second: UUID | None


class Place(NamedTuple):
    """Where a page begins: after this visit in the order of coming; before it if ``back``."""

    at: datetime
    visit: UUID
    back: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """``total`` visits, and how many with each value of a facet."""

    total: int = 0
    by: dict[Facet, dict[str, int]] = field(default_factory=dict)


def place_of(row: VisitRow, *, back: bool = False) -> Place:
    """The place beside this visit."""
    return Place(row.checked_in, row.id, back)


def in_order(rows: Sequence[VisitRow]) -> list[VisitRow]:
    """By time of coming."""
    return sorted(rows, key=lambda row: (row.checked_in, row.id))


def hours_of(period: Period) -> list[datetime]:
    """When the hours of a bounded period begin, by the local clock; ValueError if it has none."""
    if period.start is None or period.end is None or period.end <= period.start:
        raise ValueError("a period with a beginning and an end after it is needed")
    begin = timezone.localtime(period.start).replace(minute=0, second=0, microsecond=0)
    return [begin + timedelta(hours=n) for n in range(ceil((period.end - begin) / HOUR))]
