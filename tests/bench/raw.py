"""What Elasticsearch is asked without the application: no scope, no record, no rules."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing.batches import batches
from plugins.tracing.engines.client import alias
from plugins.tracing.engines.documents import ROW_FIELDS
from plugins.tracing.meetings import Stay

LINES = 500  # searches in one request
_server: list[Elasticsearch] = []


def server() -> Elasticsearch:
    """A client with the settings it comes with."""
    if not _server:
        _server.append(Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=60))
    return _server[0]


def search(body: dict[str, Any]) -> Any:
    """One search."""
    return server().search(index=alias(), **body)


def msearch(lines: Sequence[dict[str, Any]]) -> Any:
    """Many searches in one request."""
    return server().msearch(index=alias(), searches=lines)


def by_person(visit: Visit) -> dict[str, Any]:
    """The newest visits of whoever has the visit's phone."""
    key = visit.person_key.hex
    either = [{"term": {"person": key}}, {"term": {"second": key}}]
    return {
        "query": {"bool": {"filter": [{"bool": {"should": either}}]}},
        "sort": [{"checked_in": "desc"}],
        "size": 100,
    }


def by_name(name: str) -> dict[str, Any]:
    """Visits under a name, a letter of each syllable forgiven."""

    def syllable(text: str) -> dict[str, Any]:
        if len(text) < 4:
            return {"term": {"folded": text}}
        return {"fuzzy": {"folded": {"value": text, "fuzziness": 1}}}

    return {"query": {"bool": {"must": [syllable(text) for text in name.split()]}}, "size": 100}


def overlaps(stays: Sequence[Stay]) -> list[dict[str, Any]]:
    """One clause for each of the stays, each on its own line of an msearch that has all hits."""
    return _overlaps(stays, max(counts(stays), default=0) + 1)


def counts(stays: Sequence[Stay]) -> list[int]:
    """How many visits share time with each of the stays at its venue."""
    found: list[int] = []
    for some in batches(stays, LINES):
        answer = msearch(_overlaps(some, 0))
        found += [part["hits"]["total"]["value"] for part in answer["responses"]]
    return found


def _overlaps(stays: Sequence[Stay], size: int) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for stay in stays:
        span = {
            "gte": stay.start.isoformat(),
            "lte": stay.end.isoformat(),
            "relation": "intersects",
        }
        clauses = [{"term": {"venue": stay.venue}}, {"range": {"stay": span}}]
        found = {"size": size, "_source": list(ROW_FIELDS), "track_total_hits": size == 0}
        lines += [{}, {"query": {"bool": {"filter": clauses}}, **found}]
    return lines
