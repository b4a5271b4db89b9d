"""Puts declarations into the database and says which of them were new."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from plugins.declarations.bulk import BulkTable, Row
from plugins.declarations.declaring.models import Declaration
from plugins.qr_venues.models import Venue

COLUMNS = (
    "id",
    "kind",
    "visit_id",
    "venue_id",
    "area_id",
    "name",
    "name_folded",
    "person_key",
    "second_key",
    "has_symptoms",
    "had_contact",
    "sealed",
    "content",
    "declared_at",
    "handling",
)
_TABLE = BulkTable(Declaration, COLUMNS)
# A check-in's declaration belongs to the venue's area; looked up in the same statement.
_AREA = f"COALESCE(%s, (SELECT area_id FROM {Venue._meta.db_table} WHERE id = %s))"  # noqa: S608
_PLACES = ", ".join(_AREA if column == "area_id" else "%s" for column in COLUMNS)


def insert(rows: Sequence[Row]) -> set[UUID]:
    """Insert those whose id is not there yet, in one statement; returns their ids.

    Without an area they get that of their venue.
    """
    if not rows:
        return set()
    places = ", ".join([f"({_PLACES})"] * len(rows))
    statement = (
        f"INSERT INTO {_TABLE.name} ({_TABLE.columns}) VALUES {places} "  # noqa: S608
        "ON CONFLICT (id) DO NOTHING RETURNING id"
    )
    given = rows if connection.vendor == "postgresql" else list(_TABLE.for_sqlite(list(rows)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in given for value in _with_venue_twice(row)])
        return {UUID(str(found)) for (found,) in cursor.fetchall()}


def _with_venue_twice(row: Sequence[Any]) -> list[Any]:
    after = COLUMNS.index("area_id") + 1
    return [*row[:after], row[COLUMNS.index("venue_id")], *row[after:]]
