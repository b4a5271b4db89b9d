"""Deleting visits whose time is over. The only module that deletes Visit."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import earliest

BATCH = 5000  # rows a statement: locks stay short


def delete_expired(now: datetime) -> int:
    """Delete the visits that ended more than ``retention_days`` ago; returns how many.

    By id first, since ids are in order of time; then those whose id tells another time.
    """
    until = now - timedelta(days=DeclarationsConfig.setting("retention_days"))
    expired = Visit.objects.filter(stay_end__lt=until).order_by("pk")
    return _delete(expired.filter(pk__lt=earliest(until))) + _delete(expired)


def _delete(visits: QuerySet[Visit]) -> int:
    deleted = 0
    while ids := list(visits.values_list("pk", flat=True)[:BATCH]):
        deleted += Visit.objects.filter(pk__in=ids).delete()[0]
    return deleted
