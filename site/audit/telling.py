"""Telling a person who looked them up.

Which look-ups were theirs is found by the blind keys of phone and ID: they are what was asked, or
are among the persons that an entry names (audit.keys). What the officer typed is kept sealed in
the session; no address holds it.
"""

import base64
import binascii
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.base import SessionBase
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from areas.models import Jurisdiction
from audit.keys import Names
from audit.models import Action, AuditEntry
from audit.services import record
from people.sealing import SealError, seal, unseal

MOST_KEPT = 10  # people in one session
MOST_LISTED = 1000
# By ``what`` of an entry that names the person, else by its action.
DEEDS = {
    "phones": _("Phone shown in a case"),
    "calls": _("Phone on a call list"),
    Action.CONTACTS: _("Found as a contact"),
    Action.EXPORT: _("On a list that was taken out"),
}
_SESSION = "audit_told"


@dataclass(frozen=True, slots=True)
class Asked:
    """A person who wants to know; ``phone`` and ``number`` as the officer typed them."""

    name: str
    phone: str
    number: str
    reason: str
    keys: frozenset[UUID]

    @property
    def questions(self) -> list[str]:
        """How look-ups of the person are recorded."""
        return sorted(f"key:{key.hex}" for key in self.keys)


@dataclass(frozen=True, slots=True)
class Office:
    """An account as a person may know it: a name, its roles and areas."""

    name: str
    roles: str
    areas: str


@dataclass(frozen=True, slots=True)
class Line:
    """A look-up of a person: when, by whom, what was done, and its case if it has one."""

    entry: AuditEntry
    office: Office
    deed: Any
    case: str


@dataclass(frozen=True, slots=True)
class Told:
    """The look-ups of a person, newest first."""

    lines: list[Line]
    complete: bool


def keep(session: SessionBase, asked: Asked) -> str:
    """Keep who asked; the token given back stands for it in addresses."""
    token = secrets.token_urlsafe(9)
    content = {
        "name": asked.name,
        "phone": asked.phone,
        "number": asked.number,
        "reason": asked.reason,
        "keys": sorted(key.hex for key in asked.keys),
    }
    sealed = base64.b64encode(seal(content, context=token.encode())).decode()
    session[_SESSION] = [*session.get(_SESSION, []), [token, sealed]][-MOST_KEPT:]
    return token


def kept(session: SessionBase, token: str) -> Asked | None:
    """Who asked, under this token; None if it is no longer known."""
    sealed = dict(session.get(_SESSION, [])).get(token)
    if sealed is None:
        return None
    try:
        content = unseal(base64.b64decode(sealed), context=token.encode())
    except (SealError, binascii.Error):
        return None
    return Asked(
        name=content["name"],
        phone=content["phone"],
        number=content["number"],
        reason=content["reason"],
        keys=frozenset(UUID(text) for text in content["keys"]),
    )


def tell(asked: Asked, by: Any, address: str | None, *, letter: bool = False) -> Told:
    """The look-ups of the person, at most MOST_LISTED. Recorded, as it is one itself."""
    found = look_ups_of(asked)
    record(
        by,
        Action.TOLD,
        reason=asked.reason,
        question=asked.questions[0],
        results=len(found),
        address=address,
        details={"letter": True} if letter else {},
    )
    return Told(_lines(found[:MOST_LISTED], asked), len(found) <= MOST_LISTED)


def look_ups_of(asked: Asked) -> list[int]:
    """Keys of the entries that ask for this person or name the person, newest first; one query.

    All of them at once and in no order, so that the database never walks through the whole record
    in search of the newest ones.
    """
    about = AuditEntry.objects.filter(question__in=asked.questions).order_by().values_list("pk")
    named = AuditEntry.objects.filter(Names(asked.keys)).order_by().values_list("pk")
    return sorted((pk for (pk,) in about.union(named)), reverse=True)


def _lines(found: list[int], asked: Asked) -> list[Line]:
    """One query besides the offices; details stay in the database, as they may name thousands."""
    entries = AuditEntry.objects.filter(pk__in=found).defer("details")
    entries = entries.annotate(what=KT("details__what"), case=KT("details__case"))
    rows = list(entries.order_by("-pk"))
    offices = offices_of(rows)
    return [Line(row, offices[row.pk], _deed(row, asked), row.case or "") for row in rows]


def _deed(row: Any, asked: Asked) -> Any:
    """What was done; where somebody else was asked for, how the person came into it."""
    if row.question in asked.questions:
        return row.get_action_display()
    return DEEDS.get(row.what) or DEEDS.get(row.action) or row.get_action_display()


def offices_of(entries: Iterable[AuditEntry]) -> dict[int, Office]:
    """By entry: who made it, as the account is today; four queries."""
    entries = list(entries)
    ids = {entry.account_id for entry in entries if entry.account_id}
    users = get_user_model().objects.prefetch_related("groups").in_bulk(ids)
    areas: dict[int, list[str]] = {}
    for row in Jurisdiction.objects.filter(user__in=ids).prefetch_related("areas"):
        areas.setdefault(row.user_id or 0, []).extend(area.name for area in row.areas.all())
    return {
        entry.pk: _office(entry, users.get(entry.account_id), areas.get(entry.account_id or 0, []))
        for entry in entries
    }


def _office(entry: AuditEntry, user: Any, areas: list[str]) -> Office:
    if user is None:
        return Office(entry.account_name, "", "")
    roles = ", ".join(group.name for group in user.groups.all())
    return Office(user.get_full_name() or entry.account_name, roles, ", ".join(areas))
