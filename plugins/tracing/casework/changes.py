"""Changes by several officials at once: each says which version it was made on.

Whoever comes second is told who changed what in between, and nothing is overwritten unseen.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from audit.keys import hexes
from audit.models import Action
from audit.services import record
from people.sealing import SealError, seal, unseal
from plugins.tracing.links.known import reached
from plugins.tracing.models import Case, CaseEvent, CaseMember, CasePlace


class Versioned(Protocol):
    """A record with a number that grows with every change."""

    pk: Any
    version: int


class Stale(Exception):
    """Somebody else changed the record since it was shown; ``events`` say who and what."""

    def __init__(self, events: Iterable[CaseEvent]) -> None:
        super().__init__()
        self.events = list(events)


def claim(thing: Case | CaseMember | CasePlace, version: int) -> None:
    """Take the next version, within a transaction. Raises Stale if ``version`` is not the last.

    The row is locked until the transaction ends, so that of two changes at once one is stale.
    """
    taken = (
        type(thing)._default_manager.filter(pk=thing.pk, version=version)
        .update(version=version + 1)
    )  # fmt: skip
    if not taken:
        raise Stale(_since(thing, version))
    thing.version = version + 1


def note_event(
    case: Case,
    what: str,
    *,
    by: Any,
    member: CaseMember | None = None,
    place: CasePlace | None = None,
    details: dict[str, Any] | None = None,
    note: str = "",
) -> CaseEvent:
    """Add to the case's history and to the record of the house; ``note`` is sealed.

    ``details`` holds codes, numbers and keys of records, no words about a person.
    """
    details = dict(details or {})
    thing = member or place or case
    details["version"] = thing.version
    sealed = None
    if note:
        details["of"] = case.pk  # a merged case's events move; their seal tells where they began
        sealed = seal({"text": note}, context=_context(case.pk))
    event = CaseEvent.objects.create(
        case=case, member=member, place=place, by=by, what=what, details=details, sealed=sealed
    )
    about = _about(case, what, details)
    if member is not None:
        about["keys"] = hexes(reached([member.key]))
    if place is not None:
        about["venue"] = place.venue_id
    record(by, Action.CHANGE, reason=case.number, question=f"case:{case.number}", details=about)
    return event


def _about(case: Case, what: str, details: dict[str, Any]) -> dict[str, Any]:
    """What the record of the house keeps: of tests and states only that they changed.

    It is never deleted, while the case's own history goes with its persons. ``case`` is this
    case's number, ``other_case`` that of another one the event is about.
    """
    about = {"what": what, "status": case.status, "area": case.area_id, **details}
    if changed := [name for name in ("state", "result") if about.pop(name, None)]:
        about["fields"] = changed
    if other := about.pop("case", None):
        about["other_case"] = Case.objects.values_list("number", flat=True).get(pk=other)
    return about | {"case": case.number}


def note_of(event: CaseEvent) -> str | None:
    """The words of a note; "" for none, None where they cannot be opened."""
    if event.sealed is None:
        return ""
    try:
        return str(unseal(bytes(event.sealed), context=_context(event.details["of"]))["text"])
    except SealError:
        return None


def _context(case_pk: int) -> bytes:
    return b"case-note:%d" % case_pk


def _since(thing: Case | CaseMember | CasePlace, version: int) -> list[CaseEvent]:
    """What was done to the record after that version, the latest first."""
    events = CaseEvent.objects.select_related("by")
    if isinstance(thing, CaseMember):
        events = events.filter(member=thing)
    elif isinstance(thing, CasePlace):
        events = events.filter(place=thing)
    else:
        events = events.filter(case=thing, member=None, place=None)
    return [event for event in events[:20] if event.details.get("version", 0) > version]
