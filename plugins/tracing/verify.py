"""Proof that the index says what the database says: every visit is compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import connection
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indices
from plugins.tracing.engines.client import alias, faults_named, patient_client
from plugins.tracing.engines.documents import document, month_of, rows_for_documents

PAGE = 5000
EXAMPLES = 20
_END = "~"  # after every id
# The database engine finds names through a table of its own; SQLite has a second one.
_UNFINDABLE = {
    "postgresql": """
        SELECT v.id FROM declarations_visit v
        WHERE NOT EXISTS (SELECT 1 FROM tracing_name n WHERE n.name = v.name)
    """,
    "sqlite": """
        SELECT v.id FROM declarations_visit v WHERE NOT EXISTS (
            SELECT 1 FROM tracing_name n JOIN tracing_name_words_docsize w ON w.id = n.id
            WHERE n.name = v.name
        )
    """,
}


@dataclass(slots=True)
class Comparison:
    """How many visits were compared, and which differ: "missing", "extra" or "changed" by id."""

    visits: int = 0
    differences: int = 0
    examples: dict[str, str] = field(default_factory=dict)

    def differs(self, visit_id: str, how: str) -> None:
        """Count a difference; the first EXAMPLES are kept."""
        self.differences += 1
        if len(self.examples) < EXAMPLES:
            self.examples[visit_id] = how


def verify() -> Comparison:
    """Compare every visit with the index, both streamed in the order of ids.

    What waits in the outbox counts as a difference. Raises EngineUnavailable.
    """
    if settings.ELASTICSEARCH_URL:
        return _compare(patient_client())
    result = Comparison(visits=Visit.objects.count())
    with connection.cursor() as cursor:
        cursor.execute(_UNFINDABLE[connection.vendor])
        for (visit_id,) in cursor:
            result.differs(str(visit_id).replace("-", ""), "missing")
    return result


def _compare(client: Elasticsearch) -> Comparison:
    result = Comparison()
    own = indices.prefix(indices.live_generation(client))
    rows = rows_for_documents(Visit.objects.all()).iterator(chunk_size=PAGE)
    wanted = ((row[0].hex, (own + month_of(row[0]), document(row))) for row in rows)
    has = _index(client)
    nothing: tuple[str, tuple[str, dict[str, Any]]] = (_END, ("", {}))
    left, right = chain(wanted, [nothing]), chain(has, [nothing])
    want, got = next(left), next(right)
    while (want[0], got[0]) != (_END, _END):
        if want[0] < got[0]:
            result.differs(want[0], "missing")
        elif want[0] > got[0]:
            result.differs(got[0], "extra")
        elif want[1] != got[1]:
            result.differs(want[0], "changed")
        step_left, step_right = want[0] <= got[0], got[0] <= want[0]
        if step_left:
            result.visits += 1
            want = next(left)
        if step_right:
            got = next(right)
    return result


def _index(client: Elasticsearch) -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
    """Id, index and document of everything behind the alias, as of now, in the order of ids."""
    with faults_named():
        pit = client.open_point_in_time(index=alias(), keep_alive="5m")["id"]
    try:
        after: list[Any] | None = None
        while True:
            with faults_named():
                answer = client.search(
                    pit={"id": pit, "keep_alive": "5m"},
                    sort=[{"visit": "asc"}],
                    size=PAGE,
                    search_after=after,
                    track_total_hits=False,
                    allow_partial_search_results=False,  # a shard that is away is no difference
                )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            for hit in hits:
                yield hit["_source"]["visit"], (hit["_index"], hit["_source"])
            after = hits[-1]["sort"]
    finally:
        with faults_named():
            client.close_point_in_time(id=pit)
