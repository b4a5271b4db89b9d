"""Looking up: search, history, contacts. Every look-up is checked, and recorded before it answers.

All functions raise NotAllowed, NoReason or BadQuestion.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from areas.scope import Scope
from audit.keys import hexes
from audit.models import Action
from plugins.tracing import contacts as meeting_people
from plugins.tracing.apps import TracingConfig
from plugins.tracing.contacts import Contact, Rule
from plugins.tracing.engines import Answered, Engine, Fallback, answer
from plugins.tracing.engines.base import Found
from plugins.tracing.engines.lists import ANY, Counts, Facet, Narrow, Sought
from plugins.tracing.errors import BadQuestion, NotAllowed
from plugins.tracing.finding import visits_of_person
from plugins.tracing.handover.sight import sight_for
from plugins.tracing.links.engine import LinkedEngine
from plugins.tracing.periods import ALWAYS, Period
from plugins.tracing.persons import Person, people_in
from plugins.tracing.places_named import without_venue
from plugins.tracing.questions import Question
from plugins.tracing.reasons import Asker, Reason, check_reason
from plugins.tracing.recording import put_down
from plugins.tracing.searching import Page, Wanted, page_of
from plugins.tracing.walking import Spot

PERMISSION = "tracing.trace_visits"
LONGEST_MARGIN = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from; ``lag_seconds``: how far the index is behind the visits.

    ``fallback`` says why it is not Elasticsearch, where it should have been (see engines).
    ``dead`` counts visits that the index refused, so that they are missing from the answer.
    ``partial``: the search took too long, and this is what was found by then.
    """

    engine: str
    fallback: Fallback
    lag_seconds: float
    dead: int = 0
    partial: bool = False

    @classmethod
    def of(cls, answered: Answered) -> "Source":
        """As it was when the engine was asked."""
        behind, dead = answered.lag_seconds, answered.dead
        return cls(answered.engine, answered.fallback, behind, dead, answered.partial)

    @property
    def lag(self) -> int:
        """Whole seconds, for people."""
        return round(self.lag_seconds)


