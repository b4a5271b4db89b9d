"""What waits to be told to the index. Rows come from database triggers (schema/)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from plugins.tracing.models import DeadLetter, Outbox

COUNTED_ATTEMPTS = 1000  # the column is small; what waits longer waits on
TRY_DEAD_AGAIN = timedelta(hours=1)
_ALL_VISITS = """
    INSERT INTO tracing_outbox (visit_id) SELECT id FROM declarations_visit WHERE venue_id = %s
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: this visit was written or deleted."""

    pk: int
    visit_id: UUID
    attempts: int


def pending() -> int:
    """How many rows wait."""
    return Outbox.objects.count()


def lag_seconds() -> float:
    """Age of the oldest row in seconds, 0 when none waits; one query."""
    oldest = Outbox.objects.order_by("pk").values_list("created_at", flat=True).first()
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


def take(limit: int) -> list[Entry]:
    """The oldest rows, at most ``limit``; they stay until ``done``, ``again`` or ``dead``.

    On PostgreSQL a row may turn up after younger ones were taken, when its transaction lasted
    longer. So rows are always taken from the beginning, and deleted one by one. Rows that were
    put off come after the others: one month's index out of order must not hold up all visits.
    """
    _expand_venues()
    rows = Outbox.objects.filter(visit_id__isnull=False).order_by("attempts", "pk")
    taken = rows.values_list("pk", "visit_id", "attempts")[:limit]
    return [Entry(pk, visit_id, attempts) for pk, visit_id, attempts in taken if visit_id]


def done(entries: Sequence[Entry]) -> None:
    """The index has taken these."""
    _delete(entries)
    DeadLetter.objects.filter(visit_id__in={entry.visit_id for entry in entries}).delete()


def again(entries: Sequence[Entry]) -> None:
    """The index could not take these now: they stay for as long as it takes."""
    rows = Outbox.objects.filter(pk__in=[entry.pk for entry in entries])
    rows.update(attempts=Least(F("attempts") + 1, COUNTED_ATTEMPTS))


def dead(refused: dict[Entry, str]) -> None:
    """The index refused these for good: keep the reason, take them out of the way."""
    with transaction.atomic():
        keep_reasons({entry.visit_id: reason for entry, reason in refused.items()})
        _delete(list(refused))


def revive(limit: int) -> int:
    """Have visits tried again that were refused TRY_DEAD_AGAIN ago; returns how many.

    The cause may have been the index's own, such as a wrong mapping put right since. They stay
    dead letters until the index takes them. One query where none is due.
    """
    now = timezone.now()
    due = DeadLetter.objects.filter(at__lt=now - TRY_DEAD_AGAIN).order_by("at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    if ids:
        with transaction.atomic():
            DeadLetter.objects.filter(pk__in=ids).update(at=now)
            Outbox.objects.bulk_create([Outbox(visit_id=visit_id) for visit_id in ids])
    return len(ids)


def dead_letters() -> int:
    """How many visits the index has refused; one query."""
    return DeadLetter.objects.count()


def keep_reasons(reasons: dict[UUID, str]) -> None:
    """Record why the index refused these visits."""
    now = timezone.now()
    DeadLetter.objects.bulk_create(
        [DeadLetter(visit_id=key, reason=reason, at=now) for key, reason in reasons.items()],
        update_conflicts=True,
        unique_fields=["visit_id"],
        update_fields=["reason", "at"],
    )


def discard() -> int:
    """Throw all rows away, for the database engine, which needs no index; returns how many."""
    return Outbox.objects.all().delete()[0]


def _expand_venues() -> None:
    """A venue's row becomes a row for each of its visits."""
    for pk, venue_id in _venue_rows().values_list("pk", "venue_id"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ALL_VISITS, [venue_id])
            Outbox.objects.filter(pk=pk).delete()


def _venue_rows() -> QuerySet[Outbox]:
    """Few among many: there is an index of them alone."""
    return Outbox.objects.filter(venue_id__isnull=False)


def _delete(entries: Sequence[Entry]) -> None:
    Outbox.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
