"""Writing the lines of a run's graph, of which there may be a hundred thousand."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from plugins.tracing.batches import batches
from plugins.tracing.spread.models import SpreadMeeting

_COPY = """
    COPY tracing_spreadmeeting (spread_id, one, other, venue_id, start, "end", assumed) FROM STDIN
"""


class Line(NamedTuple):
    """As SpreadMeeting has it, in the order of _COPY."""

    spread_id: UUID
    one: UUID
    other: UUID
    venue_id: int
    start: datetime
    end: datetime
    assumed: bool


def write(lines: Iterable[Line]) -> None:
    """Add the lines; on PostgreSQL by COPY, which takes a fifth of the time of inserting."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for line in lines:
                copy.write_row(line)
        return
    for some in batches(lines, 1000):
        SpreadMeeting.objects.bulk_create(SpreadMeeting(**line._asdict()) for line in some)
