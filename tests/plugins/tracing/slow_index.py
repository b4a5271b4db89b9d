"""A search that takes long on the real server: an index that is tedious to search."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from people.names import fold
from plugins.tracing import finding
from plugins.tracing.engines.documents import VisitDocument, document
from plugins.tracing.models import IndexState
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

T = TypeVar("T")
VISITS = 12_000
# Of 36 syllables, so that looking through the names takes long.
NAME = " ".join(
    first + vowel + last for first in "kmt" for vowel in "aeo" for last in ("nh", "ng", "m", "n")
)
MOST = 50  # names of one search
# The server looks at its clock every 200 ms only: a search that took less may not be stopped.
TRIES = 60


@pytest.fixture(scope="session")
def slow_index(elasticsearch_server: str) -> Iterator[str]:
    """Prefix of an index whose names are tedious to search; real, if strange, documents."""
    prefix = f"{django_settings.SEARCH_INDEX_PREFIX}slow"
    server = Elasticsearch(elasticsearch_server, request_timeout=60)
    index = f"{prefix}-visits-1-2021.07"
    server.options(ignore_status=404).indices.delete(index=index)
    mapping = VisitDocument._index.to_dict()["mappings"]
    server.indices.create(index=index, mappings=mapping, aliases={f"{prefix}-visits": {}})
    bulk(server, map(_action, [index] * VISITS, range(VISITS)), chunk_size=2000, refresh=True)
    yield prefix
    server.indices.delete(index=index)


def _action(index: str, number: int) -> dict[str, Any]:
    visit, name = uuid4(), f"{NAME} {number:x}"
    start = at("2021-07-01 00:00") + timedelta(days=365 * number / VISITS)
    row = (
        visit, 1, None, "0001", "market", "trade", start, None, start + timedelta(hours=1),
        "phone", name, fold(name), uuid4(), None,
    )  # fmt: skip
    return {"_index": index, "_id": visit.hex, "_source": document(row)}


@pytest.fixture
def slow(
    slow_index: str, elasticsearch_server: str, settings: Any, db: None, monkeypatch: Any
) -> None:
    """Elasticsearch must answer within a millisecond, or hand over what it has."""
    settings.ELASTICSEARCH_URL = elasticsearch_server
    settings.SEARCH_INDEX_PREFIX = slow_index
    settings.PLUGIN_SETTINGS = {"tracing": {"answer_seconds": 0.001, "search_seconds": 60}}
    IndexState.objects.create(pk=1, built=True)
    VenueFactory(pk=1)
    monkeypatch.setattr(finding, "NAMES_LIMIT", MOST)  # comparing such names takes long as well


def until_partial(ask: Callable[[date], T], is_partial: Callable[[T], bool]) -> T:
    """The first answer that is partial; each asked about other days, lest one be kept ready.

    The last day is one of those that the index holds: others are all the same to the server.
    """
    for number in range(TRIES):
        found = ask(date(2022, 6, 20) - timedelta(days=number))
        if is_partial(found):
            return found
    raise AssertionError("no answer was partial")
