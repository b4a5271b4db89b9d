"""A cluster that tests may harm, the application set up for it, and work that goes on meanwhile.

What only `make cluster` has time for takes the fixture ``outage_seconds``.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from plugins.declarations.models import Visit
from plugins.tracing import engines, indexer
from plugins.tracing.indices import drop_all
from tests.cluster.nodes import Cluster, cluster
from tests.cluster.work import Follower, Writer
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at

PATIENCE = 120  # seconds
OUTAGE = os.environ.get("CLUSTER_OUTAGE")
SETTINGS = {
    "tracing": {
        "index_replicas": 1,
        "index_refresh_seconds": 1,
        "search_seconds": 2,
        "rest_seconds": 0.5,
    }
}


@pytest.fixture(scope="session")
def three_nodes() -> Iterator[Cluster]:
    """Three nodes, started once."""
    with cluster(os.environ.get("PYTEST_XDIST_WORKER", "main")) as started:
        yield started


@pytest.fixture
def index(three_nodes: Cluster, db: None, settings: Any) -> Iterator[Cluster]:
    """The application uses the cluster with an account of its own; one node may be missing."""
    if sum(node.runs for node in three_nodes.nodes.values()) < 2:
        three_nodes.start()
    settings.ELASTICSEARCH_URL = three_nodes.url()
    settings.ELASTICSEARCH_CA_FILE = three_nodes.ca_file
    settings.SEARCH_INDEX_PREFIX = "cong"
    settings.PLUGIN_SETTINGS = SETTINGS
    engines.wake()
    yield three_nodes
    with three_nodes.operator() as operator:
        drop_all(operator)


@pytest.fixture
def whole(three_nodes: Cluster, index: Cluster) -> Cluster:
    """The same, with no node missing."""
    three_nodes.start()
    return three_nodes


@pytest.fixture
def person(index: Cluster) -> list[Visit]:
    """Somebody's visits of two months, indexed."""
    days = ("2021-06-05 08:00", "2021-07-05 08:00", "2021-07-06 08:00")
    visits = [VisitFactory(phone="+84912345678", checked_in=at(day)) for day in days]
    for _ in range(2):
        indexer.sync()
    return visits


@pytest.fixture
def committed(django_db_serialized_rollback: None, transactional_db: None) -> None:
    """Visits are there for several threads at once."""
    if connection.vendor != "postgresql":
        pytest.fail("Several threads write visits here: DATABASE_URL must be PostgreSQL's.")


@pytest.fixture
def writer(committed: None, index: Cluster) -> Iterator[Writer]:
    """Visits being recorded, changed and deleted all the time."""
    with Writer() as writing:
        yield writing


@pytest.fixture
def follower(committed: None, index: Cluster) -> Iterator[Follower]:
    """The indexer, following."""
    with Follower() as following:
        yield following


@pytest.fixture
def outage_seconds() -> float:
    """For how long a long outage lasts."""
    return float(OUTAGE or 0)


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    """Fails the test when something does not come true within PATIENCE."""

    def wait(fits: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not fits():
            if time.monotonic() > deadline:
                pytest.fail(f"not so after {PATIENCE} s")
            time.sleep(0.1)

    return wait


def pytest_collection_modifyitems(config: pytest.Config, items: list[Any]) -> None:
    """Long outages belong to `make cluster`."""
    long = [item for item in items if "outage_seconds" in getattr(item, "fixturenames", ())]
    for item in long:
        item.add_marker(pytest.mark.timeout(900 + 2 * float(OUTAGE or 0)))
    if long and not OUTAGE:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
