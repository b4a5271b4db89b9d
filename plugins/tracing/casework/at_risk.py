"""Which places are at risk: where the F0 of a case was while infectious. Pure functions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from plugins.tracing.engines.base import VisitRow
from plugins.tracing.periods import Period
from plugins.tracing.persons import Person

GRAIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Infectious:
    """The F0 of a case, and when the person was infectious."""

    case: int
    key: UUID
    period: Period


@dataclass(slots=True)
class Place:
    """A venue where infectious people were: their stays, by case."""

    venue: int
    stays: list[tuple[VisitRow, int]] = field(default_factory=list)

    @property
    def cases(self) -> set[int]:
        """Whose cases they are."""
        return {case for _row, case in self.stays}

    @property
    def last(self) -> datetime:
        """When the last of them left."""
        return max(row.stay_end for row, _case in self.stays)

    def spans(self) -> list[tuple[datetime, datetime]]:
        """The times that visitors should look for: see rounded."""
        return rounded((row.checked_in, row.stay_end) for row, _case in self.stays)


def places(people: Iterable[Person], infectious: Sequence[Infectious]) -> list[Place]:
    """The venues, those of the most cases first, then the latest.

    The same entry may be known twice, from the phone and from a book; both are listed, the
    spans of time are one.
    """
    by_key: dict[UUID, list[Infectious]] = defaultdict(list)
    for each in infectious:
        by_key[each.key].append(each)
    found: dict[int, Place] = {}
    for person in people:
        cases = {each.case: each for key in person.keys for each in by_key.get(key, ())}
        for row in person.visits:
            for case in cases.values():
                if case.period.holds(row.checked_in, row.stay_end):
                    place = found.setdefault(row.venue_id, Place(row.venue_id))
                    place.stays.append((row, case.case))
    for place in found.values():
        place.stays.sort(key=lambda stay: (stay[0].checked_in, stay[0].id))
    return sorted(found.values(), key=lambda p: (-len(p.cases), -p.last.timestamp(), p.venue))


def rounded(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans widened outwards to half hours and joined where they touch, in order.

    Exact minutes help nobody who reads a notice, and may tell who the person was.
    """
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted((_down(start), _up(end)) for start, end in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _down(at: datetime) -> datetime:
    seconds = GRAIN.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=at.tzinfo)


def _up(at: datetime) -> datetime:
    below = _down(at)
    return below if below == at else below + GRAIN
