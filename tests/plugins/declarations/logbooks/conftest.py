"""Fixtures of the paper books' tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from hypothesis import settings as hypothesis_settings

from areas.models import Area
from plugins.qr_venues.models import Venue
from portal.roles import Role
from portal.workers import PortalWorker
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory

# A busy machine takes its time for a single example.
hypothesis_settings.register_profile("logbooks", deadline=None)
hypothesis_settings.load_profile("logbooks")


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> Path:
    """Sealed files of each test in a folder of its own."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def ward(db: None) -> Area:
    """The ward that the editor works for."""
    return AreaFactory(name="Phường Hà Đông")


@pytest.fixture
def venue(ward: Area) -> Venue:
    """A market in the ward."""
    return VenueFactory(name="Chợ Hà Đông", area=ward, category="market")


@pytest.fixture
def editor(ward: Area) -> Any:
    """Who may import books for the ward's venues."""
    return UserFactory(username="ward", role=Role.WARD_EDITOR, areas=[ward])


@pytest.fixture
def work(db: None) -> Callable[[], int]:
    """work() does what a background worker would do now; returns how many tasks that were."""

    def run() -> int:
        worker = PortalWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
        )
        done = 0
        while task := DBTaskResult.objects.ready().first():
            task.claim("test")
            worker.run_task(task)
            task.refresh_from_db()
            assert task.status == "SUCCESSFUL", task.traceback
            done += 1
        return done

    return run
