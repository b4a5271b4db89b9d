"""Each test here runs once against the database engine and once against real Elasticsearch."""

from collections.abc import Callable, Iterator

import pytest

from plugins.tracing import engines, indexer
from plugins.tracing.engines.client import patient_client
from plugins.tracing.indices import drop_all

ENGINES = ["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, db: None, settings) -> Iterator[engines.Engine]:
    """The engine under test, chosen as an installation chooses it: by the setting."""
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
    engines.wake()
    yield engines.engine()
    if settings.ELASTICSEARCH_URL:
        drop_all(patient_client())


@pytest.fixture
def findable(engine: engines.Engine, settings) -> Callable[[], None]:
    """findable(): from now on the engine knows everything that is in the database."""

    def sync() -> None:
        indexer.sync()
        if settings.ELASTICSEARCH_URL:
            indexer.refresh(patient_client())

    return sync
