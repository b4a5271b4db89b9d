"""Deleting what tracing keeps of visits once those are over their time."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from plugins.tracing.handover.services import forget_old
from plugins.tracing.models import Spread


def forget(until: datetime, **kwargs: Any) -> None:
    """Delete runs of contacts that were asked for before, with their people and meetings, and old
    requests for hand-overs.
    """
    Spread.objects.filter(asked_at__lt=until).delete()
    forget_old(timezone.now())
