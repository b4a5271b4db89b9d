"""Opening and changing cases. The only module that writes Case."""

from typing import Any
from uuid import UUID

from django.db import transaction

from audit.models import Action
from audit.services import record
from plugins.tracing.models import Case


@transaction.atomic
def open_case(case: Case, *, by: Any, person: UUID | None = None) -> Case:
    """Save a new case; recorded."""
    case.opened_by = by
    case.person_key = person
    case.save()
    _record(case, by, "opened")
    return case


@transaction.atomic
def change_case(case: Case, *, by: Any) -> Case:
    """Save a changed case; recorded with its status, which decides whether it is a reason."""
    case.save()
    _record(case, by, "changed")
    return case


def _record(case: Case, by: Any, what: str) -> None:
    details = {"what": what, "status": case.status, "area": case.area_id}
    record(by, Action.CHANGE, question=f"case:{case.number}", details=details)
