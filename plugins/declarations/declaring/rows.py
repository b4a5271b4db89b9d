"""Puts declarations into the database and says which of them were new."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from plugins.declarations.bulk import BulkTable, Row
from plugins.declarations.declaring.models import Declaration

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


def insert(rows: Sequence[Row]) -> set[UUID]:
    """Insert those whose id is not there yet, in one statement; returns their ids."""
    if not rows:
        return set()
    places = ", ".join([f"({_TABLE.places})"] * len(rows))
    statement = (
        f"INSERT INTO {_TABLE.name} ({_TABLE.columns}) VALUES {places} "  # noqa: S608
        "ON CONFLICT (id) DO NOTHING RETURNING id"
    )
    given = rows if connection.vendor == "postgresql" else list(_TABLE.for_sqlite(list(rows)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in given for value in row])
        return {UUID(str(found)) for (found,) in cursor.fetchall()}
