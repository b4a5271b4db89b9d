"""Conditions of searches in Elasticsearch: scope, period, keys, names. Pure functions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import UUID

from elasticsearch_dsl import Q, Search
from elasticsearch_dsl.query import Query

from areas.scope import Grant, Scope
from people.matching import MIN_TYPO_LETTERS, is_initial, question_syllables
from plugins.tracing.engines import elasticsearch_lists as lists
from plugins.tracing.engines.lists import Sought
from plugins.tracing.handover.sight import handed_in
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import Period


def visible(scope: Scope, period: Period) -> Search:
    """A search for what the scope allows, within the period."""
    return within(period).filter(in_scope(scope))


def within(period: Period) -> Search:
    """What shares time with the period."""
    search = Search()
    if period.end is not None:
        search = search.filter("range", checked_in={"lt": _iso(period.end)})
    if period.start is not None:
        start = _iso(period.start)
        search = search.filter(
            Q("range", stay={"gt": start, "relation": "intersects"})
            | Q("range", checked_in={"gte": start})
        )
    return search


def seen(scope: Scope) -> Query:
    """What is in scope, and what was handed over."""
    handed = [all_of([of(each.keys), Q("term", areas=each.path)]) for each in handed_in(scope)]
    return any_of([in_scope(scope), *handed]) if handed else in_scope(scope)


def of_sought(sought: Sought, scope: Scope, period: Period) -> Search:
    """The visits sought, as far as they may be seen."""
    which = of(sought.keys) if sought.venue is None else Q("term", venue=sought.venue)
    search = within(period).filter(seen(scope)).filter(which)
    return filtered(search, lists.narrowed(sought.narrow))


def filtered(search: Search, conditions: Sequence[Query]) -> Search:
    """The search with more conditions."""
    return reduce(lambda narrower, condition: narrower.filter(condition), conditions, search)


def of(keys: Iterable[UUID]) -> Query:
    """One of these keys is a visit's first or second one."""
    hexes = sorted(key.hex for key in keys)
    return any_of([Q("terms", person=hexes), Q("terms", second=hexes)])


def in_scope(scope: Scope) -> Query:
    """At a venue that the scope allows."""
    if scope.everything:
        return Q("match_all")
    return any_of([_granted(grant) for grant in scope.grants])


def _granted(grant: Grant) -> Query:
    parts = []
    if grant.paths is not None:
        parts.append(Q("terms", areas=list(grant.paths)))
    if grant.sectors is not None:
        parts.append(Q("terms", sector=list(grant.sectors)))
    return all_of(parts)


def shares(stay: Stay) -> dict[str, Any]:
    """Stays that share a moment; dates are indexed in whole milliseconds, so ends count in."""
    span = {"gte": _iso(stay.start), "lte": _iso(stay.end), "relation": "intersects"}
    return {"range": {"stay": span}}


def fitting(name: str) -> tuple[Query, Query, Query]:
    """Names with every syllable; or where some are only begun; or where typos are forgiven, too."""
    syllables = question_syllables(name)
    return (
        all_of([Q("term", folded=syllable) for syllable in syllables]),
        all_of(syllable_queries(syllables, typos=False)),
        all_of(syllable_queries(syllables, typos=True)),
    )


def syllable_queries(syllables: Sequence[str], *, typos: bool) -> list[Query]:
    """For each syllable of a question, which syllables of names it may stand for."""
    queries = []
    for number, syllable in enumerate(syllables, start=1):
        accepted = [Q("term", folded=syllable)]
        if typos and len(syllable) >= MIN_TYPO_LETTERS:
            # Every term that fits, not the commonest 50 as by default.
            fuzzy = {"value": syllable, "fuzziness": 1, "rewrite": "constant_score"}
            accepted = [Q("fuzzy", folded=fuzzy)]
        if number == len(syllables) or is_initial(syllable):
            accepted.append(Q("prefix", folded=syllable))
        queries.append(any_of(accepted))
    return queries


def all_of(queries: Sequence[Query]) -> Query:
    """All of the queries."""
    return Q("bool", filter=list(queries))


def any_of(queries: Sequence[Query]) -> Query:
    """One of the queries at least; none at all matches nothing."""
    return Q("bool", should=list(queries), minimum_should_match=1) if queries else Q("match_none")


def _iso(at: datetime) -> str:
    return at.isoformat()
