"""Imports of a venue's books side by side, but none while visits of the venue are taken back.

An import that finds a visit already there notes its row as a duplicate of it. Taking that visit
back in the same moment would not see the note, and the row would be lost. PostgreSQL only; SQLite
has one writer at a time anyway. Held until the transaction ends; take it before any row's lock.
"""

from django.db import connection

_VENUES = 0x434F4E48  # any constant: the first half of the locks' numbers
_NUMBERS = 1 << 31


def share_venue(venue_id: int) -> None:
    """For whoever writes visits out of books, or links rows to visits."""
    _take("pg_advisory_xact_lock_shared", venue_id)


def take_venue(venue_id: int) -> None:
    """For whoever takes visits back."""
    _take("pg_advisory_xact_lock", venue_id)


def _take(function: str, venue_id: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [_VENUES, venue_id % _NUMBERS])
