"""A real background worker on the test's database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """`manage.py worker` in a process of its own, ended after the test."""
    place = connection.settings_dict
    address = f"{place['HOST']}:{place['PORT']}/{place['NAME']}"
    url = f"postgresql://{place['USER']}:{place['PASSWORD']}@{address}"
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=env)
    yield
    process.terminate()
    process.wait(timeout=30)
