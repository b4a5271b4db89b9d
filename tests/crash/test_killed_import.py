"""A worker killed in mid-import: another goes on, no row is lost or doubled, the counts add up."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.plugins.declarations.logbooks.books import large_workbook

ROOT = Path(__file__).resolve().parents[2]
ROWS = 30_000
KILLED_AFTER = 4_000  # rows
PATIENCE = 120  # seconds
WORKER = ("worker", "--beat", "0.3", "--dead-after", "2", "--interval", "0.2")
CONFIRMED = """
from django.contrib.auth import get_user_model
from areas.models import Area
from areas.services import add_children
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.models import Logbook
from plugins.qr_venues.models import VenueCategory
from plugins.qr_venues.services import register_venue

add_children(None, [Area(code="kill", name="Phường Hà Đông", kind="ward")])
user = get_user_model().objects.create_superuser("killer")
venue = register_venue(
    name="Chợ Hà Đông",
    category=VenueCategory.objects.get_or_create(
        pk="market", defaults={"name_vi": "Chợ", "name_en": "Market", "default_stay": 60}
    )[0],
    area=Area.objects.get(code="kill"),
)
data = open(BOOK, "rb").read()
book = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=user)
read_logbook(book)
services.confirm(Logbook.objects.get(pk=book.pk), by=user)
"""
COUNTS = "SELECT status, read, created, duplicate, refused FROM declarations_logbook"
VISITS = "SELECT COUNT(*), COUNT(DISTINCT logbook_row) FROM declarations_visit"

Ask = Callable[[str], tuple]


class Place:
    """A database that several processes use at once, and their environment."""

    def __init__(self, url: str, private: Path, ask: Ask) -> None:
        self.ask = ask
        self.env = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PRIVATE_ROOT": str(private),
        }

    def manage(self, *arguments: str) -> None:
        """Run manage.py to its end."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.env, check=True)

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen]:
        """A background worker, stopped at the end if it is still there."""
        process = subprocess.Popen([sys.executable, "manage.py", *WORKER], cwd=ROOT, env=self.env)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)

    def wait_until(self, fits: Callable[[tuple], bool]) -> tuple:
        """The book's counts as soon as they fit."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            counts = self.ask(COUNTS)
            if fits(counts):
                return counts
            time.sleep(0.01)
        pytest.fail(f"still {counts} after {PATIENCE} s")


@pytest.fixture
def place(django_db_serialized_rollback: None, transactional_db: None, tmp_path: Path) -> Place:
    """PostgreSQL: the test's database. SQLite: a file, since the test's is in memory."""
    private = tmp_path / "private"
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        login = f"{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}"
        return Place(f"postgresql://{login}/{at['NAME']}", private, _ask_django)
    file = tmp_path / "db.sqlite3"

    def ask(question: str) -> tuple:
        with closing(sqlite3.connect(file, timeout=30)) as database:
            return database.execute(question).fetchone()

    place = Place(f"sqlite:///{file}", private, ask)
    place.manage("migrate")
    return place


def _ask_django(question: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_another_worker_goes_on_with_a_killed_one_s_import(place, tmp_path):
    book = tmp_path / "so.xlsx"
    book.write_bytes(large_workbook(ROWS))
    place.manage("shell", "-c", f"BOOK = {str(book)!r}\n{CONFIRMED}")
    with place.worker() as first:
        place.wait_until(lambda counts: counts[2] >= KILLED_AFTER)
        first.send_signal(signal.SIGKILL)
        first.wait()
    status, _read, created, *_rest = place.ask(COUNTS)
    assert status == "importing"
    assert KILLED_AFTER <= created < ROWS
    with place.worker():
        counts = place.wait_until(lambda counts: counts[0] == "done")
    assert counts == ("done", ROWS, ROWS, 0, 0)
    assert place.ask(VISITS) == (ROWS, ROWS)
