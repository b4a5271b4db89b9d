"""Many rows of one table at once, the fastest way that each database has.

Django's bulk_create makes an object for each row, one parameter for each value, and a statement as
long as the data; for an import that costs more than everything else together.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]  # values of the columns in order, as Python has them; JSON as text

_TYPES: tuple[tuple[type[models.Field], str], ...] = (
    (models.UUIDField, "uuid"),
    (models.DateTimeField, "timestamptz"),
    (models.BinaryField, "bytea"),
    (models.JSONField, "jsonb"),
    (models.CharField, "text"),
    (models.PositiveSmallIntegerField, "int2"),
    (models.PositiveIntegerField, "int4"),
    (models.BigIntegerField, "int8"),
    (models.BigAutoField, "int8"),
    (models.BooleanField, "bool"),
)


class BulkTable:
    """Some columns of a model's table. Every NOT NULL column must be among them, or have a default
    in the database.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        """``columns`` are attribute names, as "venue_id"."""
        by_attribute = {field.attname: field for field in model._meta.concrete_fields}
        fields = [by_attribute[column] for column in columns]
        self.name = model._meta.db_table
        self.columns = ", ".join(str(field.column) for field in fields)
        self.types = tuple(map(_type_of, fields))
        self.places = ", ".join(["%s"] * len(fields))
        self._converters = [
            (at, _FOR_SQLITE[kind]) for at, kind in enumerate(self.types) if kind in _FOR_SQLITE
        ]

    def insert(self, rows: Sequence[Row]) -> None:
        """Insert all of them in one statement. Raises IntegrityError if one is there already."""
        if not rows:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self.copy(cursor, self.name, rows)
            else:
                cursor.executemany(
                    f"INSERT INTO {self.name} ({self.columns}) VALUES ({self.places})",  # noqa: S608
                    self.for_sqlite(rows),
                )

    def copy(self, cursor: CursorWrapper, into: str, rows: Iterable[Row]) -> None:
        """PostgreSQL: COPY the rows into a table with these columns."""
        # JSON comes as text, which only the text format takes as it is.
        form = "text" if "jsonb" in self.types else "binary"
        copying = cursor.copy(f"COPY {into} ({self.columns}) FROM STDIN (FORMAT {form})")
        # Faults come as Django's, as those of any other statement do.
        with connection.wrap_database_errors, copying as copy:
            if form == "binary":
                copy.set_types(self.types)
            for row in rows:
                copy.write_row(row)

    def for_sqlite(self, rows: Iterable[Row]) -> list[list[Any]]:
        """The rows as Django keeps them there: UUIDs in hex, times in UTC without their zone."""
        converted = []
        for row in rows:
            values = list(row)
            for at, convert in self._converters:
                if values[at] is not None:
                    values[at] = convert(values[at])
            converted.append(values)
        return converted


def _type_of(field: Any) -> str:
    """The PostgreSQL type of a field's column."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return next(name for kind, name in _TYPES if isinstance(field, kind))


def _utc(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


_FOR_SQLITE: dict[str, Callable[[Any], Any]] = {
    "uuid": lambda value: value.hex,
    "timestamptz": _utc,
}
