"""Registering venues and handing out their codes. The only module that writes them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from areas.models import Area
from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from plugins.qr_venues.codes import new_token, new_venue_code
from plugins.qr_venues.models import Checkpoint, Venue, VenueCategory

MAIN_GATE = "Cổng chính"  # a name in the data, so not translated


class OutsideJurisdiction(PermissionDenied):
    """The account may not act for venues of this area or sector."""


class AlreadyRevoked(Exception):
    """The code no longer counts: somebody else was faster."""


def register_venue(
    *,
    name: str,
    category: VenueCategory,
    area: Area,
    address: str = "",
    checkpoint_names: Iterable[str] = (),
    by: Any = None,
    **fields: Any,
) -> Venue:
    """Register a venue with its check points, in order; without names it gets one, MAIN_GATE.

    ``by`` is the account that acts, None for the system. ``fields`` are further fields of Venue.
    Raises OutsideJurisdiction.
    """
    _check_scope(by, area, category)
    venue = Venue(name=name, category=category, area=area, address=address, created_by=by, **fields)
    with transaction.atomic():
        _save_with_code(venue, "code", new_venue_code)
        for number, checkpoint_name in enumerate(list(checkpoint_names) or [MAIN_GATE], start=1):
            checkpoint = Checkpoint(venue=venue, number=number, name=checkpoint_name)
            _save_with_code(checkpoint, "token", new_token)
    return venue


def change_venue(venue: Venue, *, by: Any) -> None:
    """Save a changed venue; a new status goes on the record. Raises OutsideJurisdiction.

    Both where it was and where it is now must be within the account's jurisdiction.
    """
    before = Venue.objects.select_related("area", "category").get(pk=venue.pk)
    _check_scope(by, before.area, before.category)
    _check_scope(by, venue.area, venue.category)
    with transaction.atomic():
        venue.save()
        if venue.status != before.status:
            details = {"from": before.status, "to": venue.status}
            record(by, Action.CHANGE, question=f"venue {venue.code}", details=details)


def add_checkpoint(venue: Venue, name: str, *, by: Any = None) -> Checkpoint:
    """Give a venue one more check point with a code of its own. Raises OutsideJurisdiction."""
    _check_scope(by, venue.area, venue.category)
    with transaction.atomic():
        Venue.objects.select_for_update().get(pk=venue.pk)  # two at once must not share a number
        last = venue.checkpoints.aggregate(last=Max("number"))["last"] or 0
        checkpoint = Checkpoint(venue=venue, number=last + 1, name=name or MAIN_GATE)
        _save_with_code(checkpoint, "token", new_token)
    return checkpoint


def revoke_checkpoint(checkpoint: Checkpoint, *, by: Any = None) -> Checkpoint:
    """End a code at once; returns the check point under its new code.

    Raises AlreadyRevoked when the code was revoked before, and OutsideJurisdiction.
    """
    _check_scope(by, checkpoint.venue.area, checkpoint.venue.category)
    with transaction.atomic():
        live = Checkpoint.objects.filter(pk=checkpoint.pk, revoked_at=None)
        if not live.update(revoked_at=timezone.now()):
            raise AlreadyRevoked(checkpoint.token)
        successor = Checkpoint(
            venue=checkpoint.venue, number=checkpoint.number, name=checkpoint.name
        )
        _save_with_code(successor, "token", new_token)
        details = {"venue": checkpoint.venue.code, "new": successor.token}
        record(by, Action.CHANGE, question=f"code {checkpoint.token} revoked", details=details)
    return successor


def _check_scope(account: Any, area: Area, category: VenueCategory) -> None:
    if account is not None and not scope_for(account).allows(area.path, category.sector):
        raise OutsideJurisdiction(f"{account} may not act for venues in {area}")


def _save_with_code(row: Venue | Checkpoint, field: str, make: Callable[[], str]) -> None:
    """Insert a row under a code that nobody has; a code taken by chance is made anew."""
    for _try in range(8):
        setattr(row, field, make())
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return
        except IntegrityError:
            if not type(row)._default_manager.filter(**{field: getattr(row, field)}).exists():
                raise
    raise IntegrityError(f"no unused {field} found")
