"""Rows of paper books on their way into visits: set beside what is known, all of a chunk at once.

They wait in a temporary table of the database, so that comparing and inserting are a few statements
whatever their number. Used within a transaction; of one connection, one chunk at a time.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from plugins.declarations.models import Source, Visit
from plugins.declarations.stays import DAY, StayRule

_VISITS = Visit._meta.db_table
_WAITING = f"{_VISITS}_paper"
_COLUMNS = (
    ("n", "int4"),
    ("id", "uuid"),
    ("sheet", "int2"),
    ("row", "int4"),
    ("came", "int8"),
    ("gone", "int8"),
    ("name", "text"),
    ("folded", "text"),
    ("person", "uuid"),
    ("second", "uuid"),
    ("identity", "uuid"),  # the key of the ID, whether it is the person's first or second
    ("by_name", "uuid"),  # the key that somebody of this name without phone and ID would have
    ("bare", "int2"),  # 1: neither phone nor ID
    ("sealed", "bytea"),
)
_NULL = "\\N"


class PaperRow(NamedTuple):
    """A row that tells of a visit. Id and keys in hex; times in seconds since 1970 (UTC).

    ``person`` and ``second`` are its person_keys.
    """

    id: str
    sheet: int
    row: int
    name: str
    folded: str
    came: int
    gone: int | None
    person: str
    second: str | None
    has_phone: bool
    has_id: bool

    @property
    def bare(self) -> bool:
        """Whether nothing but the name says who it was."""
        return not (self.has_phone or self.has_id)

    @property
    def identity(self) -> str | None:
        """The key of the ID."""
        if not self.has_id:
            return None
        return self.second if self.has_phone else self.person

    def line(self, n: int, sealed: bytes | None = None, by_name: str | None = None) -> str:
        """For `Waiting.put`, as the ``n``-th row: values between tabs, as COPY reads them."""
        name = self.name.replace("\\", "\\\\")
        gone = _NULL if self.gone is None else self.gone
        blob = _NULL if sealed is None else f"\\\\x{sealed.hex()}"
        return (
            f"{n}\t{self.id}\t{self.sheet}\t{self.row}\t{self.came}\t{gone}\t{name}\t{self.folded}"
            f"\t{self.person}\t{self.second or _NULL}\t{self.identity or _NULL}"
            f"\t{by_name or _NULL}\t{int(self.bare)}\t{blob}\n"
        )


class Known(NamedTuple):
    """A visit that a row may repeat; ``at`` in seconds, id and keys in hex."""

    id: str
    at: int
    folded: str
    person: str
    second: str | None
    on_paper: bool


class Waiting:
    """The rows of one chunk of a book at a venue. ``n`` tells them apart."""

    def __init__(self, venue_id: int, book_id: UUID | None) -> None:
        self.venue_id = venue_id
        self.book = None if book_id is None else book_id.hex
        self._count = 0

    def put(self, lines: Collection[str]) -> None:
        """Begin with these rows; a handful of statements."""
        self._count = len(lines)
        with connection.cursor() as cursor:
            cursor.execute(_CREATE[connection.vendor])
            cursor.execute(f"DELETE FROM {_WAITING}")  # noqa: S608
            if connection.vendor == "postgresql":
                copying = cursor.copy(f"COPY {_WAITING} FROM STDIN")
                # Faults come as Django's, as those of any other statement do.
                with connection.wrap_database_errors, copying as copy:
                    copy.write("".join(lines))
            else:
                places = ", ".join(["%s"] * len(_COLUMNS))
                cursor.executemany(
                    f"INSERT INTO {_WAITING} VALUES ({places})",  # noqa: S608
                    list(map(_values, lines)),
                )

    def known(self) -> dict[int, str]:
        """Rows whose visit is there, brought by somebody else than this book; one statement."""
        return dict(
            _hexed(
                f"SELECT w.n, v.id FROM {_WAITING} w JOIN {_VISITS} v ON v.id = w.id "  # noqa: S608
                f"WHERE {self._others()}",
                self._book(),
            )
        )

    def near(self, minutes: int, *, own: bool) -> Iterator[tuple[int, Known]]:
        """Rows with the visits of the venue that each may repeat; one statement. Some come twice.

        Such share a key with the row, or the name where one of the two has nothing else, and
        begin within so many minutes. ``own``: those that this book brought are looked at as well.
        """
        seconds = minutes * 60
        values: list[Any] = []
        parts = []
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # compiling takes longer than the statement itself
                cursor.execute("SET LOCAL jit = off")
        for condition in _NEAR:
            parts.append(
                f"SELECT w.n, v.id, {_SECONDS[connection.vendor]}, v.name_folded, "  # noqa: S608
                f"v.person_key, v.second_key, v.source FROM {_WAITING} w JOIN {_VISITS} v "
                f"ON {condition} AND v.checked_in >= {_time('w.came - %s')} "
                f"AND v.checked_in < {_time('w.came + %s')} "
                f"WHERE v.venue_id = %s AND {'1 = 1' if own else self._others()}"
            )
            values += [seconds, seconds + 60, self.venue_id, *([] if own else self._book())]
        statement = " UNION ALL ".join(parts)
        for n, visit, at, folded, person, second, source in _hexed(statement, values):
            yield n, Known(visit, int(at), folded, person, second, source == Source.PAPER)

    def take_out(self, numbers: Collection[int]) -> None:
        """These become no visits of their own."""
        if numbers:
            listed = ",".join(map(str, map(int, numbers)))
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {_WAITING} WHERE n IN ({listed})")  # noqa: S608
                self._count -= cursor.rowcount

    def insert(self, rule: StayRule, now: datetime) -> dict[int, str]:
        """Make visits of the rows. Returns those that are none, with the visits they repeat.

        One statement, two if there are such. A row that this book brought before counts as made.
        """
        recorded: Any = now
        if connection.vendor == "sqlite":
            recorded = str(now.astimezone(UTC).replace(tzinfo=None))
        with connection.cursor() as cursor:
            # In one order everywhere: two imports of the same rows would else wait for each other.
            cursor.execute(
                f"INSERT INTO {_VISITS} (id, venue_id, checked_in, checked_out, stay_end, source, "  # noqa: S608
                "name, name_folded, person_key, second_key, sealed, logbook_id, logbook_sheet, "
                f"logbook_row, created_at) SELECT id, %s, {_time('came')}, {_time('gone')}, "
                f"{_time(f'COALESCE(gone, {_end(rule)})')}, %s, name, folded, person, second, "
                f'sealed, %s, sheet, "row", %s FROM {_WAITING} WHERE 1 = 1 ORDER BY id, n '
                "ON CONFLICT (id) DO NOTHING",
                [self.venue_id, Source.PAPER.value, self.book, recorded],
            )
            if cursor.rowcount == self._count:
                return {}
        return dict(
            _hexed(
                f"SELECT w.n, v.id FROM {_WAITING} w JOIN {_VISITS} v ON v.id = w.id "  # noqa: S608
                "WHERE v.logbook_id IS NULL OR v.logbook_id <> %s "
                'OR v.logbook_sheet <> w.sheet OR v.logbook_row <> w."row"',
                [self.book],
            )
        )

    def _others(self) -> str:
        return "1 = 1" if self.book is None else "(v.logbook_id IS NULL OR v.logbook_id <> %s)"

    def _book(self) -> list[str]:
        return [] if self.book is None else [self.book]


def others_there(
    venue_id: int,
    book_id: UUID | None,
    *,
    since: datetime | None = None,
    within: tuple[int, int] | None = None,
) -> bool:
    """Whether anybody but this book recorded visits of the venue; one query.

    ``since``: from this moment on. ``within``: visits that began in this span, in seconds since
    1970. A book's own visits are gone through until another one is found.
    """
    visits = Visit.objects.filter(venue_id=venue_id)
    if book_id is not None:
        visits = visits.exclude(logbook=book_id)  # which keeps those of no book
    if since is not None:
        visits = visits.filter(created_at__gte=since)
    if within is not None:
        first, last = (datetime.fromtimestamp(at, UTC) for at in within)
        visits = visits.filter(checked_in__range=(first, last))
    return visits.exists()


_NEAR = (
    "v.person_key = w.person",
    "v.person_key = w.second",
    "v.second_key = w.identity",
    "v.person_key = w.by_name",
    "w.bare = 1 AND v.name_folded = w.folded",
)
_TYPED = ", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS)
_CREATE = {
    "postgresql": f"CREATE TEMPORARY TABLE IF NOT EXISTS {_WAITING} ({_TYPED}) "
    "ON COMMIT DELETE ROWS",
    # SQLite would make numbers of some keys in hex in columns of these types.
    "sqlite": f"CREATE TEMPORARY TABLE IF NOT EXISTS {_WAITING} "
    f"({', '.join(name for name, _kind in _COLUMNS)})",
}
_SECONDS = {
    "postgresql": "FLOOR(EXTRACT(EPOCH FROM v.checked_in))",
    "sqlite": "CAST(strftime('%%s', v.checked_in) AS INTEGER)",
}


def _end(rule: StayRule) -> str:
    """SQL for StayRule.end, in seconds since 1970."""
    stay, day = int(rule.default.total_seconds()), int(DAY.total_seconds())
    if rule.closes is None:
        return f"came + {stay}"
    closes = int(rule.closes.total_seconds())
    until_closing = f"{day} - (came + {day} - {closes}) %% {day}"
    least = "LEAST" if connection.vendor == "postgresql" else "MIN"
    return f"came + {least}({stay}, {until_closing})"


def _time(seconds: str) -> str:
    """SQL for a moment in seconds since 1970, as the database keeps moments."""
    if connection.vendor == "postgresql":
        return f"to_timestamp({seconds})"
    return f"datetime({seconds}, 'unixepoch')"


def _hexed(statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of an answer, UUIDs in hex in either database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for row in cursor.fetchall():
            yield tuple(value.hex if isinstance(value, UUID) else value for value in row)


def _values(line: str) -> list[Any]:
    """The values of a line, for SQLite."""
    values: list[Any] = []
    for (_name, kind), text in zip(_COLUMNS, line[:-1].split("\t"), strict=True):
        if text == _NULL:
            values.append(None)
        elif kind.startswith("int"):
            values.append(int(text))
        elif kind == "bytea":
            values.append(bytes.fromhex(text[3:]))
        else:
            values.append(text.replace("\\\\", "\\"))
    return values
