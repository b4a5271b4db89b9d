"""A new generation of the index, made from the database while writes go on."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indices, outbox
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.engines.client import patient_client
from plugins.tracing.engines.documents import document, rows_for_documents, write_action
from plugins.tracing.indexer import Result, bulk
from plugins.tracing.lease import Lease, is_built, lease
from plugins.tracing.models import DeadLetter

CHUNK = 4000  # visits read at a time and sent as one bulk request
SENDERS = 2  # bulk requests under way while the next chunk is read
_FIRST = UUID(int=0)


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did, in visits."""

    written: int = 0
    refused: int = 0


def rebuild() -> Rebuilt:
    """Build and swap in a new generation; nothing for the database engine.

    Changes made meanwhile wait in the outbox and are written by the next sync. Raises
    EngineUnavailable, LeaseTaken or LeaseLost; the old generation then stays as it was.
    """
    if not settings.ELASTICSEARCH_URL:
        return Rebuilt()
    with lease() as held:
        return rebuild_with(held, patient_client())


def rebuild_with(held: Lease, client: Elasticsearch) -> Rebuilt:
    """The same under a lease that is already held."""
    generation = indices.live_generation(client) + 1
    if not (is_built() and indices.exists(client)):
        held.mark_built(False)  # so nobody searches it, whatever becomes of this rebuild
        outbox.discard()  # what these rows tell of is committed, and read below
    indices.prepare(client, generation)
    total = Rebuilt()
    reasons: dict[UUID, str] = {}
    with ThreadPoolExecutor(SENDERS) as pool:
        sent: list[Future[Result]] = []
        for lines in _chunks(held, indices.prefix(generation)):
            sent.append(pool.submit(bulk, client, lines))
            if len(sent) > SENDERS:
                _count(sent.pop(0).result(), total, reasons)
        for future in sent:
            _count(future.result(), total, reasons)
    held.batch()
    indices.switch_to(client, generation)
    DeadLetter.objects.all().delete()
    outbox.keep_reasons(reasons)
    held.mark_built(True)
    return total


def _chunks(held: Lease, prefix: str) -> Iterator[list[dict[str, Any]]]:
    """Bulk requests with all visits in the order of their ids."""
    after = _FIRST
    while True:
        version = held.batch()
        rows = list(rows_for_documents(Visit.objects.filter(pk__gt=after))[:CHUNK])
        if not rows:
            return
        after = rows[-1][0]
        lines: list[dict[str, Any]] = []
        for row in rows:
            lines += [write_action("index", row[0], prefix, version), document(row)]
        yield lines


def _count(result: Result, total: Rebuilt, reasons: dict[UUID, str]) -> None:
    if result.busy:
        raise EngineUnavailable(next(iter(result.busy.values())))
    total.written += len(result.taken)
    total.refused += len(result.refused)
    reasons |= result.refused
