"""Deleting visits whose time is over. (Books that are taken back: logbooks/jobs/undoing.py.)"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import QuerySet

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import earliest
from plugins.qr_venues.models import Venue

BATCH = 5000  # rows a statement: locks stay short
VENUES = 1000  # looked at together


def delete_expired(now: datetime) -> int:
    """Delete the visits that ended more than ``retention_days`` ago; returns how many.

    By id first, since ids are in order of time. Then those whose id tells a later time than they
    began: a visit that ended began before, and of those few are left, so the index on venue and
    check-in finds them, venue by venue, without reading the table.
    """
    until = expired_before(now)
    expired = Visit.objects.filter(stay_end__lt=until).order_by("pk")
    deleted = _delete(expired.filter(pk__lt=earliest(until)))
    for venues in _batches(Venue.objects.order_by("pk").values_list("pk", flat=True).iterator()):
        deleted += _delete(late_ids(until, venues))
    return deleted


def expired_before(now: datetime) -> datetime:
    """Visits that ended before this moment are over their time."""
    return now - timedelta(days=DeclarationsConfig.setting("retention_days"))


def late_ids(until: datetime, venues: Sequence[int]) -> QuerySet[Visit]:
    """Visits to these venues that ended before, whatever their ids say."""
    return Visit.objects.filter(
        venue_id__in=venues, checked_in__lt=until, stay_end__lt=until
    ).order_by()


def _delete(visits: QuerySet[Visit]) -> int:
    deleted = 0
    while ids := list(visits.values_list("pk", flat=True)[:BATCH]):
        deleted += Visit.objects.filter(pk__in=ids).delete()[0]
    return deleted


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while batch := list(islice(rest, VENUES)):
        yield batch
