"""Decisions on persons go when nobody's visits are left that they are about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from plugins.declarations.models import Visit
from plugins.tracing.batches import batches
from plugins.tracing.links.models import LinkKind, PersonLink

_BATCH = 500  # keys a query


def links_over(until: datetime) -> list[int]:
    """Keys of the decisions made before, on persons without a visit.

    Who was parted off has a key that no visit is recorded under: it lives as long as the phone's
    key that it was made of.
    """
    links = list(PersonLink.objects.values_list("pk", "one", "other", "kind", "made_at"))
    alive = _with_visits({key for _pk, one, other, *_rest in links for key in (one, other)})
    parted = [(one, other) for _pk, one, other, kind, _at in links if kind == LinkKind.PARTED]
    alive |= {key for pair in parted if not alive.isdisjoint(pair) for key in pair}
    return [
        pk for pk, one, other, _kind, at in links if at < until and alive.isdisjoint((one, other))
    ]


def forget_links(until: datetime) -> int:
    """Delete them; how many there were."""
    return PersonLink.objects.filter(pk__in=links_over(until)).delete()[0]


def _with_visits(keys: Collection[UUID]) -> set[UUID]:
    """Two queries for each _BATCH."""
    found: set[UUID] = set()
    for some in batches(keys, _BATCH):
        for field in ("person_key", "second_key"):
            rows = Visit.objects.filter(**{f"{field}__in": some}).order_by()
            found |= set(rows.values_list(field, flat=True).distinct())
    return found
