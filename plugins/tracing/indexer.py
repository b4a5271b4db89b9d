"""Keeps the index in step with the database."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indices, outbox
from plugins.tracing.engines.client import faults_named, patient_client
from plugins.tracing.engines.documents import document, rows_for_documents, write_action
from plugins.tracing.lease import Lease, lease

BATCH = 2000  # rows of the outbox, some 700 KB of documents
# Statuses of a document that will not do as it is. All others pass, or an operator mends them:
# too busy, an index closed for writing, a shard that is gone.
REFUSED = frozenset({400, 413})
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Result:
    """What became of a bulk request, by visit; of ``refused`` the whole reason.

    That may hold what a visitor typed: it is kept beside the visit and stays out of the log.
    """

    taken: set[UUID] = field(default_factory=set)
    busy: dict[UUID, str] = field(default_factory=dict)
    refused: dict[UUID, str] = field(default_factory=dict)


@dataclass(slots=True)
class Synced:
    """What a sync did: rows of the outbox written, discarded, refused, left for later."""

    written: int = 0
    discarded: int = 0
    refused: int = 0
    waiting: int = 0


def sync(stop: Callable[[], bool] = lambda: False) -> Synced:
    """Work the outbox off, until it is empty, the server is busy, or ``stop()``.

    With the database engine the table itself is the index: the outbox is emptied. Raises
    EngineUnavailable, LeaseTaken or LeaseLost; the outbox keeps what was not written.
    """
    from plugins.tracing.rebuild import rebuild_with

    with lease() as held:
        if not settings.ELASTICSEARCH_URL:
            held.mark_built(False)  # an index that exists no longer hears of changes
            return Synced(discarded=outbox.discard())
        client = patient_client()
        outbox.revive(BATCH)
        total, more = Synced(), True
        while more and not stop():
            live = indices.whole_generation(held, client)
            if not live:
                live = rebuild_with(held, client).generation
            more = sync_batch(held, client, total, [live])
        return total


def sync_batch(
    held: Lease, client: Elasticsearch, total: Synced, generations: Sequence[int]
) -> bool:
    """Write one batch to these generations; False when there is no more to do now."""
    version = held.batch()
    entries = outbox.take(BATCH)
    if not entries:
        return False
    ids = {entry.visit_id for entry in entries}
    prefixes = [indices.prefix(generation) for generation in generations]
    rows = {row[0]: row for row in rows_for_documents(Visit.objects.filter(pk__in=ids))}
    lines: list[dict[str, Any]] = []
    for visit_id in ids:
        made = document(rows[visit_id]) if visit_id in rows else None
        for prefix in prefixes:
            if made:
                lines += [write_action("index", visit_id, prefix, version), made]
            else:
                lines.append(write_action("delete", visit_id, prefix, version))
    result = bulk(client, lines)
    outbox.done([entry for entry in entries if entry.visit_id in result.taken])
    if result.refused:
        refused = [entry for entry in entries if entry.visit_id in result.refused]
        outbox.dead({entry: result.refused[entry.visit_id] for entry in refused})
    busy = [entry for entry in entries if entry.visit_id in result.busy]
    if busy:
        outbox.again(busy)
        log.warning("The index put %d visits off, e.g. %s", *_example(result.busy))
    total.written += len(result.taken)
    total.refused += len(result.refused)
    total.waiting = len(busy)
    return len(entries) == BATCH and not busy


def bulk(client: Elasticsearch, lines: list[dict[str, Any]]) -> Result:
    """Send actions and documents; raises EngineUnavailable if the request as a whole fails.

    Of several actions for one visit the worst outcome counts.
    A document that is there in a later version, or to be deleted and not there, is as wished.
    """
    with faults_named():
        answer = client.bulk(operations=lines)
    result = Result()
    for item in answer["items"]:
        ((verb, outcome),) = item.items()
        visit_id, status = UUID(outcome["_id"]), outcome["status"]
        if status < 300 or status == 409 or (verb == "delete" and status == 404):
            result.taken.add(visit_id)
        else:
            fault = outcome["error"]
            reason = f"{status}: {fault['type']}"
            if status in REFUSED:
                cause = fault.get("caused_by", {}).get("reason", "")
                said = ": ".join(filter(None, (reason, fault["reason"], cause)))
                result.refused[visit_id] = said
            else:
                result.busy[visit_id] = reason
    for visit_id in result.busy:
        result.refused.pop(visit_id, None)
    result.taken -= result.busy.keys() | result.refused.keys()
    if result.refused:
        log.error("The index refused %d visits, e.g. %s", *_example(result.refused))
    return result


def adopt_settings() -> None:
    """Let the index have the settings as they are now. Raises as ``sync`` does."""
    if settings.ELASTICSEARCH_URL:
        with lease() as held:
            client = patient_client()
            if indices.is_whole(held, client):
                indices.adopt_settings(client)


def refresh(client: Elasticsearch) -> None:
    """Make everything written findable at once."""
    with faults_named():
        client.indices.refresh(index=indices.alias())


def _example(reasons: dict[UUID, str]) -> tuple[int, str]:
    """How many, and one of them with status and type of its fault only."""
    visit_id, reason = next(iter(reasons.items()))
    return len(reasons), f"{visit_id}: {': '.join(reason.split(': ')[:2])}"
