"""Which visits are one person's, and what the person is called. Pure functions.

Visits are joined where they share a key (phone or ID, see people.persons). A phone lent to
someone else joins two people: where the names do not fit each other, the join is doubtful and is
shown as such; an official may part them, or join others (see links/).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from people.matching import match_name
from people.names import exact
from plugins.tracing.engines.base import HasKeys, VisitRow, keys_of

T = TypeVar("T", bound=HasKeys)


@dataclass(frozen=True, slots=True)
class Person:
    """Visits joined into one person, newest first; ``key`` is the one shown in addresses.

    ``other_names`` are what the person is also recorded as. ``doubtful``: one of them does not
    fit the name shown, so this may be two people who share a phone.
    """

    key: UUID
    keys: frozenset[UUID]
    name: str
    other_names: tuple[str, ...]
    doubtful: bool
    visits: Sequence[VisitRow]

    @property
    def venues(self) -> set[int]:
        """Where the person was."""
        return {row.venue_id for row in self.visits}


def joined(items: Iterable[T]) -> list[list[T]]:
    """Items that share a key, directly or through others, together; order kept."""
    # Keys as numbers, which dictionaries find faster, and those only that lead to others.
    parent: dict[int, int] = {}

    def root(key: int) -> int:
        while (up := parent.setdefault(key, key)) != key:
            parent[key] = parent[up]
            key = parent[key]
        return key

    items = list(items)
    for item in items:
        if item.second_key is not None or item.linked:
            for key in keys_of(item)[1:]:
                parent[root(key.int)] = root(item.person_key.int)
    groups: dict[int, list[T]] = defaultdict(list)
    for item in items:
        own = item.person_key.int
        groups[root(own) if own in parent else own].append(item)
    return list(groups.values())


def people_in(rows: Iterable[VisitRow]) -> list[Person]:
    """The people whose visits these are, in the order of their first row."""
    return [_person(group) for group in joined(rows)]


def main_key(rows: Sequence[HasKeys]) -> UUID:
    """The key to call a person by: a phone's rather than an ID's, the commonest, the smallest."""
    second = {row.second_key for row in rows}
    counts = Counter(row.person_key for row in rows)
    return min(counts, key=lambda key: (key in second, -counts[key], key))


def _person(rows: Sequence[VisitRow]) -> Person:
    if len(rows) == 1:  # most of those whom somebody met
        (row,) = rows
        return Person(row.person_key, frozenset(keys_of(row)), row.name, (), False, rows)
    rows = sorted(rows, key=lambda row: (row.checked_in, row.id), reverse=True)
    name, *others = _names(rows)
    return Person(
        key=main_key(rows),
        keys=frozenset(key for row in rows for key in keys_of(row)),
        name=name,
        other_names=tuple(others),
        doubtful=any(not _fit(name, other) for other in others),
        visits=rows,
    )


def _names(rows: Sequence[VisitRow]) -> list[str]:
    """Names the commonest first, then the latest; spellings that differ in case only are one."""
    spellings: dict[str, Counter[str]] = {}
    for row in rows:
        spellings.setdefault(exact(row.name), Counter())[row.name] += 1
    by_use = sorted(spellings.values(), key=lambda counts: -counts.total())
    return [counts.most_common(1)[0][0] for counts in by_use]


def _fit(one: str, other: str) -> bool:
    return match_name(one, other) is not None or match_name(other, one) is not None
