"""Deleting declarations, their personal codes, and requests for deletion whose time is over."""

from datetime import datetime

from django.db.models import Model, Q, QuerySet

from plugins.declarations.declaring.models import Declaration
from plugins.declarations.own.models import Decision, DeletionRequest

BATCH = 5000  # rows a statement: locks stay short


def delete_declarations(until: datetime) -> int:
    """Delete what was declared before; returns how many. Personal codes go with it."""
    return _delete(Declaration.objects.filter(declared_at__lt=until).order_by("declared_at"))


def delete_requests(until: datetime) -> int:
    """Delete requests that are over; returns how many."""
    return _delete(requests_over(until).order_by("pk"))


def requests_over(until: datetime) -> QuerySet[DeletionRequest]:
    """Requests that were decided before.

    One that still waits is over when its record is over its time, and so gone.
    """
    over = Q(decided_at__lt=until) | Q(decision=Decision.WAITING, asked_at__lt=until)
    return DeletionRequest.objects.filter(over)


def _delete(rows: QuerySet) -> int:
    model: type[Model] = rows.model
    deleted = 0
    while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
        gone = model._default_manager.filter(pk__in=ids).delete()[1]
        deleted += gone.get(model._meta.label, 0)
    return deleted
