"""Sending searches to Elasticsearch, and what its answers amount to."""

from collections.abc import Sequence
from typing import Any

from plugins.tracing.apps import TracingConfig
from plugins.tracing.engines.base import EngineUnavailable, Found, VisitRow
from plugins.tracing.engines.client import alias, client, faults_named
from plugins.tracing.engines.documents import ROW_FIELDS, visit_row

PAGE = 2000  # documents an answer; more are fetched page by page
SEARCHES_A_REQUEST = 64
HIT_PARTS = [
    f"responses.{part}"
    for part in ("error", "timed_out", "_shards", "hits.hits._source", "hits.hits.sort")
]


class Asking:
    """The searches of one look-up.

    ``partial`` becomes True when the server stopped a search after ``answer_seconds`` and handed
    over what it had found by then. A shard that does not answer at all is another thing: the
    database has what is missing then, see docs/decisions. So it is when fewer than
    ``least_shards`` are asked: an index that belongs behind the alias is not there.
    """

    def __init__(self) -> None:
        self.partial = False
        self.least_shards = 0

    def ask(
        self, searches: Sequence[dict[str, Any]], parts: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        """Send the searches as one request. Raises EngineUnavailable.

        ``parts`` of each answer are all that is sent back.
        """
        seconds = float(TracingConfig.setting("answer_seconds"))
        until = f"{max(1, round(seconds * 1000))}ms"
        lines: list[dict[str, Any]] = []
        for search in searches:
            lines += [{}, {**search, "timeout": until}]
        with faults_named():
            found = client().msearch(index=alias(), searches=lines, filter_path=parts)
        answers: list[dict[str, Any]] = list(found["responses"])
        for answer in answers:
            if "error" in answer:
                raise EngineUnavailable(str(answer["error"]))
            if answer["_shards"]["failed"]:
                raise EngineUnavailable("some shards did not answer")
            if answer["_shards"]["total"] < self.least_shards:
                raise EngineUnavailable("an index is missing")
            self.partial = self.partial or answer["timed_out"]
        return answers

    def rows(self, searches: Sequence[dict[str, Any]], limit: int) -> Found[VisitRow]:
        """All hits of the searches, each once, page by page, until the limit.

        Searches without an order are given one if they have more than a page: sorting costs time.
        What was stopped has no next page.
        """
        found: dict[str, VisitRow] = {}
        waiting = list(searches)
        while waiting and len(found) <= limit:
            now, waiting = waiting[:SEARCHES_A_REQUEST], waiting[SEARCHES_A_REQUEST:]
            size = min(PAGE, limit + 1)
            page = {"size": size, "_source": ROW_FIELDS, "track_total_hits": False}
            answers = self.ask([{**s, **page} for s in now], parts=HIT_PARTS)
            for search, answer in zip(now, answers, strict=True):
                hits = answer.get("hits", {}).get("hits", [])
                found |= {hit["_source"]["visit"]: visit_row(hit["_source"]) for hit in hits}
                if len(hits) < size or answer["timed_out"]:
                    continue
                if "sort" not in search:
                    waiting.append({**search, "sort": ["visit"]})
                else:
                    waiting.append({**search, "search_after": hits[-1]["sort"]})
        return Found(list(found.values())[:limit], complete=len(found) <= limit)
