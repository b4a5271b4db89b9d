"""Decisions on persons, as the visits are read in their light. Pure but for the queries of
``links_now`` and ``known``.

Two people with one phone share its key. Who is parted off has a key of their own, made of that
key and their name (``part_key``), in the place of the phone's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db import connection

from people.blind import name_key
from people.names import exact
from plugins.tracing.links.models import LinkKind, PersonLink

if TYPE_CHECKING:  # engines are made with links
    from plugins.tracing.engines.base import NamedPerson, VisitRow, WalkedPerson

Row = TypeVar("Row", "VisitRow", "NamedPerson", "WalkedPerson")
Pair = tuple[UUID, UUID, str]


@dataclass(frozen=True, slots=True)
class Links:
    """``joined``: by key, all keys of its person. ``parted``: by key, those it was parted from."""

    joined: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    parted: dict[UUID, set[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> "Links":
        """From pairs of keys with what they are to each other."""
        groups: dict[UUID, frozenset[UUID]] = {}
        parted: dict[UUID, set[UUID]] = defaultdict(set)
        for one, other, kind in pairs:
            if kind == LinkKind.PARTED:
                parted[one].add(other)
                parted[other].add(one)
                continue
            group = groups.get(one, frozenset({one})) | groups.get(other, frozenset({other}))
            groups |= dict.fromkeys(group, group)
        return cls(groups, dict(parted))

    def apply(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with the keys that they have after all decisions."""
        if not self.joined and not self.parted:
            return list(rows)
        return [self._apply(row) for row in rows]

    def reach(self, keys: Iterable[UUID]) -> set[UUID]:
        """The keys under which visits of their people may be recorded."""
        wanted = self.whole(keys)
        return wanted.union(*(self.parted.get(key, ()) for key in wanted))

    def is_parted(self, keys: Iterable[UUID]) -> bool:
        """Whether one of these keys is shared with somebody who was parted."""
        return not self.parted.keys().isdisjoint(keys)

    def owns(self, name: str, person_key: UUID, second_key: UUID | None) -> set[UUID]:
        """The keys that something recorded under this name and these keys has after partings."""
        return {self.own(key, name) for key in (person_key, second_key) if key}

    def whole(self, keys: Iterable[UUID]) -> set[UUID]:
        """The keys with those joined to them."""
        given = set(keys)
        return given.union(*(self.joined.get(key, ()) for key in given))

    def _apply(self, row: Row) -> Row:
        person = self.own(row.person_key, row.name)
        second = self.own(row.second_key, row.name) if row.second_key else None
        own = {person, second} if second else {person}
        more = self.whole(own) - own
        if not more and (person, second) == (row.person_key, row.second_key):
            return row
        return replace(row, person_key=person, second_key=second, linked=tuple(sorted(more)))

    def own(self, key: UUID, name: str) -> UUID:
        """The key that a visit under this key and name has after all partings."""
        if key not in self.parted:
            return key
        own = part_key(key, name)
        return own if own in self.parted[key] else key


NO_LINKS = Links()
STATE = "COUNT(*), MAX(made_at), COUNT(undone_at), MAX(undone_at) FROM tracing_personlink"
_kept: tuple[object, Links] = (None, NO_LINKS)


def part_key(key: UUID, name: str) -> UUID:
    """The key of someone under this name who is not whoever else uses the phone or ID.

    Accents count, as where the names are chosen: Hùng and Hưng may be two people.
    """
    return name_key(exact(name), f"parted:{key.hex}")


def links_now() -> Links:
    """All decisions in force, asked for just now; one query, two after a change."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STATE}")
        return known(cursor.fetchone())


def reached(keys: Iterable[UUID]) -> set[UUID]:
    """The keys, and of whoever was parted those of the phone and ID as well; one query.

    For the record: who asks what was looked up is known by phone and ID, not by a key of ours.
    """
    given, links = set(keys), links_now()
    if not links.parted:
        return given
    return given | links.reach(key for key in given if links.is_parted(links.whole([key])))


def known(state: Sequence[object]) -> Links:
    """All decisions in force; no query, one after a change.

    ``state`` is what STATE selects of them just now. Officials make them one by one, so there are
    few; they are kept between look-ups.
    """
    global _kept
    if not state[0]:
        return NO_LINKS
    if _kept[0] != state:
        rows = PersonLink.objects.filter(undone_at__isnull=True).order_by("pk")
        _kept = (state, Links.of(rows.values_list("one", "other", "kind")))
    return _kept[1]
