"""A bare writer in a process of its own; imports no Django, which a new process lacks."""

import time
from typing import Any

import psycopg


def insert_for(server: str, statement: str, row: tuple[Any, ...], seconds: float) -> int:
    """How many rows one writer manages in that time, each in its own transaction."""
    count = 0
    with psycopg.connect(server, autocommit=True) as connection:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            connection.execute(statement, row)
            count += 1
    return count
