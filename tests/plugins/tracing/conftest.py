"""What tests of tracing share."""

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from plugins.tracing import engines
from plugins.tracing.engines.client import patient_client
from plugins.tracing.indices import drop_all
from plugins.tracing.reasons import Asker
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.plugins.tracing.slow_index import slow, slow_index

__all__ = ["slow", "slow_index"]  # fixtures


@pytest.fixture(autouse=True)
def _awake() -> None:
    """No test remembers that a server was down in another."""
    engines.wake()


@pytest.fixture
def official(db: None) -> Any:
    """A tracing official who sees everything."""
    return UserFactory(username="truyvet", role=Role.TRACING, everywhere=True)


@pytest.fixture
def asker(official: Any) -> Asker:
    """The official, with a good reason."""
    return Asker(official, "Điều tra ca bệnh tại chợ", "10.0.0.7")


@pytest.fixture
def index(elasticsearch_url: str, db: None, settings: Any) -> Iterator[Elasticsearch]:
    """Elasticsearch chosen as the engine; no index yet."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    client = patient_client()
    yield client
    drop_all(client)
