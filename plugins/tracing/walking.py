"""All people whose names fit, beyond the best ones, page after page without an end.

First come those with every syllable, then beginnings, then misspellings; each of these parts in
the order of names and keys. A page begins where the one before ended, so that what is written
meanwhile moves nobody, and the same place is good on either engine. Somebody with several names
or phones is shown once, at the first of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from areas.scope import Scope
from plugins.tracing.engines.base import Engine, Found, VisitRow, WalkedPerson, as_pair, keys_of
from plugins.tracing.engines.lists import ANY, Narrow, Pair, Part, Sought
from plugins.tracing.finding import AskedName, all_listed, visits_of_person
from plugins.tracing.handover.sight import handed_in
from plugins.tracing.periods import Period
from plugins.tracing.persons import Person, people_in

STEP = 50  # people asked for at a time
STEPS = 40  # of a page, lest names that fit nearly but not quite hold it up for ever


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a walk stands: after this pair of a part, or at the part's beginning."""

    part: Part = Part.WHOLE
    after: Pair | None = None


@dataclass(slots=True)
class Page:
    """People as they come; ``spot`` is where the next page begins, None after the last.

    ``complete`` is False where somebody has more visits than are read.
    """

    people: list[Person] = field(default_factory=list)
    spot: Spot | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Walk:
    """``shown``: keys of those who are left out, since they have been shown as the best ones."""

    engine: Engine
    asked: AskedName
    scope: Scope
    period: Period
    narrow: Narrow = ANY
    shown: frozenset[UUID] = frozenset()

    def page(self, spot: Spot, size: int) -> Page:
        """The next ``size`` people from the spot on; fewer where many names only nearly fit."""
        page, step, last = Page(), max(STEP, size + 1), spot
        for _ in range(STEPS):
            rows = self.engine.people_like(
                self.asked.text, spot.part, self.scope, self.period, step, self.narrow, spot.after
            )
            keys = {key for row in rows for key in keys_of(row)}
            visits = visits_of_person(self.engine, keys - self.shown, self.scope, self.period)
            if not visits.complete and len(rows) > 1:  # fewer people at a time, then
                step = max(1, len(rows) // 5)
                continue
            page.complete = page.complete and visits.complete
            for row, person in self._first_times(rows, visits):
                if len(page.people) == size:
                    page.spot = last
                    return page
                page.people.append(person)
                last = Spot(spot.part, row.at)
            if len(rows) == step:
                spot = Spot(spot.part, rows[-1].at)
            elif spot.part == max(Part):
                return page
            else:
                spot = Spot(Part(spot.part + 1))
        page.spot = spot
        return page

    def _first_times(
        self, rows: list[WalkedPerson], visits: Found[VisitRow]
    ) -> Iterator[tuple[WalkedPerson, Person]]:
        """Those whom the walk meets in these rows and has not met before."""
        matches = {name: self.asked.match(name) for name in {row.name for row in visits.items}}
        people = {key: person for person in people_in(visits.items) for key in person.keys}
        first: dict[UUID, tuple[Any, ...]] = {}
        for visit in self._walked_over(visits.items):
            if match := matches[visit.name]:
                person, place = people[visit.person_key].key, (match.level, *as_pair(visit))
                first[person] = min(first.get(person, place), place)
        for row in rows:
            person_met, fits = people.get(row.person_key), matches.get(row.name)
            if person_met is None or fits is None or not self.shown.isdisjoint(person_met.keys):
                continue
            met_here = first.get(person_met.key) == (fits.level, *as_pair(row))
            if met_here or not visits.complete:
                yield row, person_met

    def _walked_over(self, visits: list[VisitRow]) -> list[VisitRow]:
        """Those of the people's visits that the walk comes by: not those that were handed over."""
        if self.narrow == ANY and not handed_in(self.scope):
            return visits
        keys = frozenset(key for row in visits for key in keys_of(row))
        sought, scope = Sought(keys=keys, narrow=self.narrow), Scope(self.scope.grants)
        seen = {row.id for row in all_listed(self.engine, sought, scope, self.period)}
        return [row for row in visits if row.id in seen]
