"""Puts many visits into the database at once, the fastest way that each database has.

Django's bulk_create costs more than everything else together in an import: its objects, one
parameter for each of 16 columns, and a statement to parse as long as the data.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from plugins.declarations.models import Visit

COLUMNS = (
    "id",
    "venue_id",
    "checkpoint_id",
    "checked_in",
    "checked_out",
    "stay_end",
    "source",
    "name",
    "name_folded",
    "person_key",
    "second_key",
    "sealed",
    "logbook_id",
    "logbook_sheet",
    "logbook_row",
    "created_at",
)
Row = tuple[Any, ...]  # values of COLUMNS in order, as Python has them

_TABLE = Visit._meta.db_table
_NAMES = ", ".join(COLUMNS)
_INSERT_ONE = (
    f"INSERT INTO {_TABLE} ({_NAMES}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))}) ON CONFLICT (id) DO NOTHING"
)
_FEW = 20  # up to here one plain statement is faster than a temporary table
_WAITING = f"{_TABLE}_waiting"


def insert(rows: Sequence[Row]) -> set[UUID]:
    """Insert those whose id is not there yet; returns their ids. Call inside a transaction.

    Three statements at most, however many rows there are.
    """
    if not rows:
        return set()
    if connection.vendor == "postgresql":
        return _values(rows) if len(rows) <= _FEW else _copied(rows)
    return _ignoring(rows)


def insert_one(row: Row) -> bool:
    """Insert one row in one statement, needing no transaction; False if its id is there already."""
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_ONE, [_for_sqlite(value) for value in row] if on_sqlite else row)
        return bool(cursor.rowcount == 1)


def known(ids: Sequence[UUID]) -> set[UUID]:
    """Those of the ids that are in the database; one query."""
    if connection.vendor == "postgresql":
        statement, given = f"SELECT id FROM {_TABLE} WHERE id = ANY(%s)", list(ids)  # noqa: S608
    else:
        statement, given = (
            f"SELECT id FROM {_TABLE} WHERE id IN (SELECT value FROM json_each(%s))",  # noqa: S608
            json.dumps([each.hex for each in ids]),
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, [given])
        return {UUID(str(found)) for (found,) in cursor.fetchall()}


def _values(rows: Sequence[Row]) -> set[UUID]:
    one = "(" + ", ".join(["%s"] * len(COLUMNS)) + ")"
    statement = (
        f"INSERT INTO {_TABLE} ({_NAMES}) VALUES {', '.join([one] * len(rows))} "  # noqa: S608
        "ON CONFLICT (id) DO NOTHING RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])
        return {found for (found,) in cursor.fetchall()}


def _copied(rows: Sequence[Row]) -> set[UUID]:
    """PostgreSQL: COPY into a temporary table, then one statement from there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {_WAITING} (LIKE {_TABLE}) ON COMMIT DELETE ROWS"
        )
        # Several batches may share a transaction.
        cursor.execute(f"TRUNCATE {_WAITING}")
        with cursor.copy(f"COPY {_WAITING} ({_NAMES}) FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(_TYPES)
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {_TABLE} ({_NAMES}) SELECT {_NAMES} FROM {_WAITING} "  # noqa: S608
            "ON CONFLICT (id) DO NOTHING RETURNING id"
        )
        return {found for (found,) in cursor.fetchall()}


def _ignoring(rows: Sequence[Row]) -> set[UUID]:
    """SQLite: what is there already is asked for first; nobody else writes meanwhile."""
    there = known([row[0] for row in rows])
    fresh = {row[0]: row for row in rows if row[0] not in there}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT OR IGNORE INTO {_TABLE} ({_NAMES}) "  # noqa: S608
            f"VALUES ({', '.join(['%s'] * len(COLUMNS))})",
            [[_for_sqlite(value) for value in row] for row in fresh.values()],
        )
    return set(fresh)


def _for_sqlite(value: Any) -> Any:
    """As Django keeps it there: UUIDs in hex, times in UTC without their zone."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value


def _postgresql_type(name: str) -> str:
    field = Visit._meta.get_field(name.removesuffix("_id") if name != "id" else name)
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    kinds: tuple[tuple[type[models.Field], str], ...] = (
        (models.UUIDField, "uuid"),
        (models.DateTimeField, "timestamptz"),
        (models.BinaryField, "bytea"),
        (models.CharField, "text"),
        (models.PositiveSmallIntegerField, "int2"),
        (models.PositiveIntegerField, "int4"),
        (models.BigIntegerField, "int8"),
        (models.BigAutoField, "int8"),
    )
    return next(name for kind, name in kinds if isinstance(field, kind))


_TYPES = tuple(map(_postgresql_type, COLUMNS))
