"""A new generation of the index, made from the database while writes go on."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indices, outbox
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.engines.client import patient_client
from plugins.tracing.engines.documents import document, rows_for_documents, write_action
from plugins.tracing.indexer import Result, Synced, bulk, sync_batch
from plugins.tracing.lease import Lease, lease
from plugins.tracing.models import DeadLetter, Outbox

CHUNK = 4000  # visits read at a time and sent as one bulk request
SENDERS = 2  # bulk requests under way while the next chunk is read
KEEP_UP = 2.0  # seconds
_FIRST = UUID(int=0)


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did, in visits, and which generation it made."""

    written: int = 0
    refused: int = 0
    generation: int = 0


def rebuild() -> Rebuilt:
    """Build and swap in a new generation; nothing for the database engine.

    Changes made meanwhile go into both generations every KEEP_UP seconds, so that searches are
    up to date all the time; the last ones are written by the next sync. Raises
    EngineUnavailable, LeaseTaken or LeaseLost; the old generation then goes on being searched,
    unless the new one is behind the alias already.
    """
    if not settings.ELASTICSEARCH_URL:
        return Rebuilt()
    with lease() as held:
        return rebuild_with(held, patient_client())


def rebuild_with(held: Lease, client: Elasticsearch) -> Rebuilt:
    """The same under a lease that is already held."""
    begun = timezone.now()
    live = indices.live_generation(client)
    if not indices.is_whole(held, client):
        held.mark_built(False)  # so nobody searches it, whatever becomes of this rebuild
        outbox.discard()  # what these rows tell of is committed, and read below
    indices.prepare(client, live + 1)
    total = Rebuilt()
    kept_up = time.monotonic()
    with ThreadPoolExecutor(SENDERS) as pool:
        sent: list[Future[Result]] = []
        for lines in _chunks(held, indices.prefix(live + 1)):
            sent.append(pool.submit(bulk, client, lines))
            is_due = time.monotonic() - kept_up >= KEEP_UP and Outbox.objects.exists()
            while len(sent) > (0 if is_due else SENDERS):
                _count(sent.pop(0).result(), total)
            if is_due:
                _keep_up(held, client, live)
                kept_up = time.monotonic()
        for future in sent:
            _count(future.result(), total)
    held.remember({})  # for a moment either generation may be searched
    indices.switch_to(client, live + 1)
    held.remember(indices.behind_alias(client))
    DeadLetter.objects.filter(at__lt=begun).delete()
    held.mark_built(True)
    total.generation = live + 1
    return total


def _keep_up(held: Lease, client: Elasticsearch, live: int) -> None:
    """Write what changed meanwhile; to the new generation alone when nobody searches the old one.

    No chunk is under way now, so what a chunk read earlier cannot come later.
    """
    generations = [live, live + 1] if indices.is_whole(held, client) else [live + 1]
    while sync_batch(held, client, Synced(), generations):
        pass


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


def _count(result: Result, total: Rebuilt) -> None:
    if result.busy:
        raise EngineUnavailable(next(iter(result.busy.values())))
    total.written += len(result.taken)
    total.refused += len(result.refused)
    if result.refused:
        outbox.keep_reasons(result.refused)
