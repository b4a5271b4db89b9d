"""How many came, went and are inside today, and who declared symptoms on coming."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from plugins.declarations.declaring.models import Declaration, Handling
from plugins.declarations.declaring.services import attention
from plugins.declarations.models import Visit

LOOK_BACK = timedelta(hours=24)  # nobody is taken to be inside longer
ALERTED = timedelta(hours=2)
MOST_ALERTS = 10


def counts(venue_id: int, now: datetime) -> dict[str, Any]:
    """Numbers of a venue: came and went since midnight, and inside now. One query.

    It goes through the venue's visits of the last 24 hours, by the index of venue and time.
    """
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return Visit.objects.filter(
        venue_id=venue_id, checked_in__gte=now - LOOK_BACK, checked_in__lte=now
    ).aggregate(
        came=Count("pk", filter=Q(checked_in__gte=midnight)),
        went=Count("pk", filter=Q(checked_out__gte=midnight, checked_out__lte=now)),
        inside=Count("pk", filter=Q(stay_end__gt=now) & Q(checked_out=None)),
    )


def alerts(venue_id: int, now: datetime) -> list[dict[str, str]]:
    """Who checked in here lately and declared symptoms or contact, newest first. One query.

    Times as "08:05"; names shortened to what tells people apart.
    """
    found = attention(
        Declaration.objects.filter(venue_id=venue_id, declared_at__gte=now - ALERTED)
    ).exclude(handling=Handling.CLOSED)
    rows = found.order_by("-declared_at").values_list("pk", "declared_at", "name")
    return [
        {"id": str(pk), "at": f"{timezone.localtime(at):%H:%M}", "name": short_name(name)}
        for pk, at, name in rows[:MOST_ALERTS]
    ]


def short_name(name: str) -> str:
    """ "Trần Thị Bình" as "T. T. Bình"."""
    *before, last = name.split() or [""]
    return " ".join([*(f"{word[0]}." for word in before), last])
