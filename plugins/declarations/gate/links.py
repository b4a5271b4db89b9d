"""Gate links: making, changing and ending them. Only this and pins.py write GateLink."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from areas.scope import Scope
from audit.models import Action
from audit.services import record
from plugins.declarations.gate.models import GateLink
from plugins.qr_venues.codes import ALPHABET
from plugins.qr_venues.models import Checkpoint, Venue

TOKEN_LENGTH = 20  # 29**20 = 2**97
PIN_DIGITS = 6


def new_token() -> str:
    """What a link's address holds."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def make_link(
    venue: Venue, name: str, *, by: Any, checkpoint: Checkpoint | None = None, token: str = ""
) -> tuple[GateLink, str]:
    """A new link and its PIN, which nobody can read again."""
    pin = _new_pin()
    with transaction.atomic():
        link = GateLink.objects.create(
            venue=venue,
            checkpoint=checkpoint,
            name=name,
            token=token or new_token(),
            pin=make_password(pin),
            created_by=by,
        )
        _put_on_record(link, by, "made")
    return link, pin


def change_pin(link: GateLink, *, by: Any, generation: int) -> str | None:
    """A new PIN; every device must type it. None if it was changed since ``generation``."""
    pin = _new_pin()
    with transaction.atomic():
        current = GateLink.objects.filter(pk=link.pk, generation=generation, revoked_at=None)
        if not current.update(
            pin=make_password(pin), generation=generation + 1, tries=0, locked_until=None
        ):
            return None
        _put_on_record(link, by, "PIN changed")
    link.refresh_from_db()
    return pin


def revoke_link(link: GateLink, *, by: Any) -> bool:
    """End a link on every device at once; False if it was revoked before."""
    with transaction.atomic():
        live = GateLink.objects.filter(pk=link.pk, revoked_at=None)
        if not live.update(revoked_at=timezone.now()):
            return False
        _put_on_record(link, by, "revoked")
    return True


def links_within(scope: Scope) -> QuerySet[GateLink]:
    """Links of the venues of a scope, with venue and check point."""
    within = scope.q("venue__area", "venue__category__sector")
    return GateLink.objects.filter(within).select_related("venue__area", "checkpoint")


def address_of(link: GateLink) -> str:
    """Where the gate page is, in full; Vietnamese unless somebody chooses otherwise there."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.PUBLIC_URL}{reverse('declarations:gate', args=[link.token])}"


def _new_pin() -> str:
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def _put_on_record(link: GateLink, by: Any, what: str) -> None:
    details = {"venue": link.venue.code, "what": what}
    record(by, Action.CHANGE, question=f"gate link {link.pk}", details=details)
