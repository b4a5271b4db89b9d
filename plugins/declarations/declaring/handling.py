"""What a health official makes of a declaration of symptoms or contact."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from plugins.declarations.declaring.models import Declaration, Handling
from plugins.declarations.declaring.services import attention, within

VIEW, CHANGE = "declarations.view_declaration", "declarations.change_declaration"
SHORTEST_REASON, LONGEST_REASON = 5, 300


def visible_to(user: Any) -> QuerySet[Declaration]:
    """Declarations of symptoms or contact within the account's jurisdiction."""
    return attention(Declaration.objects.filter(within(scope_for(user))))


def record_opening(declaration: Declaration, *, by: Any, reason: str, address: str | None) -> None:
    """Put on record, before it is opened, that somebody opens the answers, and why.

    The question is the person's key, so that the person can be told who looked.
    """
    record(
        by,
        Action.OPEN_PERSON,
        reason=reason,
        question=f"key:{declaration.person_key.hex}",
        results=1,
        address=address,
        details={"what": "declared"},
    )


def handle(declaration_id: UUID, state: Handling, *, by: Any, address: str | None = None) -> bool:
    """Set the state; False if it was that already. Raises PermissionDenied."""
    if not by.has_perm(CHANGE):
        raise PermissionDenied
    mine = visible_to(by).filter(pk=declaration_id)
    if not mine.exists():
        raise PermissionDenied
    changed = Declaration.objects.filter(pk=declaration_id).exclude(handling=state)
    if not changed.update(handling=state, handled_at=timezone.now(), handled_by=by):
        return False
    record(
        by,
        Action.CHANGE,
        question=f"declaration {declaration_id.hex}",
        results=1,
        address=address,
        details={"status": str(state)},
    )
    return True
