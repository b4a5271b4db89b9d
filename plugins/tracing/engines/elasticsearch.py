"""Search in Elasticsearch, through elasticsearch-dsl."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from itertools import chain
from typing import Any
from uuid import UUID

from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query

from areas.scope import Grant, Scope
from people.matching import MIN_TYPO_LETTERS, is_initial, question_syllables
from people.names import exact
from plugins.tracing.batches import batches
from plugins.tracing.engines import elasticsearch_lists as lists
from plugins.tracing.engines.base import EngineUnavailable, Found, NamedPerson, VisitRow
from plugins.tracing.engines.client import alias, client, faults_named
from plugins.tracing.engines.documents import ROW_FIELDS, visit_row
from plugins.tracing.engines.lists import ANY, Counts, Facet, Narrow, Place, Sought, in_order
from plugins.tracing.engines.name_lists import as_written
from plugins.tracing.handover.sight import handed_in
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import Period

PAGE = 2000  # documents an answer; more are fetched page by page
STAYS_A_SEARCH = 50
MOST_AREAS = 10_000  # where one person was
SEARCHES_A_REQUEST = 50
HIT_PARTS = [
    f"responses.{part}"
    for part in ("error", "timed_out", "_shards.failed", "hits.hits._source", "hits.hits.sort")
]


class ElasticsearchEngine:
    """Searches the alias of the monthly indices; behind the database by the indexer's lag."""

    name = "elasticsearch"

    def names_like(
        self, name: str, scope: Scope, period: Period, limit: int, enough: int
    ) -> Found[str]:
        """See Engine. One request. What fits better is not cut off for what fits less."""
        syllables = question_syllables(name)
        written = Q("terms", name=as_written(name))
        accents = _all_of([Q("term", exact=syllable) for syllable in exact(name).split()])
        whole = _all_of([Q("term", folded=syllable) for syllable in syllables])
        plain = _all_of(_syllable_queries(syllables, typos=False))
        wide = _all_of(_syllable_queries(syllables, typos=True))
        search = _visible(scope, period).filter(wide)[:0]
        # "map": only the names that match are looked at, not all names there are.
        names = {"field": "name", "size": limit + 1, "execution_hint": "map"}
        parts = {
            "written": written,
            "accents": accents,
            "whole": whole & ~accents,
            "begun": plain & ~whole,
            "typos": ~plain,
        }
        for part, condition in parts.items():
            search.aggs.bucket(part, "filter", filter=condition).bucket("names", "terms", **names)
        (answer,) = _ask([search.to_dict()])
        *spelt, typos = (
            [bucket["key"] for bucket in answer["aggregations"][part]["names"]["buckets"]]
            for part in parts
        )
        found = list(dict.fromkeys(chain(*spelt)))
        if len(found) >= enough:
            return Found(found[:limit], complete=False)
        found = list(dict.fromkeys([*found, *typos]))
        return Found(found[:limit], complete=len(found) <= limit)

    def people_named(
        self,
        names: Sequence[str],
        scope: Scope,
        period: Period,
        limit: int,
        narrow: Narrow = ANY,
    ) -> Found[NamedPerson]:
        """See Engine. One request."""
        search = _visible(scope, period).filter("terms", name=list(names))[:0]
        search = _filtered(search, lists.narrowed(narrow))
        sources: list[dict[str, Any]] = [
            {"name": {"terms": {"field": "name"}}},
            {"person": {"terms": {"field": "person"}}},
            {"second": {"terms": {"field": "second", "missing_bucket": True}}},
        ]
        search.aggs.bucket("people", A("composite", sources=sources, size=limit + 1))
        (answer,) = _ask([search.to_dict()])
        keys = [bucket["key"] for bucket in answer["aggregations"]["people"]["buckets"]]
        people = [
            NamedPerson(
                key["name"], UUID(key["person"]), UUID(key["second"]) if key["second"] else None
            )
            for key in keys
        ]
        return Found(people[:limit], complete=len(people) <= limit)

    def visits_of(
        self, keys: Iterable[UUID], scope: Scope, period: Period, limit: int
    ) -> Found[VisitRow]:
        """See Engine. One request for each PAGE visits."""
        search = _within(period).filter(_seen(scope)).filter(_of(keys))
        return _rows([search.sort("-checked_in", "-visit").to_dict()], limit)

    def visits_elsewhere(
        self, keys: Iterable[UUID], scope: Scope, period: Period
    ) -> dict[str, int]:
        """See Engine. One request, none without a limit of scope."""
        if scope.everything:
            return {}
        search = _within(period).filter(_of(keys)).filter(~_seen(scope))[:0]
        search.aggs.bucket("areas", "terms", field="areas", size=MOST_AREAS)
        (answer,) = _ask([search.to_dict()])
        buckets = answer["aggregations"]["areas"]["buckets"]
        return lists.own_counts({bucket["key"]: bucket["doc_count"] for bucket in buckets})

    def stays_overlapping(self, stays: Sequence[Stay], scope: Scope, limit: int) -> Found[VisitRow]:
        """See Engine. One request for each SEARCHES_A_REQUEST venues, as a rule."""
        by_venue: dict[int, list[Stay]] = defaultdict(list)
        for stay in stays:
            by_venue[stay.venue].append(stay)
        seen = [_in_scope(scope).to_dict()]  # the same for all; made once, for there are many
        searches = [
            {
                "query": {
                    "bool": {
                        "filter": [
                            {"term": {"venue": venue}},
                            {"bool": {"should": [_shares(stay) for stay in some]}},
                            *seen,
                        ]
                    }
                },
            }
            for venue, own in by_venue.items()
            for some in batches(own, STAYS_A_SEARCH)
        ]
        return _rows(searches, limit)

    def listed(
        self, sought: Sought, scope: Scope, period: Period, size: int, place: Place | None = None
    ) -> list[VisitRow]:
        """See Engine. One request."""
        body = lists.page(_sought(sought, scope, period), place)
        (answer,) = _ask([{**body, "size": size, "_source": ROW_FIELDS}])
        return in_order([visit_row(hit["_source"]) for hit in answer["hits"]["hits"]])

    def counted(
        self, sought: Sought, scope: Scope, period: Period, facets: Sequence[Facet]
    ) -> Counts:
        """See Engine. One request."""
        (answer,) = _ask([lists.counts(_sought(sought, scope, period), facets)])
        return lists.counts_in(answer, facets)

    def documents(self) -> int:
        """See Engine."""
        with faults_named():
            return int(client().count(index=alias())["count"])


