"""Search in Elasticsearch, through elasticsearch-dsl."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID

from elasticsearch_dsl import Q

from areas.scope import Scope
from people.names import exact
from plugins.tracing.batches import batches
from plugins.tracing.engines import elasticsearch_hours as hours
from plugins.tracing.engines import elasticsearch_lists as lists
from plugins.tracing.engines import elasticsearch_queries as queries
from plugins.tracing.engines.base import (
    EngineUnavailable,
    Found,
    NamedPerson,
    VisitRow,
    WalkedPerson,
)
from plugins.tracing.engines.client import alias, client, faults_named
from plugins.tracing.engines.documents import ROW_FIELDS, visit_row
from plugins.tracing.engines.elasticsearch_asking import SEARCHES_A_REQUEST, Asking
from plugins.tracing.engines.lists import (
    ANY,
    Counts,
    Facet,
    Narrow,
    Pair,
    Part,
    Place,
    Sought,
    in_order,
)
from plugins.tracing.engines.name_lists import as_written
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import Period

STAYS_A_SEARCH = 50  # at most
MOST_AREAS = 10_000  # where one person was


class ElasticsearchEngine:
    """Searches the alias of the monthly indices; behind the database by the indexer's lag."""

    name = "elasticsearch"

    def __init__(self) -> None:
        self._server = Asking()

    @property
    def partial(self) -> bool:
        """Whether an answer to one of the questions so far was cut off by its time."""
        return self._server.partial

    def expect(self, shards: int) -> None:
        """Answers count only if at least so many shards were asked: no index is missing."""
        self._server.least_shards = shards

    def names_like(
        self, name: str, scope: Scope, period: Period, limit: int, enough: int
    ) -> Found[str]:
        """See Engine. One request. What fits better is not cut off for what fits less."""
        written = Q("terms", name=as_written(name))
        accents = queries.all_of([Q("term", exact=syllable) for syllable in exact(name).split()])
        whole, plain, wide = queries.fitting(name)
        search = queries.visible(scope, period).filter(wide)[:0]
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
        (answer,) = self._server.ask([search.to_dict()])
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
        search = queries.visible(scope, period).filter("terms", name=list(names))[:0]
        search = queries.filtered(search, lists.narrowed(narrow))
        search.aggs.bucket("people", lists.pairs(limit + 1))
        (answer,) = self._server.ask([search.to_dict()])
        people = [NamedPerson(*pair) for pair in lists.pairs_in(answer)]
        return Found(people[:limit], complete=len(people) <= limit)

    def people_like(
        self,
        name: str,
        part: Part,
        scope: Scope,
        period: Period,
        size: int,
        narrow: Narrow = ANY,
        after: Pair | None = None,
    ) -> list[WalkedPerson]:
        """See Engine. One request."""
        whole, plain, wide = queries.fitting(name)
        fits = {Part.WHOLE: whole, Part.BEGUN: plain & ~whole, Part.MISSPELT: wide & ~plain}[part]
        search = queries.visible(scope, period).filter(fits)[:0]
        search = queries.filtered(search, lists.narrowed(narrow))
        if after is not None:  # saves looking at names that have been passed
            search = search.filter("range", name={"gte": after.name})
        search.aggs.bucket("people", lists.pairs(size, after))
        (answer,) = self._server.ask([search.to_dict()])
        return [WalkedPerson(*pair, at=pair) for pair in lists.pairs_in(answer)]

    def visits_of(
        self, keys: Iterable[UUID], scope: Scope, period: Period, limit: int
    ) -> Found[VisitRow]:
        """See Engine. One request for each PAGE visits."""
        search = queries.within(period).filter(queries.seen(scope)).filter(queries.of(keys))
        return self._server.rows([search.sort("-checked_in", "-visit").to_dict()], limit)

    def visits_elsewhere(
        self, keys: Iterable[UUID], scope: Scope, period: Period
    ) -> dict[str, int]:
        """See Engine. One request, none without a limit of scope."""
        if scope.everything:
            return {}
        search = queries.within(period).filter(queries.of(keys)).filter(~queries.seen(scope))[:0]
        search.aggs.bucket("areas", "terms", field="areas", size=MOST_AREAS)
        (answer,) = self._server.ask([search.to_dict()])
        buckets = answer["aggregations"]["areas"]["buckets"]
        return lists.own_counts({bucket["key"]: bucket["doc_count"] for bucket in buckets})

    def stays_overlapping(self, stays: Sequence[Stay], scope: Scope, limit: int) -> Found[VisitRow]:
        """See Engine. One request for up to SEARCHES_A_REQUEST stays, or as many venues.

        With one stay a search hardly any has more than a page; of many stays those at one venue
        go together, since every search costs something.
        """
        by_venue: dict[int, list[Stay]] = defaultdict(list)
        for stay in stays:
            by_venue[stay.venue].append(stay)
        together = min(STAYS_A_SEARCH, -(-len(stays) // SEARCHES_A_REQUEST))
        # The same for all; made once, for there are many.
        seen = [] if scope.everything else [queries.in_scope(scope).to_dict()]
        searches = [
            {
                "query": {
                    "bool": {
                        "filter": [
                            {"term": {"venue": venue}},
                            {"bool": {"should": [queries.shares(stay) for stay in some]}},
                            *seen,
                        ]
                    }
                },
            }
            for venue, own in by_venue.items()
            for some in batches(own, together)
        ]
        return self._server.rows(searches, limit)

    def listed(
        self, sought: Sought, scope: Scope, period: Period, size: int, place: Place | None = None
    ) -> list[VisitRow]:
        """See Engine. One request."""
        body = lists.page(queries.of_sought(sought, scope, period), place)
        (answer,) = self._server.ask([{**body, "size": size, "_source": ROW_FIELDS}])
        return in_order([visit_row(hit["_source"]) for hit in answer["hits"]["hits"]])

    def counted(
        self, sought: Sought, scope: Scope, period: Period, facets: Sequence[Facet]
    ) -> Counts:
        """See Engine. One request."""
        (answer,) = self._server.ask(
            [lists.counts(queries.of_sought(sought, scope, period), facets)]
        )
        return lists.counts_in(answer, facets)

    def hours_at(self, venue: int, scope: Scope, period: Period) -> dict[datetime, int]:
        """See Engine. One request."""
        search = queries.of_sought(Sought(venue=venue), scope, period)
        (answer,) = self._server.ask([hours.present(search, period)])
        return hours.present_in(answer, period)

    def documents(self) -> int:
        """See Engine."""
        with faults_named():
            answer = client().count(index=alias())
        if answer["_shards"]["failed"]:
            raise EngineUnavailable("some shards did not answer")
        return int(answer["count"])
