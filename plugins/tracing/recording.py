"""Entries that look-ups leave in the record of the house."""

from collections.abc import Mapping
from typing import Any

from audit.models import AuditEntry
from audit.services import record
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

    ``question`` is blind. If this fails, nothing may be shown.
    """
    more: dict[str, Any] = dict(details)
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
