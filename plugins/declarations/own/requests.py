"""Asking that a record be deleted, and deciding it. The only writer of DeletionRequest."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from people.sealing import SealError, seal, unseal
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.models import Visit
from plugins.declarations.own.codes import Found, find_id
from plugins.declarations.own.models import Decision, DeletionRequest

PERMISSION = "declarations.change_deletionrequest"


class Decided(Exception):
    """Somebody else has decided the request meanwhile."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was written: by the person who asks, and by the official who answers."""

    words: str = ""
    answer: str = ""


def ask(found: Found, words: str) -> bool:
    """Ask that a record be deleted; False if that was asked already and waits."""
    area = found.visit.venue.area if found.visit else _area(found.declaration)
    try:
        with transaction.atomic():
            DeletionRequest.objects.create(
                record_id=found.record_id,
                of_declaration=found.visit is None,
                area=area,
                sealed=_sealed(found.record_id.bytes, Said(words)),
                asked_at=timezone.now(),
            )
    except IntegrityError:  # one that waits: the database allows no second
        return False
    return True


def last_of(found: Found) -> DeletionRequest | None:
    """The newest request about a record; one query."""
    return DeletionRequest.objects.filter(record_id=found.record_id).first()


def said(request: DeletionRequest) -> Said:
    """What was written. Raises people.sealing.SealError."""
    return Said(**unseal(bytes(request.sealed), context=_context(request.record_id.bytes)))


def record_of(request: DeletionRequest) -> Found | None:
    """The record that it is about; None if it is gone, deleted or over its time."""
    return find_id(request.record_id)


@transaction.atomic
def decide(
    request_id: int, decision: Decision, answer: str, *, by: Any, address: str | None = None
) -> DeletionRequest:
    """Delete the record for good, or refuse, which needs an answer; put on the record of look-ups.

    With a visit go the declaration made with it and its personal codes; the search follows by
    itself (a trigger tells it). Raises PermissionDenied or Decided; ValueError without an answer.
    """
    if decision == Decision.REFUSED and not answer.strip():
        raise ValueError("A refusal needs an answer.")
    request = DeletionRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if not by.has_perm(PERMISSION) or not _in_scope(request, by):
        raise PermissionDenied
    if request.decision != Decision.WAITING:
        raise Decided
    deleted = _delete(request) if decision == Decision.DELETED else 0
    request.sealed = _sealed(request.record_id.bytes, Said(_words(request), answer.strip()))
    request.decision = decision
    request.decided_at, request.decided_by = timezone.now(), by
    request.save(update_fields=["sealed", "decision", "decided_at", "decided_by"])
    record(
        by,
        Action.CHANGE,
        question=f"deletion {request.record_id.hex}",
        results=deleted,
        address=address,
        details={"request": request.pk, "status": str(decision)},
    )
    return request


def _words(request: DeletionRequest) -> str:
    try:
        return said(request).words
    except SealError:  # its key is gone; the decision stands all the same
        return ""


def _delete(request: DeletionRequest) -> int:
    """How many visits and declarations went; codes go with their declaration."""
    if request.of_declaration:
        declarations = Declaration.objects.filter(pk=request.record_id)
        return declarations.delete()[1].get(Declaration._meta.label, 0)
    told = Declaration.objects.filter(visit_id=request.record_id).delete()[1]
    gone = Visit.objects.filter(pk=request.record_id).delete()[1]
    return told.get(Declaration._meta.label, 0) + gone.get(Visit._meta.label, 0)


def _in_scope(request: DeletionRequest, by: Any) -> bool:
    within = scope_for(by).q("area")
    return DeletionRequest.objects.filter(within, pk=request.pk).exists()


def _area(declaration: Declaration | None) -> Any:
    if declaration is None:
        return None
    return declaration.area or (declaration.venue.area if declaration.venue else None)


def _sealed(record_id: bytes, said: Said) -> bytes:
    content = {"words": said.words, "answer": said.answer}
    return seal(content, context=_context(record_id))


def _context(record_id: bytes) -> bytes:
    return b"deletion:" + record_id
