"""Lists and counts of visits as Elasticsearch is asked for them. Pure functions."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query

from areas.models import Area
from plugins.tracing.engines.lists import MOST_VALUES, Counts, Facet, Narrow, Pair, Place

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS = {"area": "areas", "category": "category", "source": "source"}


def narrowed(narrow: Narrow) -> list[Query]:
    """What visits must be that one narrows a search to."""
    terms = {
        "areas": narrow.area,
        "category": narrow.category,
        "source": narrow.source,
        "venue": narrow.venue,
    }
    found = [Q("term", **{name: value}) for name, value in terms.items() if value]
    came = narrow.came
    if came.start and came.end:
        span = {"gte": came.start.isoformat(), "lt": came.end.isoformat()}
        found.append(Q("range", checked_in=span))
    return found


def page(search: Search, place: Place | None) -> dict[str, Any]:
    """In order of coming from the place on; backwards from it if it says so."""
    back = place is not None and place.back
    order = ("-checked_in", "-visit") if back else ("checked_in", "visit")
    body = search.sort(*order).to_dict()
    if place is not None:
        since = (place.at - _EPOCH) // timedelta(milliseconds=1)
        body["search_after"] = [since, place.visit.hex]
    return body


def pairs(size: int, after: Pair | None = None) -> A:
    """Distinct names with the keys recorded under them, in the order of Pair."""
    sources: list[dict[str, Any]] = [
        {"name": {"terms": {"field": "name"}}},
        {"person": {"terms": {"field": "person"}}},
        {"second": {"terms": {"field": "second", "missing_bucket": True}}},
    ]
    body: dict[str, Any] = {"sources": sources, "size": size}
    if after is not None:
        second = after.second.hex if after.second else None
        body["after"] = {"name": after.name, "person": after.person.hex, "second": second}
    return A("composite", **body)


def pairs_in(answer: dict[str, Any]) -> list[Pair]:
    """What the answer to ``pairs`` says, in a bucket named "people"."""
    keys = [bucket["key"] for bucket in answer["aggregations"]["people"]["buckets"]]
    return [
        Pair(key["name"], UUID(key["person"]), UUID(key["second"]) if key["second"] else None)
        for key in keys
    ]


def counts(search: Search, facets: Sequence[Facet]) -> dict[str, Any]:
    """How many there are, exactly, and by each facet."""
    search = search.extra(size=0, track_total_hits=True)
    for facet in facets:
        if facet in _FIELDS:
            search.aggs.bucket(facet, "terms", field=_FIELDS[facet], size=MOST_VALUES)
            continue
        times = {
            "field": "checked_in",
            "calendar_interval": facet,
            "time_zone": settings.TIME_ZONE,
            "min_doc_count": 1,
            "format": "yyyy-MM-dd" if facet == "day" else "yyyy-MM-dd'T'HH:mmXXX",
        }
        search.aggs.bucket(facet, "date_histogram", **times)
    return dict(search.to_dict())


def counts_in(answer: dict[str, Any], facets: Sequence[Facet]) -> Counts:
    """What the answer to ``counts`` says."""
    by: dict[Facet, dict[str, int]] = {}
    for facet in facets:
        buckets = answer["aggregations"][facet]["buckets"]
        found = {
            str(bucket.get("key_as_string", bucket["key"])): bucket["doc_count"]
            for bucket in buckets
        }
        by[facet] = own_counts(found) if facet == "area" else found
    return Counts(answer["hits"]["total"]["value"], by)


def own_counts(counts: dict[str, int]) -> dict[str, int]:
    """By area, without what lies further down: documents hold the areas above their own, too."""
    own = dict(counts)
    for path, count in counts.items():
        if (above := path[: -Area.steplen]) in own:
            own[above] -= count
    return {path: count for path, count in own.items() if count}
