"""Recording visits. Besides, paper_rows.py adds those of books, gate/taking.py takes gate entries
back, corrections.py changes visits, and retention.py, logbooks/ and own/ delete them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from people.names import fold, normalise_name
from people.persons import person_keys
from people.sealing import seal, unseal
from plugins.declarations import visit_rows
from plugins.declarations.models import Visit
from plugins.declarations.stays import StayRule, stay_rule
from plugins.declarations.visit_ids import is_astray
from plugins.qr_venues.models import Venue


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to record. ``phone`` is E.164, times are aware; ``details`` is sealed with it.

    ``keys`` are person_keys of it, where the caller has worked them out already. ``device_time``
    is what a device said whose clock cannot be right; ``content`` see repeated.py.
    """

    id: UUID
    venue_id: int
    checked_in: datetime
    source: str
    name: str
    checked_out: datetime | None = None
    phone: str | None = None
    id_number: str | None = None
    checkpoint_id: int | None = None
    logbook_id: UUID | None = None
    logbook_sheet: int | None = None
    logbook_row: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    keys: tuple[UUID, UUID | None] | None = None
    device_time: datetime | None = None
    content: bytes | None = None


def record_visit(new: NewVisit) -> bool:
    """Record one visit; False if its id is already known (nothing is changed then)."""
    return new.id in record_visits([new])


@transaction.atomic
def record_visits(batch: Sequence[NewVisit]) -> set[UUID]:
    """Record many visits at once; returns the ids that are new.

    An id that is already in the database, or twice in the batch, is left as it is. At most
    some thousands at a time: the caller batches. The number of queries does not depend on them.
    """
    rules = stay_rules(new.venue_id for new in batch)
    now = timezone.now()
    return visit_rows.insert([_row(new, rules[new.venue_id], now) for new in batch])


def record_check_in(new: NewVisit, rule: StayRule) -> bool:
    """Record one visit to a venue whose stays are known; False if its id is known.

    One statement and no transaction: the way of a visitor's check-in, which many wait for at
    the same time. Sent twice at once, one of them wins and the other changes nothing.
    """
    return visit_rows.insert_one(_row(new, rule, timezone.now()))


def record_group(group: Sequence[NewVisit], rule: StayRule) -> set[UUID]:
    """The same for people who came together, at most visit_rows.FEW; returns the ids that are new.

    One statement too: all of them are recorded, or none.
    """
    now = timezone.now()
    return visit_rows.insert_few([_row(new, rule, now) for new in group])


def is_recorded_as(new: NewVisit) -> bool:
    """Whether the visit with this id is of the same person (name, phone, ID) at the same venue; one
    query.

    Asked when recording gave False: the same form sent twice, or one that was filled in anew?
    """
    name = fold(normalise_name(new.name))
    keys = person_keys(new.phone, new.id_number, name, str(new.venue_id))
    return Visit.objects.filter(
        pk=new.id,
        venue_id=new.venue_id,
        person_key=keys[0],
        second_key=keys[1],
        name_folded=name,
    ).exists()


def check_out(visit_id: UUID, at: datetime) -> bool:
    """Record the leaving of an open visit; False if unknown, closed, or ``at`` is before it."""
    return bool(
        Visit.objects.filter(pk=visit_id, checked_out=None, checked_in__lte=at).update(
            checked_out=at, stay_end=at
        )
    )


def check_out_all(visit_ids: Iterable[UUID], venue_id: int, at: datetime) -> int:
    """Record the leaving of open visits at a venue, in one statement; returns how many."""
    return Visit.objects.filter(
        pk__in=list(visit_ids), venue_id=venue_id, checked_out=None, checked_in__lte=at
    ).update(checked_out=at, stay_end=at)


def unsealed(visit: Visit) -> dict[str, Any]:
    """What was sealed with a visit: keys "phone" (E.164) and "id" where known, and details."""
    return unseal(bytes(visit.sealed), context=visit.pk.bytes)


def stay_rules(venue_ids: Iterable[int]) -> dict[int, StayRule]:
    """When a stay is taken to end at each venue where nobody recorded the leaving; one query."""
    rows = Venue.objects.filter(pk__in=set(venue_ids)).values_list(
        "pk", "category__default_stay", Coalesce("closes_at", "category__closes_at")
    )
    return {pk: stay_rule(timedelta(minutes=minutes), closes) for pk, minutes, closes in rows}


def _row(new: NewVisit, rule: StayRule, now: datetime) -> visit_rows.Row:
    name = normalise_name(new.name)
    folded = fold(name)
    person_key, second_key = new.keys or person_keys(
        new.phone, new.id_number, folded, str(new.venue_id)
    )
    secrets = dict(new.details)
    if new.phone:
        secrets["phone"] = new.phone
    if new.id_number:
        secrets["id"] = new.id_number
    return (
        new.id,
        new.venue_id,
        new.checkpoint_id,
        new.checked_in,
        new.checked_out,
        new.checked_out or rule.end(new.checked_in),
        new.source,
        name,
        folded,
        person_key,
        second_key,
        seal(secrets, context=new.id.bytes),
        new.logbook_id,
        new.logbook_sheet,
        new.logbook_row,
        now,
        # Ids that others made need not tell the day of the check-in.
        now if new.content is not None and is_astray(new.id, new.checked_in) else None,
        new.device_time,
        new.content,
    )
