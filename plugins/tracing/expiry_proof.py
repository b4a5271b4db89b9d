"""Proof that the search index has forgotten what is over its time."""

import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.declarations.proof import Left
from plugins.tracing import expiry, indexer, indices
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.engines.client import alias, faults_named, patient_client
from plugins.tracing.lease import LeaseLost, LeaseTaken
from plugins.tracing.models import DeadLetter, Outbox

PATIENCE = 1800.0  # seconds that another process may take to work the outbox off
PAUSE = 0.5


def left_in_index(until: datetime, now: datetime) -> Left:
    """What is left there, and of deletions that it has not heard of; None: it does not answer.

    First the outbox is worked off, by whoever is at it, and what can be dropped whole is dropped.
    """
    begun = timezone.now()
    kinds = ("index_documents", "index_months", "index_strays")
    found: Left = dict.fromkeys(kinds, None if settings.ELASTICSEARCH_URL else 0)
    try:
        _in_turn(indexer.sync)
        if settings.ELASTICSEARCH_URL:
            _in_turn(lambda: expiry.drop_over(now))
            found = dict(zip(kinds, _counts(until, now), strict=True))
    except (EngineUnavailable, LeaseTaken, LeaseLost):
        pass  # the counts stay unknown
    untold = _without_visit(Outbox.objects.filter(visit_id__isnull=False, created_at__lt=begun))
    return found | {
        "outbox": untold.count(),
        "dead_letters": _without_visit(DeadLetter.objects.all()).count(),
    }


def _counts(until: datetime, now: datetime) -> tuple[int, int, int]:
    client, every = patient_client(), f"{alias()}-*"
    over = {"range": {"stay": {"lt": until.isoformat(), "relation": "within"}}}
    with faults_named():
        client.indices.refresh(index=every)
        answer = client.count(index=every, query=over)
    if answer["_shards"]["failed"]:
        raise EngineUnavailable("some shards did not answer")
    months, strays = expiry.months_over(client, now), indices.strays(client)
    return int(answer["count"]), len(months), len(strays)


def _in_turn(act: Callable[[], object]) -> None:
    """Do it when no other process writes to the index. Raises LeaseTaken after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            act()
            return
        except LeaseTaken:
            if time.monotonic() > deadline:
                raise
        time.sleep(PAUSE)


def _without_visit(rows: QuerySet[Model]) -> QuerySet[Model]:
    return rows.filter(~Exists(Visit.objects.filter(pk=OuterRef("visit_id"))))
