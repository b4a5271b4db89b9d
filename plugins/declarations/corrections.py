"""Putting a recorded visit right: who it was, and when they came and left."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from people.names import fold, normalise_name
from people.persons import person_keys
from people.sealing import seal
from plugins.declarations.models import Visit
from plugins.declarations.services import stay_rules, unsealed

PERMISSION = "declarations.change_visit"


class Stale(Exception):
    """Somebody else has changed the visit, or it is gone, since the page was opened."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the visit should say. ``phone`` is E.164, ``id_number`` as parse_id gives it, times are
    aware; None for unknown.
    """

    name: str
    phone: str | None
    id_number: str | None
    checked_in: datetime
    checked_out: datetime | None


def check_may_correct(user: Any, visit: Visit) -> None:
    """Raise PermissionDenied unless the account may correct visits to this venue."""
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    if not scope_for(user).allows(visit.venue.area.path, visit.venue.category.sector):
        raise PermissionDenied


def version(visit: Visit) -> str:
    """Differs whenever what the page shows of a visit has changed; tells nothing of it."""
    parts = (visit.name, visit.checked_in, visit.checked_out, visit.changed_at, bytes(visit.sealed))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def as_recorded(visit: Visit) -> Correction:
    """What the visit says now. Raises people.sealing.SealError when it cannot be opened."""
    secrets = unsealed(visit)
    return Correction(
        visit.name,
        secrets.get("phone"),
        secrets.get("id"),
        visit.checked_in,
        visit.checked_out,
    )


@transaction.atomic
def correct(visit_id: UUID, wanted: Correction, *, seen: str, by: Any, address: str = "") -> bool:
    """Change a visit, as long as it is as ``seen`` (its version); False if nothing is different.

    The id stays: by it a later copy of the same book is recognised. The search follows by itself.
    On record are the names of the fields, not what they held. Raises PermissionDenied, Stale, or
    people.sealing.SealError when its details cannot be opened.
    """
    visit = Visit.objects.select_for_update(of=("self",)).filter(pk=visit_id).first()
    if visit is None:
        raise Stale
    check_may_correct(by, visit)
    if version(visit) != seen:
        raise Stale
    if not (changed := write(visit, wanted)):
        return False
    record(
        by,
        Action.CHANGE,
        question=f"visit {visit.pk.hex}",
        results=1,
        address=address,
        details={"visit": visit.pk.hex, "fields": changed},
    )
    return True


def details(visit: Visit) -> dict[str, Any]:
    """What is sealed beside phone and ID. Raises people.sealing.SealError."""
    return {k: v for k, v in unsealed(visit).items() if k not in ("phone", "id")}


def write(
    visit: Visit, wanted: Correction, *, new_details: dict[str, Any] | None = None
) -> list[str]:
    """Change a visit that the caller has locked and may change; the names of what is different.

    ``new_details`` go in place of those of the same names; empty ones are taken away. It is the
    caller who puts it on record. Raises people.sealing.SealError.
    """
    wanted, recorded = _tidy(wanted), details(visit)
    wanted_details = {k: v for k, v in (recorded | (new_details or {})).items() if v}
    changed = _differences(as_recorded(visit), wanted)
    changed += sorted(
        k for k in recorded | wanted_details if recorded.get(k) != wanted_details.get(k)
    )
    if not changed:
        return []
    secrets = wanted_details
    if wanted.phone:
        secrets["phone"] = wanted.phone
    if wanted.id_number:
        secrets["id"] = wanted.id_number
    folded = fold(wanted.name)
    person_key, second_key = person_keys(
        wanted.phone, wanted.id_number, folded, str(visit.venue_id)
    )
    rule = stay_rules([visit.venue_id])[visit.venue_id]
    Visit.objects.filter(pk=visit.pk).update(
        name=wanted.name,
        name_folded=folded,
        person_key=person_key,
        second_key=second_key,
        sealed=seal(secrets, context=visit.pk.bytes),
        checked_in=wanted.checked_in,
        checked_out=wanted.checked_out,
        stay_end=wanted.checked_out or rule.end(wanted.checked_in),
        changed_at=timezone.now(),
    )
    return changed


def _tidy(wanted: Correction) -> Correction:
    return Correction(
        normalise_name(wanted.name),
        wanted.phone or None,
        wanted.id_number or None,
        wanted.checked_in,
        wanted.checked_out,
    )


def _differences(before: Correction, after: Correction) -> list[str]:
    fields = ("name", "phone", "id_number", "checked_in", "checked_out")
    return [each for each in fields if getattr(before, each) != getattr(after, each)]
