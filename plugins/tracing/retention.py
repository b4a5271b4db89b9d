"""Deleting what tracing keeps of visits once those are over their time."""

from datetime import datetime
from typing import Any

from plugins.tracing.models import Spread


def forget_runs(until: datetime, **kwargs: Any) -> None:
    """Delete runs of contacts that were asked for before; their people and meetings go along."""
    Spread.objects.filter(asked_at__lt=until).delete()
