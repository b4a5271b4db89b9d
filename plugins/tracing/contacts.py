"""Who was at the same place at the same time, over whichever engine."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from areas.scope import Scope
from people.names import fold
from plugins.tracing.engines.base import Engine, Found, VisitRow
from plugins.tracing.handover.sight import around
from plugins.tracing.kinds import Kinds
from plugins.tracing.meetings import NONE, Meeting, Presence, Stay, total_minutes
from plugins.tracing.periods import Period
from plugins.tracing.persons import Person, keys_of, people_in
from plugins.tracing.risk import doses, risk

ROWS_LIMIT = 50_000  # visits that may overlap
STAYS_LIMIT = 5000  # stays whose neighbours are looked for
VISITS_LIMIT = 20_000  # visits of the first-order contacts


_doses_of = attrgetter("doses")


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts as a contact.

    ``margin`` lengthens the stays of those asked about at both ends. ``categories``: codes of the
    kinds of venues that count, none for all. Who met for fewer than ``least_minutes`` in all is
    left out.
    """

    margin: timedelta = NONE
    categories: frozenset[str] = frozenset()
    least_minutes: int = 0


ANYWHERE = Rule()


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone met; ``order`` 1: met the person, 2: met someone who did. ``person.visits`` are
    those during which they may have met. ``doses``: what the risk is reckoned from, see risk.py.
    """

    person: Person
    order: int
    meetings: list[Meeting]
    doses: float

    @property
    def risk(self) -> float:
        """0 to 100."""
        return risk(self.doses)

    @property
    def minutes(self) -> int:
        """Whole minutes together."""
        return total_minutes(self.meetings)

    @property
    def last(self) -> datetime:
        """When they were last together."""
        return max(meeting.end for meeting in self.meetings)


def first_order(
    engine: Engine, person: Person, scope: Scope, rule: Rule = ANYWHERE
) -> Found[Contact]:
    """Those who met the person."""
    around_person = around(scope, person.keys)
    return _met(engine, person.visits, person.keys, around_person, rule, order=1)


def next_order(
    engine: Engine,
    person: Person,
    found: Found[Contact],
    scope: Scope,
    period: Period,
    rule: Rule = ANYWHERE,
) -> Found[Contact]:
    """Those who met the farthest of the contacts found so far, anywhere within the period.

    Nobody who was found already, nor the person.
    """
    farthest = max((contact.order for contact in found.items), default=0)
    met = _keys(contact for contact in found.items if contact.order == farthest)
    if not met:
        return Found([], found.complete)
    visits = engine.visits_of(met, scope, period, VISITS_LIMIT)
    known = _keys(found.items) | person.keys
    more = _met(engine, visits.items, known, scope, rule, order=farthest + 1)
    return Found(more.items, more.complete and found.complete and visits.complete)


def presence_of(rows: Iterable[VisitRow], kinds: Kinds, rule: Rule) -> Presence:
    """Where the rule looks for those who were there with these visits' people."""
    stays = (
        kinds.stay(row)
        for row in rows
        if not rule.categories or kinds.categories.get(row.venue_id) in rule.categories
    )
    return Presence(stays, rule.margin)


def others_there(
    engine: Engine, presence: Presence, excluded: frozenset[UUID], scope: Scope
) -> Found[VisitRow]:
    """Visits that may overlap the presence, of people without any of the excluded keys."""
    found = engine.stays_overlapping(presence.stays[:STAYS_LIMIT], scope, ROWS_LIMIT)
    others = [row for row in found.items if excluded.isdisjoint(keys_of(row))]
    return Found(others, found.complete and len(presence.stays) <= STAYS_LIMIT)


def contacts_in(
    rows: Iterable[VisitRow], presence: Presence, kinds: Kinds, rule: Rule, order: int
) -> list[Contact]:
    """The people of these visits who were there with the presence, the greatest risk first."""
    contacts = [
        Contact(person, order, meetings, doses(meetings, kinds.weights))
        for person in people_in(rows)
        if (meetings := presence.meetings(kinds.stay(row) for row in person.visits))
        and (not rule.least_minutes or total_minutes(meetings) >= rule.least_minutes)
    ]
    contacts.sort(key=lambda c: -c.doses)
    return [contact for _doses, same in groupby(contacts, _doses_of) for contact in _by_name(same)]


def _by_name(contacts: Iterable[Contact]) -> list[Contact]:
    """Folding names takes its time, so those only that must be compared."""
    contacts = list(contacts)
    if len(contacts) > 1:
        contacts.sort(key=lambda c: (fold(c.person.name), c.person.key))
    return contacts


def pairs(
    presences: Mapping[UUID, Presence], contacts: Iterable[Contact], kinds: Kinds
) -> Iterator[tuple[UUID, UUID, Meeting]]:
    """Who met whom: key of the nearer one (of ``presences``), of the contact, and the meeting."""
    spans: dict[int, list[tuple[datetime, datetime, UUID]]] = {}
    for key, presence in presences.items():
        for stay in presence.stays:
            spans.setdefault(stay.venue, []).append((stay.start, stay.end, key))
    there = {venue: Crowd(some) for venue, some in spans.items()}
    for contact in contacts:
        stays = [kinds.stay(row) for row in contact.person.visits]
        crowds = ((there[stay.venue], stay) for stay in stays if stay.venue in there)
        near = dict.fromkeys(key for crowd, stay in crowds for key in crowd.during(stay))
        for key in near:
            for meeting in presences[key].meetings(stays):
                yield key, contact.person.key, meeting


def _keys(contacts: Iterable[Contact]) -> frozenset[UUID]:
    return frozenset(key for contact in contacts for key in contact.person.keys)


class Crowd:
    """Those who were at one venue, ready to be asked again and again who was there when.

    A market has thousands in a day; comparing each with each took minutes.
    """

    def __init__(self, spans: Iterable[tuple[datetime, datetime, UUID]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _end, _key in self._spans]
        self._longest = max(end - start for start, end, _key in self._spans)

    def during(self, stay: Stay) -> list[UUID]:
        """Who shared time with the stay; who is known at two check points may be there twice."""
        first = bisect_left(self._starts, stay.start - self._longest)
        last = bisect_left(self._starts, stay.end)
        return [key for _start, end, key in self._spans[first:last] if end > stay.start]


def _met(
    engine: Engine,
    visits: Iterable[VisitRow],
    excluded: frozenset[UUID],
    scope: Scope,
    rule: Rule,
    order: int,
) -> Found[Contact]:
    visits = list(visits)
    kinds = Kinds.of({row.venue_id for row in visits})
    presence = presence_of(visits, kinds, rule)
    found = others_there(engine, presence, excluded, scope)
    return Found(contacts_in(found.items, presence, kinds, rule, order), found.complete)
