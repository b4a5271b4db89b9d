"""Bring the database, the demo content and the collected static files up to date.

For SQLite the fingerprint of what was prepared lives in the database file itself (its
user_version), so that one that was deleted or replaced is never taken for ready. Any other database
cannot tell cheaply, and is prepared at every start: each step changes nothing when there is nothing
to do.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from ops.common import PYTHON, ROOT, VAR, command, digest, say

SQLITE = VAR / "db.sqlite3"
STATIC = VAR / "static"


def sources() -> list[Path]:
    """Whatever can change the prepared state: our code and data files, styles and package locks."""
    suffixes = {".py", ".sql", ".json", ".csv", ".css", ".js", ".svg", ".png", ".mp3", ".ico"}
    ours = [
        path
        for top in ("site", "plugins", "build/static")
        for path in (ROOT / top).rglob("*")
        if path.suffix in suffixes and path.is_file()
    ]
    return [*ours, ROOT / "requirements" / "base.txt", ROOT / "package-lock.json"]


def prepare(env: Mapping[str, str]) -> None:
    """Run the steps in one process, unless this very database had them from these sources."""
    settings = [env.get(name, "") for name in ("DJANGO_SETTINGS_MODULE", "PLUGINS")]
    mark = int(digest(sources(), *settings)[:7], 16)
    ours = not env.get("DATABASE_URL")
    if ours and STATIC.exists() and read_mark() == mark:
        return
    say("setup: database, areas, demo content, static files …")
    command([PYTHON, "-m", "ops.prepare"], "The database could not be prepared", env)
    if ours:
        write_mark(mark)


def read_mark() -> int | None:
    """The fingerprint in the database file; None when there is no such file."""
    if not SQLITE.exists():
        return None
    with closing(sqlite3.connect(SQLITE, timeout=30)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def write_mark(mark: int) -> None:
    """Write the fingerprint (a positive 28-bit number) into the database file."""
    with closing(sqlite3.connect(SQLITE, timeout=30)) as connection:
        connection.execute(f"PRAGMA user_version = {mark}")