@dataclass(frozen=True, slots=True)
class People:
    """One page of the people found; ``total`` counts all pages, those to come if ``complete``.

    ``counts`` are of the visits of those who fit best, ``narrow`` is what the search was narrowed
    to. ``beyond`` and ``next_spot``: see searching.Page. ``elsewhere``: where nobody was found, a
    key that was asked for and has visits that the account may not see.
    """

    people: list[Person]
    total: int
    complete: bool
    source: Source
    counts: Counts = field(default_factory=Counts)
    narrow: Narrow = ANY
    page: int = 1
    beyond: bool = False
    next_spot: Spot | None = None
    elsewhere: UUID | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A person with all visits of the period; None: nothing is known that this account may see.

    ``elsewhere`` counts the visits that it may not see, by path of their area.
    """

    person: Person | None
    complete: bool
    source: Source
    elsewhere: dict[str, int] = field(default_factory=dict)

    def keys(self, asked: UUID) -> frozenset[UUID]:
        """The person's keys, as far as seen, and the one asked for."""
        return (self.person.keys if self.person else frozenset()) | {asked}


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom a person met, by order, then the greatest risk first."""

    person: Person | None
    contacts: list[Contact] = field(default_factory=list)
    complete: bool = True
    source: Source = Source("", "", 0.0)


def search(
    asker: Asker,
    question: Question,
    period: Period = ALWAYS,
    *,
    page: int = 1,
    per_page: int = 0,
    narrow: Narrow = ANY,
    facets: Sequence[Facet] = (),
    spot: Spot | None = None,
) -> People:
    """The people that a question means, best fit first; counted from page 1.

    With ``narrow`` those who have such visits only; the name of its venue in the question then
    stands for that, and is no part of a person's. The visits of all of them are counted by
    ``facets``. Pages beyond the best fits begin at a ``spot`` that the page before gave; without
    it, the first of these pages is given.
    """
    scope, reason = _allowed(asker)
    if narrow.venue:
        question = without_venue(question, narrow.venue)
    per_page = per_page or int(TracingConfig.setting("people_per_page"))
    wanted = Wanted(max(1, page), per_page, spot)
    period = question.span or period

    def ask(engine: LinkedEngine) -> tuple[Page, Counts, UUID | None]:
        found = page_of(engine, question, scope, period, narrow, wanted)
        if not found.total and narrow == ANY and not question.name:
            return found, Counts(), _elsewhere(engine, question, scope, period)
        if not facets:
            return found, Counts(), None
        sought = Sought(keys=found.keys, narrow=narrow)
        return found, engine.counted(sought, scope, period, facets), None

    (found, counts, elsewhere), answered = answer(ask)
    number = found.number
    _record(
        asker, Action.SEARCH, reason, question.blind, found.total, period, answered, page=number
    )
    source = Source.of(answered)
    return People(
        found.people, found.total, found.complete, source, counts, narrow,
        number, found.beyond, found.next_spot, elsewhere,
    )  # fmt: skip


def everyone(
    asker: Asker, question: Question, period: Period, narrow: Narrow, size: int
) -> Iterator[People]:
    """All people whom ``search`` finds, however many, page by page; each page is recorded."""
    page = search(asker, question, period, per_page=size, narrow=narrow)
    yield page
    while page.next_spot or (not page.beyond and page.total > page.page * size):
        page = search(
            asker, question, period,
            page=page.page + 1, per_page=size, narrow=narrow, spot=page.next_spot,
        )  # fmt: skip
        yield page


def history(asker: Asker, key: UUID, period: Period = ALWAYS) -> History:
    """A person's visits; any of the person's keys will do."""
    scope, reason = _allowed(asker)

    def ask(engine: Engine) -> tuple[Person | None, bool, dict[str, int]]:
        person, complete = _person(engine, key, scope, period)
        keys = {key} | (person.keys if person else frozenset())
        return person, complete, engine.visits_elsewhere(keys, scope, period)

    (person, complete, elsewhere), answered = answer(ask)
    visits = len(person.visits) if person else 0
    more = _named(person)
    if elsewhere:
        more["elsewhere"] = sum(elsewhere.values())
    _record(asker, Action.OPEN_PERSON, reason, f"key:{key.hex}", visits, period, answered, **more)
    return History(person, complete, Source.of(answered), elsewhere)


def contacts(
    asker: Asker,
    key: UUID,
    period: Period = ALWAYS,
    *,
    order: int = 1,
    margin: int | None = None,
    least_minutes: int = 0,
    categories: Collection[str] = (),
    known: Person | None = None,
) -> Contacts:
    """Those whom a person met in the period; with ``order`` 2 also whom these met, and so on.

    ``margin`` in minutes (0 to LONGEST_MARGIN, else BadQuestion) lengthens the stays of those
    asked about; None takes the setting. ``least_minutes`` and ``categories`` as in
    plugins.tracing.contacts.Rule. ``known`` is the person as ``history`` just gave it for the same
    question, which saves asking again.
    """
    scope, reason = _allowed(asker)
    minutes = int(TracingConfig.setting("margin_minutes")) if margin is None else margin
    if not 0 <= minutes <= LONGEST_MARGIN:
        raise BadQuestion(_("The margin is 0 to %(most)s minutes.") % {"most": LONGEST_MARGIN})
    rule = Rule(timedelta(minutes=minutes), frozenset(categories), least_minutes)

    def ask(engine: Engine) -> tuple[Person | None, Found[Contact]]:
        person, complete = (known, True) if known else _person(engine, key, scope, period)
        if person is None:
            return None, Found([], complete)
        found = meeting_people.first_order(engine, person, scope, rule)
        for _further in range(1, order):
            more = meeting_people.next_order(engine, person, found, scope, period, rule)
            found = Found(found.items + more.items, more.complete)
        return person, Found(found.items, complete and found.complete)

    (person, found), answered = answer(ask)
    _record(
        asker, Action.CONTACTS, reason, f"key:{key.hex}", len(found.items), period, answered,
        order=order, **_named(person),
    )  # fmt: skip
    return Contacts(person, found.items, found.complete, Source.of(answered))


def people_of_keys(
    asker: Asker, keys: Sequence[UUID], period: Period, question: str
) -> tuple[list[Person], bool, Source]:
    """Several people with their visits of the period; recorded as one search for ``question``.

    The second value is False where a limit cut the visits off.
    """
    scope, reason = _allowed(asker)

    def ask(engine: Engine) -> tuple[list[Person], bool]:
        visits = visits_of_person(engine, keys, scope, period)
        return people_in(visits.items), visits.complete

    (people, complete), answered = answer(ask)
    _record(asker, Action.SEARCH, reason, question, len(people), period, answered)
    return people, complete, Source.of(answered)


def _allowed(asker: Asker) -> tuple[Scope, Reason]:
    if not asker.user.has_perm(PERMISSION):
        raise NotAllowed(_("This account may not search visitor histories."))
    scope = sight_for(asker.user)
    return scope, check_reason(asker.reason, scope)


def _person(engine: Engine, key: UUID, scope: Scope, period: Period) -> tuple[Person | None, bool]:
    visits = visits_of_person(engine, [key], scope, period)
    people = people_in(visits.items)
    return (people[0] if people else None), visits.complete


def _elsewhere(engine: Engine, question: Question, scope: Scope, period: Period) -> UUID | None:
    """The first key asked for under which the scope hides visits; a query for each."""
    hidden = (key for key in question.keys if engine.visits_elsewhere([key], scope, period))
    return next(hidden, None)


def _named(person: Person | None) -> dict[str, Any]:
    """Details that name the person by every key, so that each leads to the entry."""
    return {"keys": hexes(person.keys)} if person else {}


def _record(
    asker: Asker,
    action: str,
    reason: Reason,
    question: str,
    results: int,
    period: Period,
    answered: Answered,
    **more: Any,
) -> None:
    """Write the one entry of a look-up; if that fails, nothing is shown."""
    details = {"engine": answered.engine, **answered.marks, **more}
    put_down(asker, action, reason, question, results, details, period)
