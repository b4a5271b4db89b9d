"""A database that several processes use at once, and real workers to be killed on it."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection

from tests.plugins.declarations.logbooks.books import large_workbook

ROOT = Path(__file__).resolve().parents[2]
# `make crash` repeats every test; each round is killed at another moment.
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "1"))
ROWS = int(os.environ.get("CRASH_ROWS", "8000"))
PATIENCE = 120  # seconds
WORKER = ("worker", "--beat", "0.3", "--dead-after", "2", "--interval", "0.2")
# Small transactions: there are many moments to be killed at.
SETTINGS = '{"declarations": {"rows_per_transaction": 100}}'
NEEDS_POSTGRESQL = "cut_connections"


class Counts(NamedTuple):
    """What the database says of the one book."""

    status: str
    problem: str
    scanned: int
    read: int
    created: int
    duplicate: int
    refused: int
    set_aside: int
    taken_back: int
    result_ready: bool

    @property
    def accounted_for(self) -> int:
        """Rows of which it is known what became of them."""
        return self.created + self.duplicate + self.refused + self.set_aside


VISITS = "SELECT COUNT(*), COUNT(DISTINCT logbook_row) FROM declarations_visit"
COUNTS = f"SELECT {', '.join(Counts._fields)} FROM declarations_logbook"
RUNNING = "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
Ask = Callable[[str], tuple]


class Place:
    """A database of its own, its environment, and what is done there."""

    def __init__(self, url: str, folder: Path, ask: Ask) -> None:
        self.ask = ask
        self.folder = folder
        self.private = folder / "private"
        self.env = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PRIVATE_ROOT": str(self.private),
            "PLUGIN_SETTINGS": SETTINGS,
        }

    def manage(self, *arguments: str) -> None:
        """Run manage.py to its end."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.env, check=True)

    def step(self, name: str) -> None:
        """Do one of tests/crash/steps.py with the book."""
        book = self.folder / "so.xlsx"
        if not book.exists():
            book.write_bytes(large_workbook(ROWS))
        call = f"from pathlib import Path; from tests.crash import steps; steps.{name}"
        self.manage("shell", "-c", f"{call}(Path({str(book)!r}))")

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen]:
        """A background worker, stopped at the end if it is still there."""
        process = subprocess.Popen([sys.executable, "manage.py", *WORKER], cwd=ROOT, env=self.env)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise

    def kill_when(self, fits: Callable[[Counts], bool]) -> Counts:
        """Start a worker, kill it without warning when the counts fit; the counts left behind."""
        with self.worker() as process:
            self.wait_until(fits)
            process.kill()
            process.wait()
        return self.counts()

    def counts(self) -> Counts:
        """The book as it stands."""
        return Counts(*self.ask(COUNTS))

    def wait_until(self, fits: Callable[[Counts], bool]) -> Counts:
        """The counts as soon as they fit."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            counts = self.counts()
            if fits(counts):
                return counts
            time.sleep(0.005)
        pytest.fail(f"still {counts} after {PATIENCE} s")

    def no_room_for(self, name: str, worker: subprocess.Popen) -> None:
        """The worker's next attempt to write this file of the book meets a full disk."""
        (folder,) = (self.private / "logbooks").iterdir()
        (folder / f".{name}.{worker.pid}").symlink_to("/dev/full")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables."""
    file = tmp_path_factory.mktemp("crash") / "empty.sqlite3"
    Place(f"sqlite:///{file}", file.parent, lambda question: ()).manage("migrate")
    return file


@pytest.fixture
def place(
    request: pytest.FixtureRequest,
    django_db_serialized_rollback: None,
    transactional_db: None,
    tmp_path: Path,
) -> Place:
    """PostgreSQL: the test's database. SQLite: a file, since the test's is in memory."""
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        login = f"{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}"
        return Place(f"postgresql://{login}/{at['NAME']}", tmp_path, _ask_django)
    file = tmp_path / "db.sqlite3"
    shutil.copy(request.getfixturevalue("migrated"), file)

    def ask(question: str) -> tuple:
        with closing(sqlite3.connect(file, timeout=30)) as database:
            return database.execute(question).fetchone()

    return Place(f"sqlite:///{file}", tmp_path, ask)


@pytest.fixture(params=range(ROUNDS))
def moment(request: pytest.FixtureRequest) -> int:
    """After how many rows this round's worker is killed; the same in every run."""
    return random.Random(request.param).randrange(ROWS // 20, ROWS // 2)


@pytest.fixture
def cut_connections(place: Place) -> Callable[[], None]:
    """Ends every connection to the database but the test's own, as a restart would."""

    def cut() -> None:
        _ask_django(
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    return cut


def pytest_collection_modifyitems(config: pytest.Config, items: list[Any]) -> None:
    """SQLite has no connections to be cut: the tests that do so belong to PostgreSQL's run."""
    if connection.vendor == "postgresql":
        return
    ours = [item for item in items if NEEDS_POSTGRESQL in getattr(item, "fixturenames", ())]
    if ours:
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]


def _ask_django(question: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()
