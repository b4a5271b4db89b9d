"""What an account may see in tracing: its scope, and what other areas handed over to it.

The hand-overs travel with the scope into the engines' queries, so that no page has to think of
them. Anything else that takes a Scope sees the scope only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from areas.scope import Grant, Scope, scope_for
from plugins.tracing.handover.models import HandOver, HandOverState


@dataclass(frozen=True, slots=True)
class Handed:
    """One person's visits in the area with this path, and below."""

    keys: frozenset[UUID]
    path: str


@dataclass(frozen=True)
class Sight(Scope):
    """A scope and the hand-overs that hold just now."""

    handed: tuple[Handed, ...] = ()


def sight_for(user: Any) -> Scope:
    """The account's scope with its hand-overs; one query more where the scope has limits."""
    scope = scope_for(user)
    if scope.everything or not user.is_active:
        return scope
    rows = HandOver.objects.filter(
        asked_by=user, state=HandOverState.GRANTED, until__gt=timezone.now()
    ).values_list("keys", "area__path")
    handed = tuple(Handed(frozenset(map(UUID, keys)), path) for keys, path in rows)
    return Sight(scope.grants, handed) if handed else scope


def handed_in(scope: Scope) -> tuple[Handed, ...]:
    """The hand-overs of a scope; none of a plain one."""
    return scope.handed if isinstance(scope, Sight) else ()


def words_of(scope: Scope) -> list[str]:
    """The scope as texts, one a grant or hand-over: whoever has them all sees what it shows."""
    grants = [f"grant {grant.paths} {grant.sectors}" for grant in scope.grants]
    handed = [f"handed {each.path} {sorted(map(str, each.keys))}" for each in handed_in(scope)]
    return grants + handed


def without(scope: Scope, some: Collection[Handed]) -> Scope:
    """The scope less these of its hand-overs."""
    if not some:
        return scope
    return Sight(scope.grants, tuple(each for each in handed_in(scope) if each not in some))


def around(scope: Scope, keys: Collection[UUID]) -> Scope:
    """The scope to look for those in whom the person with these keys met.

    A hand-over shows a person's visits and who was there with the person. So it opens its area
    to a question that starts from this person's visits, and to no other: who has those visits
    has them from the same hand-over.
    """
    paths = {handed.path for handed in handed_in(scope) if not handed.keys.isdisjoint(keys)}
    if not paths:
        return scope
    return Scope((*scope.grants, Grant(tuple(sorted(paths)), None)))
