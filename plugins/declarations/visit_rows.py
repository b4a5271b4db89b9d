"""Puts visits into the database and says which of them were new. Rows of paper books go in through
paper_rows.py; nothing else writes visits.
"""

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from plugins.declarations.bulk import BulkTable, Row
from plugins.declarations.models import Visit
from portal.database import planned_cursor

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
    "changed_at",
    "device_time",
    "content",
)
_TABLE = BulkTable(Visit, COLUMNS)
_INSERT = f"INSERT INTO {_TABLE.name} ({_TABLE.columns}) VALUES ({_TABLE.places})"  # noqa: S608
_INSERT_ONE = f"{_INSERT} ON CONFLICT (id) DO NOTHING"
_WAITING = f"{_TABLE.name}_waiting"
FEW = 20  # up to here one plain statement is faster than a temporary table


def insert(rows: Sequence[Row]) -> set[UUID]:
    """Insert those whose id is not there yet; returns their ids. Call inside a transaction.

    Three statements at most, however many rows there are. Of rows with one id the first counts.
    """
    if not rows:
        return set()
    # In one order everywhere: two imports of the same rows would else wait for each other.
    rows = _in_order(rows)
    if connection.vendor == "postgresql":
        return insert_few(rows) if len(rows) <= FEW else _copied(rows)
    return _inserted(rows)


def insert_one(row: Row) -> bool:
    """Insert one row in one statement, needing no transaction; False if its id is there already."""
    if connection.vendor == "sqlite":
        row = tuple(*_TABLE.for_sqlite([row]))
    with planned_cursor() as cursor:
        cursor.execute(_INSERT_ONE, row)
        return bool(cursor.rowcount == 1)


def insert_few(rows: Sequence[Row]) -> set[UUID]:
    """Insert those whose id is not there yet, in one statement; returns their ids.

    Needs no transaction: all of them go in or none. At most FEW rows.
    """
    places = ", ".join([f"({_TABLE.places})"] * len(rows))
    statement = (
        f"INSERT INTO {_TABLE.name} ({_TABLE.columns}) VALUES {places} "  # noqa: S608
        "ON CONFLICT (id) DO NOTHING RETURNING id"
    )
    written = _TABLE.for_sqlite(rows) if connection.vendor == "sqlite" else rows
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in written for value in row])
        return {UUID(str(found)) for (found,) in cursor.fetchall()}


def known(ids: Sequence[UUID]) -> set[UUID]:
    """Those of the ids that are in the database; one query."""
    # One text, not a list: either database takes it apart much faster than thousands of values.
    texts = [each.hex for each in ids]
    if connection.vendor == "postgresql":
        condition, given = "= ANY(%s::uuid[])", "{" + ",".join(texts) + "}"
    else:
        condition, given = "IN (SELECT value FROM json_each(%s))", json.dumps(texts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {_TABLE.name} WHERE id {condition}", [given])  # noqa: S608
        return {UUID(str(found)) for (found,) in cursor.fetchall()}


def _copied(rows: Sequence[Row]) -> set[UUID]:
    """PostgreSQL: COPY into a temporary table, then one statement from there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {_WAITING} (LIKE {_TABLE.name}) "
            "ON COMMIT DELETE ROWS"
        )
        # Several batches may share a transaction.
        cursor.execute(f"TRUNCATE {_WAITING}")
        _TABLE.copy(cursor, _WAITING, rows)
        cursor.execute(
            f"INSERT INTO {_TABLE.name} ({_TABLE.columns}) "  # noqa: S608
            f"SELECT {_TABLE.columns} FROM {_WAITING} "
            "ORDER BY id ON CONFLICT (id) DO NOTHING RETURNING id"
        )
        return {found for (found,) in cursor.fetchall()}


def _inserted(rows: Sequence[Row]) -> set[UUID]:
    """SQLite: what is there is asked for first; nobody else writes meanwhile."""
    there = known([row[0] for row in rows])
    fresh = [row for row in rows if row[0] not in there]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, _TABLE.for_sqlite(fresh))
    return {row[0] for row in fresh}


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """One row an id, in the order of ids."""
    first: dict[UUID, Row] = {}
    for row in rows:
        first.setdefault(row[0], row)
    return [first[each] for each in sorted(first, key=lambda each: each.int)]
