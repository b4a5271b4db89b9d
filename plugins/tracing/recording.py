"""Entries that look-ups leave in the record of the house."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from audit.keys import hexes
from audit.models import AuditEntry
from audit.services import record
from plugins.tracing.links.known import reached
from plugins.tracing.periods import ALWAYS, Period
from plugins.tracing.reasons import Asker, Reason


def put_down(
    asker: Asker,
    action: str,
    reason: Reason,
    question: str,
    results: int | None,
    details: Mapping[str, Any],
    period: Period = ALWAYS,
) -> AuditEntry:
    """One entry, with the case that is the reason, and the period if it is limited.

    Whoever was parted from another with the same phone or ID is named by these, too.

    ``question`` is blind. If this fails, nothing may be shown.
    """
    more: dict[str, Any] = {**details, **_named(question, details)}
    if reason.case:
        more["case"] = reason.case
    if period.start:
        more["from"] = period.start.isoformat()
    if period.end:
        more["to"] = period.end.isoformat()
    return record(
        asker.user,
        action,
        reason=reason.text,
        question=question,
        results=results,
        address=asker.address,
        details=more,
    )


def also_named(key: UUID) -> dict[str, Any]:
    """Details that name whoever was parted by the phone's and ID's keys; none for others."""
    more = reached([key]) - {key}
    return {"keys": hexes(more)} if more else {}


def _named(question: str, details: Mapping[str, Any]) -> dict[str, Any]:
    if "keys" in details:
        return {"keys": hexes(reached(map(UUID, details["keys"])))}
    if question.startswith("key:"):
        return also_named(UUID(question.removeprefix("key:")))
    return {}
