"""A search that takes too long gives what was found by then, and everything says so."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from audit.models import AuditEntry
from people.names import fold
from plugins.tracing import finding, services
from plugins.tracing.engines.documents import VisitDocument, document
from plugins.tracing.models import IndexState
from plugins.tracing.periods import Period
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

VISITS = 12_000
# Of 36 syllables, so that looking through the names takes long.
NAME = " ".join(
    first + vowel + last for first in "kmt" for vowel in "aeo" for last in ("nh", "ng", "m", "n")
)
MOST = 50  # names of one search
REASON = "Điều tra ca bệnh tại chợ"
# The server looks at its clock every 200 ms only: a search that took less may not be stopped.
TRIES = 60


@pytest.fixture(scope="module")
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
    start = at("2021-07-05 08:00") + timedelta(seconds=number)
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


def until_partial(ask: Callable[[date], Any], is_partial: Callable[[Any], bool]) -> Any:
    """The first answer that is partial; each asked about other days, lest one be kept ready."""
    for number in range(TRIES):
        found = ask(date(2021, 8, 1) + timedelta(days=number))
        if is_partial(found):
            return found
    raise AssertionError("no answer was partial")


def search(asker: Asker, last: date) -> services.People:
    return services.search(asker, parse_question(NAME), Period.of_days(None, last))


def test_a_slow_search_gives_what_it_found_and_is_partial(slow: None, asker: Asker) -> None:
    found = until_partial(lambda last: search(asker, last), lambda found: found.source.partial)
    assert (found.source.engine, found.source.fallback) == ("elasticsearch", "")
    assert found.total <= MOST


def test_with_time_enough_the_answer_is_whole(slow: None, asker: Asker, settings: Any) -> None:
    settings.PLUGIN_SETTINGS = {"tracing": {"answer_seconds": 50, "search_seconds": 60}}
    found = search(asker, date(2021, 7, 31))
    assert not found.source.partial
    assert found.total == MOST


def test_the_record_says_partial(slow: None, asker: Asker) -> None:
    until_partial(lambda last: search(asker, last), lambda found: found.source.partial)
    entry = AuditEntry.objects.latest("pk")
    assert entry.details["partial"] is True


def test_a_whole_answer_is_recorded_without_the_mark(
    slow: None, asker: Asker, settings: Any
) -> None:
    settings.PLUGIN_SETTINGS = {"tracing": {"answer_seconds": 50, "search_seconds": 60}}
    search(asker, date(2021, 7, 31))
    assert "partial" not in AuditEntry.objects.get().details


def test_the_page_says_partial(slow: None, client: Client, official: Any) -> None:
    client.force_login(official)

    def ask(last: date) -> Any:
        given = {"question": NAME, "reason": REASON, "last": f"{last:%d/%m/%Y}"}
        return client.post("/admin/tracing/", given, follow=True)

    page = until_partial(ask, lambda page: page.context["answer"].source.partial)
    assert "Chưa đủ" in page.content.decode()


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_says_partial(slow: None, official: Any, form: str) -> None:
    def ask(last: date) -> str:
        out = StringIO()
        given = {"name": NAME, "user": official.username, "reason": REASON, "last": str(last)}
        call_command("trace_person", **given, json=form == "json", stdout=out)
        return out.getvalue()

    def is_partial(printed: str) -> bool:
        return json.loads(printed)["partial"] if form == "json" else "CHƯA ĐỦ" in printed

    assert until_partial(ask, is_partial)
