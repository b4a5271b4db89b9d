"""What waits to be told to the index. Rows come from database triggers (schema/)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from plugins.tracing.models import DeadLetter, Outbox

MOST_ATTEMPTS = 10
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
    longer. So rows are always taken from the beginning, and deleted one by one.
    """
    _expand_venues()
    rows = Outbox.objects.exclude(visit_id=None).order_by("pk")
    taken = rows.values_list("pk", "visit_id", "attempts")[:limit]
    return [Entry(pk, visit_id, attempts) for pk, visit_id, attempts in taken if visit_id]


def done(entries: Sequence[Entry]) -> None:
    """The index has taken these."""
    _delete(entries)
    DeadLetter.objects.filter(visit_id__in={entry.visit_id for entry in entries}).delete()


def again(entries: Sequence[Entry], reason: str) -> None:
    """The index was too busy for these: they stay, but not for ever."""
    given_up = [entry for entry in entries if entry.attempts + 1 >= MOST_ATTEMPTS]
    dead(dict.fromkeys(given_up, reason))
    kept = {entry.pk for entry in entries} - {entry.pk for entry in given_up}
    Outbox.objects.filter(pk__in=kept).update(attempts=F("attempts") + 1)


def dead(refused: dict[Entry, str]) -> None:
    """The index refused these for good: keep the reason, take them out of the way."""
    with transaction.atomic():
        keep_reasons({entry.visit_id: reason for entry, reason in refused.items()})
        _delete(list(refused))


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
    for pk, venue_id in Outbox.objects.exclude(venue_id=None).values_list("pk", "venue_id"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ALL_VISITS, [venue_id])
            Outbox.objects.filter(pk=pk).delete()


def _delete(entries: Sequence[Entry]) -> None:
    Outbox.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
