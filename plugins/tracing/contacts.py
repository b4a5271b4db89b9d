"""Who was at the same venue at the same time, over whichever engine."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from areas.scope import Scope
from people.names import fold
from plugins.tracing.engines.base import Engine, Found
from plugins.tracing.handover.sight import around
from plugins.tracing.meetings import NONE, Meeting, Presence, total_minutes
from plugins.tracing.periods import Period
from plugins.tracing.persons import Person, keys_of, people_in

ROWS_LIMIT = 50_000  # visits that may overlap
STAYS_LIMIT = 5000  # stays whose neighbours are looked for
VISITS_LIMIT = 20_000  # visits of the first-order contacts


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone met; ``order`` 1: met the person, 2: met someone who did. ``person.visits`` are
    those during which they met.
    """

    person: Person
    order: int
    meetings: list[Meeting]

    @property
    def minutes(self) -> int:
        """Whole minutes together."""
        return total_minutes(self.meetings)

    @property
    def last(self) -> datetime:
        """When they were last together."""
        return max(meeting.end for meeting in self.meetings)


def first_order(
    engine: Engine, person: Person, scope: Scope, margin: timedelta = NONE
) -> Found[Contact]:
    """Those who met the person; ``margin`` lengthens the person's stays at both ends."""
    presence = Presence((row.stay for row in person.visits), margin)
    return _met(engine, presence, person.keys, around(scope, person.keys), order=1)


def second_order(
    engine: Engine, person: Person, first: Found[Contact], scope: Scope, period: Period
) -> Found[Contact]:
    """Those who met a first-order contact, anywhere within the period, but not the person."""
    met = frozenset(key for contact in first.items for key in contact.person.keys)
    if not met:
        return Found([], first.complete)
    visits = engine.visits_of(met, scope, period, VISITS_LIMIT)
    presence = Presence(row.stay for row in visits.items)
    found = _met(engine, presence, met | person.keys, scope, order=2)
    return Found(found.items, found.complete and first.complete and visits.complete)


def _met(
    engine: Engine, presence: Presence, excluded: frozenset[UUID], scope: Scope, order: int
) -> Found[Contact]:
    found = engine.stays_overlapping(presence.stays[:STAYS_LIMIT], scope, ROWS_LIMIT)
    others = (row for row in found.items if excluded.isdisjoint(keys_of(row)))
    contacts = [
        Contact(person, order, meetings)
        for person in people_in(others)
        if (meetings := presence.meetings(row.stay for row in person.visits))
    ]
    contacts.sort(key=lambda c: (-c.minutes, fold(c.person.name), c.person.key))
    return Found(contacts, found.complete and len(presence.stays) <= STAYS_LIMIT)
