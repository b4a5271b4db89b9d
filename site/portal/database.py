"""For what is asked hundreds of times a second: statements whose plan is kept, and no question
before each request whether the connection still lives.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast

from django.db import InterfaceError, OperationalError, connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def planned_cursor() -> Iterator[CursorWrapper]:
    """A cursor on which PostgreSQL plans a statement once a connection, not each time.

    Django's own sends finished text, and so has no plan to come back to; planning the look-up of
    a code takes ten times as long as running it. On SQLite it is the ordinary cursor, which keeps
    statements anyway. Parameters are sent apart: where PostgreSQL cannot tell a type, cast.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    from psycopg import Cursor

    connection.ensure_connection()
    connection.connection.prepare_threshold = 0  # heeded by this kind of cursor only
    with connection.wrap_database_errors, Cursor(connection.connection) as plain:
        driver = cast(CursorWrapper, plain)  # which is what the stubs call a driver's cursor
        wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
        yield wrap(driver)


def trusting_connection(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a view that may run twice: use the connection unasked, and run again on a new one if it
    turns out that it was lost.
    """

    @wraps(view)
    def trusting(*args: Any, **kwargs: Any) -> Any:
        connection.health_check_done = True  # type: ignore[attr-defined] # stubs lack it
        try:
            return view(*args, **kwargs)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or connection.connection is None:
                raise
            if connection.is_usable():
                raise
            connection.close()
            return view(*args, **kwargs)

    return trusting
