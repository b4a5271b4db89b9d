"""From a question to people, over whichever engine: ranks and limits are the same for all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from areas.scope import Scope
from people.matching import Level, NameMatch, match_name
from people.names import fold
from plugins.tracing.batches import batches
from plugins.tracing.engines.base import Engine, Found, NamedPerson, VisitRow
from plugins.tracing.engines.lists import ANY, Narrow, Place, Sought, place_of
from plugins.tracing.periods import Period
from plugins.tracing.persons import Person, joined, keys_of, main_key

PEOPLE_LIMIT = 200  # people that one search by name lists
NAMES_LIMIT = 2000  # names that one search looks at
PAIRS_LIMIT = 2000  # pairs of name and person in one step
VISITS_LIMIT = 20_000  # visits of the people on one page
LISTED_AT_ONCE = 2000  # visits, fewer than a server refuses to list at once
_FIRST_NAMES, _NAMES_A_TIME = 50, PEOPLE_LIMIT  # the best first: they must not be cut off
# A phone leads to an ID, that to another phone, and so on; further is no longer one person.
_ROUNDS = 4


class Candidate(NamedTuple):
    """Someone with a name that fits; sorts as the list is shown."""

    rank: tuple[int, int, int, int]
    folded: str
    key: UUID
    keys: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name, and which of those recorded fit it; with ``ends``, those that lack middle names."""

    name: str
    ends: bool = False

    @property
    def text(self) -> str:
        """What engines are asked for."""
        return _ends(self.name) if self.ends else self.name

    def match(self, other: str) -> NameMatch | None:
        """How a recorded name fits."""
        if not self.ends:
            return match_name(self.name, other)
        if _ends(other) != self.text:
            return None
        match = match_name(other, self.name)
        return match if match and match.level <= Level.SYLLABLES else None


@dataclass(frozen=True, slots=True)
class Best:
    """The people whose names fit best; ``complete``: nobody else fits, else see walking.py."""

    items: list[Candidate]
    complete: bool
    asked: AskedName


def people_by_name(
    engine: Engine, name: str, scope: Scope, period: Period, narrow: Narrow = ANY
) -> Best:
    """People whose name fits, best first, at most PEOPLE_LIMIT."""
    asked = AskedName(name)
    ranks, complete = _ranked(engine, asked, scope, period)
    if not ranks and len(fold(name).split()) > 2:
        asked = AskedName(name, ends=True)
        ranks, complete = _ranked(engine, asked, scope, period)
    rows: list[NamedPerson] = []
    best = sorted(ranks, key=lambda other: (*ranks[other], other))
    for names in (best[:_FIRST_NAMES], *batches(best[_FIRST_NAMES:], _NAMES_A_TIME)):
        if len({row.person_key for row in rows}) >= PEOPLE_LIMIT:
            complete = False
            break
        found = engine.people_named(names, scope, period, PAIRS_LIMIT, narrow)
        rows += found.items
        complete = complete and found.complete
    people = sorted(_candidate(group, ranks) for group in joined(rows))
    return Best(people[:PEOPLE_LIMIT], complete and len(people) <= PEOPLE_LIMIT, asked)


def _ranked(
    engine: Engine, asked: AskedName, scope: Scope, period: Period
) -> tuple[dict[str, tuple], bool]:
    """Names that fit with their ranks, and whether these are all."""
    likely = engine.names_like(asked.text, scope, period, NAMES_LIMIT, enough=PEOPLE_LIMIT)
    ranks = {
        other: (match.rank, fold(other))
        for other in likely.items
        if (match := asked.match(other)) is not None
    }
    return ranks, likely.complete


def _ends(name: str) -> str:
    syllables = fold(name).split()
    return f"{syllables[0]} {syllables[-1]}" if syllables else ""


def visits_of_person(
    engine: Engine, keys: Iterable[UUID], scope: Scope, period: Period
) -> Found[VisitRow]:
    """Visits under these keys and under those that they lead to; newest first is not promised."""
    found: dict[UUID, VisitRow] = {}
    asked: set[UUID] = set()
    complete = True
    for _ in range(_ROUNDS):
        todo = {key for row in found.values() for key in keys_of(row)} - asked
        todo |= set(keys) - asked
        if not todo:
            break
        more = engine.visits_of(todo, scope, period, VISITS_LIMIT)
        found |= {row.id: row for row in more.items}
        complete = complete and more.complete
        asked |= todo
    return Found(list(found.values()), complete)


def _candidate(group: Sequence[NamedPerson], ranks: dict[str, tuple]) -> Candidate:
    rank, folded = min(ranks[row.name] for row in group)
    keys = frozenset(key for row in group for key in keys_of(row))
    return Candidate(rank, folded, main_key(group), keys)


def is_called(person: Person, name: str) -> bool:
    """Whether one of the names under which the person is recorded fits."""
    names = (person.name, *person.other_names)
    return any(match_name(name, other) is not None for other in names)


def all_listed(
    engine: Engine, sought: Sought, scope: Scope, period: Period, limit: int = VISITS_LIMIT
) -> Iterator[VisitRow]:
    """The visits sought page by page, in order of coming, at most about ``limit``."""
    place: Place | None = None
    for _ in range(-(-limit // LISTED_AT_ONCE)):
        rows = engine.listed(sought, scope, period, LISTED_AT_ONCE, place)
        yield from rows
        if len(rows) < LISTED_AT_ONCE:
            break
        place = place_of(rows[-1])


def with_visits(
    engine: Engine, people: Sequence[Person], narrow: Narrow, scope: Scope, period: Period
) -> list[Person]:
    """Those of the people who have visits that one narrows to."""
    keys = frozenset(key for person in people for key in person.keys)
    seen = {row.id for row in all_listed(engine, Sought(keys=keys, narrow=narrow), scope, period)}
    return [person for person in people if any(row.id in seen for row in person.visits)]
