"""Phones of a case's persons, opened for those who must call them. Every opening is recorded."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from audit.keys import hexes
from audit.models import Action
from audit.services import record
from people.phones import display_phone
from people.sealing import SealError
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from plugins.tracing.links.known import reached
from plugins.tracing.links.visits import newest_of_parted
from plugins.tracing.models import Case, CaseMember
from plugins.tracing.recording import also_named
from plugins.tracing.reveal import Readable

NEWEST = Visit.objects.filter(person_key=OuterRef("key")).order_by("-checked_in").values("pk")[:1]


def record_opening(
    case: Case,
    members: list[CaseMember],
    *,
    by: Any,
    address: str | None,
    what: str,
    total: int | None = None,
) -> None:
    """Put on record that these persons of a case were shown; ``what``: case, phones, calls.

    With their phones, the persons' keys are recorded too, so that each can be told.
    """
    details: dict[str, Any] = {"case": case.number, "what": what}
    if what != "case":
        details["keys"] = hexes(reached(member.key for member in members))
    record(
        by,
        Action.CONTACTS,
        reason=case.number,
        question=f"case:{case.number}",
        results=len(members) if total is None else total,
        address=address,
        details=details,
    )


def record_tasks(members: list[CaseMember], *, by: Any, address: str | None) -> None:
    """Put on record whose names the list of tasks showed; their open cases are the reason."""
    if not members:
        return
    numbers = sorted({member.case.number for member in members})
    record(
        by,
        Action.CONTACTS,
        reason=", ".join(numbers),
        question="cases:tasks",
        results=len(members),
        address=address,
        details={"case": numbers[0], "cases": numbers, "what": "tasks"},
    )


def record_person(member: CaseMember, *, by: Any, address: str | None) -> None:
    """Put on record that a person of a case was opened, phone and all."""
    record(
        by,
        Action.OPEN_PERSON,
        reason=member.case.number,
        question=f"key:{member.key.hex}",
        results=1,
        address=address,
        details={"case": member.case.number, "what": "member", **also_named(member.key)},
    )


def phones_of(members: QuerySet[CaseMember]) -> dict[UUID, Readable]:
    """Phone and ID by key, from each person's latest visit; three queries, four after partings.

    A person of a case is called whoever registered the visit, so its area does not matter here:
    who may see the person may call. After the visits are deleted there is nothing to open.
    """
    newest = dict(members.annotate(newest=Subquery(NEWEST)).values_list("key", "newest"))
    newest |= newest_of_parted(newest, Visit.objects.all())
    visits = Visit.objects.only("pk", "sealed").in_bulk(filter(None, newest.values()))
    found: dict[UUID, Readable] = {}
    for key, pk in newest.items():
        if pk not in visits:
            continue
        readable = found[key] = Readable()
        try:
            details = unsealed(visits[pk])
        except SealError:
            readable.sealed = True
            continue
        if phone := details.get("phone"):
            readable.phones.append((phone, display_phone(phone)))
        if number := details.get("id"):
            readable.ids.append(number)
    return found
