"""reindex.of_raw: a full rebuild against the bulk of the same documents, made beforehand."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indices
from plugins.tracing.engines.client import patient_client
from plugins.tracing.engines.documents import document, rows_for_documents, write_action
from plugins.tracing.rebuild import CHUNK, SENDERS, rebuild
from tests.bench.population import populate
from tests.bench.report import Figure

READY_MADE = 200_000  # documents kept in memory at most


def measure() -> list[Figure]:
    """Documents a second, ours and raw, with the same chunks and senders."""
    visits = populate()
    begun = time.perf_counter()
    written = rebuild().written
    ours = written / (time.perf_counter() - begun)
    raw = _raw(min(visits, READY_MADE))
    return [Figure("reindex.of_raw", ours / raw, ours, raw, "documents/s", f"{visits:,} visits")]


def _raw(count: int) -> float:
    client = patient_client()
    generation = indices.live_generation(client) + 1
    prefix = indices.prefix(generation)
    chunks: list[list[dict[str, Any]]] = [[]]
    for row in rows_for_documents(Visit.objects.all())[:count].iterator():
        if len(chunks[-1]) >= 2 * CHUNK:
            chunks.append([])
        chunks[-1] += [write_action("index", row[0], prefix, 1), document(row)]
    indices.prepare(client, generation)
    sender = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=60)
    begun = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as pool:
        for answer in pool.map(lambda lines: sender.bulk(operations=lines), chunks):
            if answer["errors"]:
                raise RuntimeError("a document was refused")
    sender.indices.refresh(index=prefix + "*")
    rate = count / (time.perf_counter() - begun)
    indices.drop(client, generation)
    return rate
