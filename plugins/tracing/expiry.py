"""What the search index drops whole: months that are over their time, generations left half built.

Visits leave the index one by one, as the outbox tells of them; a month's index stays, empty.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.declarations.retention import expired_before
from plugins.declarations.visit_ids import earliest
from plugins.tracing import indices
from plugins.tracing.engines.client import patient_client
from plugins.tracing.lease import Lease, lease
from plugins.tracing.models import Outbox


def drop_over(now: datetime) -> list[str]:
    """Drop what nothing is left of; returns the indices' names.

    A month is dropped when it is over its time, and neither the database has a visit of it nor the
    outbox a change. Raises EngineUnavailable, LeaseTaken or LeaseLost.
    """
    if not settings.ELASTICSEARCH_URL:
        return []
    with lease() as held:
        client = patient_client()
        if not indices.is_whole(held, client):
            return []
        over, strays = months_over(client, now), indices.strays(client)
        known = indices.behind_alias(client)
        # Before they go, else searches would miss them.
        held.remember({name: marks for name, marks in known.items() if name not in over})
        _drop(held, client, [*over, *strays])
        return [*over, *strays]


def months_over(client: Elasticsearch, now: datetime) -> list[str]:
    """The indices of months that can be dropped; three queries for each month past its time."""
    until = expired_before(now)
    return [
        name
        for name in sorted(indices.behind_alias(client))
        if (month := indices.month_in(name)) and _end(month) <= until and _is_empty(month)
    ]


def _drop(held: Lease, client: Elasticsearch, names: list[str]) -> None:
    held.batch()  # nobody else has written meanwhile
    for name in names:
        indices.delete(client, name)


def _is_empty(month: datetime) -> bool:
    """Whether the ids that belong to the month's index are neither visits' nor waiting ones."""
    first, last = earliest(month), earliest(_end(month))
    visits: QuerySet[Visit] = Visit.objects.filter(pk__gte=first, pk__lt=last)
    waiting = Outbox.objects.filter(visit_id__gte=first, visit_id__lt=last)
    return not (visits.exists() or waiting.exists())


def _end(month: datetime) -> datetime:
    """When the next month begins; ids, and so indices, go by UTC."""
    return (month + timedelta(days=31)).replace(day=1)
