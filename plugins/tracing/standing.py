"""How things stand: what every look-up must know before it asks an engine, in one query."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

from plugins.tracing.lease import Indices
from plugins.tracing.links.known import STATE, Links, known

# Three trips to the database would take as long as the search itself.
_ASKED = f"""
    SELECT (SELECT indices FROM tracing_indexstate WHERE id = 1 AND built),
           (SELECT created_at FROM tracing_outbox ORDER BY id LIMIT 1),
           (SELECT COUNT(*) FROM tracing_deadletter),
           {STATE}
"""  # noqa: S608 (our constant)


@dataclass(frozen=True, slots=True)
class Standing:
    """``built``: the indices that belong to the index, None if it is not whole.

    ``lag_seconds``: age of the oldest change that it has not heard of; ``dead``: visits it refused.
    ``links``: decisions on persons.
    """

    built: Indices | None
    lag_seconds: float
    dead: int
    links: Links


def standing() -> Standing:
    """As of now; one query, two after a decision on persons."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        built, oldest, dead, *links = cursor.fetchone()
    lag = 0.0
    if oldest is not None:
        lag = max(0.0, (timezone.now() - _aware(oldest)).total_seconds())
    return Standing(None if built is None else json.loads(built), lag, dead, known(links))


def _aware(at: datetime | str) -> datetime:
    """SQLite keeps times without their zone, sometimes as text."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    return at if at.tzinfo else at.replace(tzinfo=UTC)
