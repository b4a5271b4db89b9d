"""One page of the people that a question means, over whichever engine."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from areas.scope import Scope
from plugins.tracing.engines.base import Engine
from plugins.tracing.engines.lists import ANY, Narrow
from plugins.tracing.finding import (
    Best,
    Candidate,
    is_called,
    people_by_name,
    visits_of_person,
    with_visits,
)
from plugins.tracing.links.engine import LinkedEngine
from plugins.tracing.periods import Period
from plugins.tracing.persons import Person, people_in
from plugins.tracing.questions import Question
from plugins.tracing.walking import Spot, Walk


@dataclass(frozen=True, slots=True)
class Wanted:
    """The page wanted, from 1. ``spot`` is where it begins, of a page beyond the best fits."""

    number: int
    size: int
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """``total`` people were found, or more, if not ``complete``.

    ``keys`` are of all of them. ``beyond``: they are not the best fits any more, but all others in
    turn. ``next_spot``: where the next page begins, if there is one beyond the best fits.
    """

    people: list[Person]
    number: int
    total: int
    complete: bool
    keys: frozenset[UUID] = field(default_factory=frozenset)
    beyond: bool = False
    next_spot: Spot | None = None


def page_of(
    engine: LinkedEngine,
    question: Question,
    scope: Scope,
    period: Period,
    narrow: Narrow,
    wanted: Wanted,
) -> Page:
    """People with the number asked for, the latest first; or with the name, the best fit first."""
    if question.keys:
        return _by_number(engine, question, scope, period, narrow, wanted)
    best = people_by_name(engine, question.name, scope, period, narrow)
    pages = max(1, -(-len(best.items) // wanted.size))
    if wanted.number > pages and not best.complete:
        return _beyond(engine, best, scope, period, narrow, wanted, pages)
    return _best(engine, best, scope, period, wanted, pages)


def _by_number(
    engine: LinkedEngine,
    question: Question,
    scope: Scope,
    period: Period,
    narrow: Narrow,
    wanted: Wanted,
) -> Page:
    keys = engine.links.reach(question.keys)  # all who use the phone, also those parted
    visits = visits_of_person(engine, keys, scope, period)
    people = sorted(
        people_in(visits.items), key=lambda person: person.visits[0].checked_in, reverse=True
    )
    if question.name:
        people = [person for person in people if is_called(person, question.name)]
    if narrow != ANY:
        people = with_visits(engine, people, narrow, scope, period)
    first = (wanted.number - 1) * wanted.size
    return Page(
        people[first : first + wanted.size],
        wanted.number,
        len(people),
        visits.complete,
        frozenset(key for person in people for key in person.keys),
    )


def _best(
    engine: Engine, best: Best, scope: Scope, period: Period, wanted: Wanted, pages: int
) -> Page:
    first = (wanted.number - 1) * wanted.size
    shown = best.items[first : first + wanted.size]
    visits = visits_of_person(engine, _keys(shown), scope, period)
    by_key = {key: person for person in people_in(visits.items) for key in person.keys}
    people = [by_key[candidate.key] for candidate in shown if candidate.key in by_key]
    more = not best.complete and wanted.number == pages
    return Page(
        list({person.key: person for person in people}.values()),
        wanted.number,
        len(best.items),
        best.complete and visits.complete,
        _keys(best.items),
        next_spot=Spot() if more else None,
    )


def _beyond(
    engine: Engine, best: Best, scope: Scope, period: Period, narrow: Narrow, wanted: Wanted,
    pages: int,
) -> Page:  # fmt: skip
    """A page beyond the best fits; the first of them, if where the wanted one begins is unknown."""
    keys = _keys(best.items)
    number = wanted.number if wanted.spot else pages + 1
    page = Walk(engine, best.asked, scope, period, narrow, keys).page(
        wanted.spot or Spot(), wanted.size
    )
    total = len(best.items) + (number - pages - 1) * wanted.size + len(page.people)
    return Page(
        page.people, number, total, page.spot is None and page.complete, keys, True, page.spot
    )


def _keys(candidates: Iterable[Candidate]) -> frozenset[UUID]:
    return frozenset(key for candidate in candidates for key in candidate.keys)