def _visible(scope: Scope, period: Period) -> Search:
    """A search for what the scope allows, within the period."""
    return _within(period).filter(_in_scope(scope))


def _within(period: Period) -> Search:
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


def _seen(scope: Scope) -> Query:
    """What is in scope, and what was handed over."""
    handed = [_all_of([_of(each.keys), Q("term", areas=each.path)]) for each in handed_in(scope)]
    return _any_of([_in_scope(scope), *handed]) if handed else _in_scope(scope)


def _sought(sought: Sought, scope: Scope, period: Period) -> Search:
    which = _of(sought.keys) if sought.venue is None else Q("term", venue=sought.venue)
    search = _within(period).filter(_seen(scope)).filter(which)
    return _filtered(search, lists.narrowed(sought.narrow))


def _filtered(search: Search, conditions: Sequence[Query]) -> Search:
    return reduce(lambda narrower, condition: narrower.filter(condition), conditions, search)


def _of(keys: Iterable[UUID]) -> Query:
    hexes = sorted(key.hex for key in keys)
    return _any_of([Q("terms", person=hexes), Q("terms", second=hexes)])


def _in_scope(scope: Scope) -> Query:
    if scope.everything:
        return Q("match_all")
    return _any_of([_granted(grant) for grant in scope.grants])


def _granted(grant: Grant) -> Query:
    parts = []
    if grant.paths is not None:
        parts.append(Q("terms", areas=list(grant.paths)))
    if grant.sectors is not None:
        parts.append(Q("terms", sector=list(grant.sectors)))
    return _all_of(parts)


def _shares(stay: Stay) -> dict[str, Any]:
    """Stays that share a moment; dates are indexed in whole milliseconds, so ends count in."""
    span = {"gte": _iso(stay.start), "lte": _iso(stay.end), "relation": "intersects"}
    return {"range": {"stay": span}}


def _syllable_queries(syllables: Sequence[str], *, typos: bool) -> list[Query]:
    queries = []
    for number, syllable in enumerate(syllables, start=1):
        accepted = [Q("term", folded=syllable)]
        if typos and len(syllable) >= MIN_TYPO_LETTERS:
            # Every term that fits, not the commonest 50 as by default.
            fuzzy = {"value": syllable, "fuzziness": 1, "rewrite": "constant_score"}
            accepted = [Q("fuzzy", folded=fuzzy)]
        if number == len(syllables) or is_initial(syllable):
            accepted.append(Q("prefix", folded=syllable))
        queries.append(_any_of(accepted))
    return queries


def _all_of(queries: Sequence[Query]) -> Query:
    return Q("bool", filter=list(queries))


def _any_of(queries: Sequence[Query]) -> Query:
    """One of the queries at least; none at all matches nothing."""
    return Q("bool", should=list(queries), minimum_should_match=1) if queries else Q("match_none")


def _rows(searches: Sequence[dict[str, Any]], limit: int) -> Found[VisitRow]:
    """All hits of the searches, each once, page by page, until the limit.

    Searches without an order are given one if they have more than a page: sorting costs time.
    """
    found: dict[str, VisitRow] = {}
    waiting = list(searches)
    while waiting and len(found) <= limit:
        now, waiting = waiting[:SEARCHES_A_REQUEST], waiting[SEARCHES_A_REQUEST:]
        size = min(PAGE, limit + 1)
        page = {"size": size, "_source": ROW_FIELDS, "track_total_hits": False}
        answers = _ask([{**s, **page} for s in now], parts=HIT_PARTS)
        for search, answer in zip(now, answers, strict=True):
            hits = answer.get("hits", {}).get("hits", [])
            found |= {hit["_source"]["visit"]: visit_row(hit["_source"]) for hit in hits}
            if len(hits) == size and "sort" not in search:
                waiting.append({**search, "sort": ["visit"]})
            elif len(hits) == size:
                waiting.append({**search, "search_after": hits[-1]["sort"]})
    return Found(list(found.values())[:limit], complete=len(found) <= limit)


def _ask(
    searches: Sequence[dict[str, Any]], parts: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Send the searches as one request. An answer that is not whole counts as no answer.

    ``parts`` of each answer are all that is sent back.
    """
    lines: list[dict[str, Any]] = []
    for search in searches:
        lines += [{}, search]
    with faults_named():
        answers = client().msearch(index=alias(), searches=lines, filter_path=parts)["responses"]
    for answer in answers:
        if "error" in answer:
            raise EngineUnavailable(str(answer["error"]))
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise EngineUnavailable("some shards did not answer")
    return list(answers)


def _iso(at: datetime) -> str:
    return at.isoformat()
