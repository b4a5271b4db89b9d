"""Visits of a venue's books are written, linked and taken back by one after the other.

Whoever compares rows with the visits of a venue must see those of a book that is imported side by
side: else two rows that tell of one visit both become one. And taking back a visit must see every
row that was found to be its duplicate meanwhile, or the row would be lost. PostgreSQL only; SQLite
has one writer at a time anyway.
"""

from django.db import connection

_VENUES = 0x434F4E48  # any constant: the first half of the locks' numbers
_NUMBERS = 1 << 31


def take_venue(venue_id: int) -> None:
    """Wait for one's turn; it ends with the transaction. Take it before any row's lock.

    A chunk of an import takes about a second, and whoever waited longest is next.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_VENUES, venue_id % _NUMBERS])
