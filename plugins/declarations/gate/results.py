"""What the gate is told about each entry."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Outcome(StrEnum):
    """In a word."""

    IN = "in"  # checked in
    OUT = "out"  # checked out
    INSIDE = "inside"  # was inside already: nothing new recorded
    UNDONE = "undone"
    REFUSED = "refused"  # see reason and errors


REASONS = {
    "fields": _("Something that was typed must be put right."),
    "not_inside": _("Nobody of this name or number is checked in here."),
    "too_late": _("Only the last minute can be taken back."),
    "code_unknown": _("This personal code is not known."),
    "code_expired": _("This personal code has expired."),
    "conflict": _("Another entry was sent under the same number."),
    "unreadable": _("The server cannot open this entry."),
    "venue": _("This entry belongs to another venue."),
    "venue_closed": _("This venue takes no check-ins at the moment."),
}


@dataclass
class Result:
    """One entry's. ``visit`` is the visit concerned, ``since`` its check-in, as "08:05".

    ``alert``: the person declared symptoms or contact with a case.
    """

    id: UUID
    outcome: Outcome
    reason: str = ""
    name: str = ""
    since: str = ""
    visit: UUID | None = None
    alert: bool = False
    errors: "dict[str, StrPromise]" = field(default_factory=dict)

    def sent(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": str(self.id),
            "outcome": self.outcome.value,
            "reason": self.reason,
            "text": str(REASONS[self.reason]) if self.reason else "",
            "name": self.name,
            "since": self.since,
            "visit": str(self.visit) if self.visit else "",
            "alert": self.alert,
            "errors": {name: str(text) for name, text in self.errors.items()},
        }


def refused(entry_id: UUID, reason: str) -> Result:
    """Not recorded, and why (a key of REASONS)."""
    return Result(entry_id, Outcome.REFUSED, reason)
