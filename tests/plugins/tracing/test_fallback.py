"""When Elasticsearch does not answer, the database does, and says so."""

import threading
import time
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from elasticsearch import Elasticsearch

from plugins.tracing import engines, follow, indexer, services, status
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.models import DeadLetter, IndexState
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from tests.factories.declarations import VisitFactory

CLOSED_PORT = "http://127.0.0.1:9"


@pytest.fixture
def down(settings: Any, db: None) -> None:
    """Elasticsearch is set up and its index was whole, but it does not answer."""
    settings.ELASTICSEARCH_URL = CLOSED_PORT
    IndexState.objects.create(pk=1, built=True)


def test_a_search_is_answered_by_the_database(down: None, asker: Asker) -> None:
    VisitFactory(name="Lê Văn An")
    found = services.search(asker, parse_question("le van an"))
    assert [person.name for person in found.people] == ["Lê Văn An"]
    assert (found.source.engine, found.source.fallback) == ("database", "down")


def test_for_a_while_it_is_not_asked_again(down: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def ask(engine: engines.Engine) -> str:
        asked.append(engine.name)
        if engine.name == "elasticsearch":
            raise EngineUnavailable("down")
        return engine.name

    for _ in range(3):
        engines.answer(ask)
    assert asked == ["elasticsearch", "database", "database", "database"]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 11)
    engines.answer(ask)
    assert asked[4:] == ["elasticsearch", "database"]


def test_an_index_that_is_not_whole_is_not_searched(settings: Any, db: None) -> None:
    settings.ELASTICSEARCH_URL = CLOSED_PORT
    answered = engines.answer(lambda engine: engine.name)
    assert answered == ("database", engines.Answered("database", "building"))


def test_the_database_engine_by_choice_is_no_fallback(db: None) -> None:
    assert engines.answer(lambda engine: engine.name)[1] == engines.Answered("database")


def test_a_missing_index_is_answered_by_the_database(index: Elasticsearch, asker: Asker) -> None:
    IndexState.objects.create(pk=1, built=True)
    found = services.search(asker, parse_question("0912345678"))
    assert found.source.fallback == "down"


def test_the_status_says_that_it_is_down(down: None) -> None:
    VisitFactory()
    now = status.status()
    assert (now["engine"], now["reachable"], now["documents"]) == ("elasticsearch", False, None)
    assert now["pending"] == 1


def test_an_answer_says_how_far_the_index_is_behind(index: Elasticsearch, asker: Asker) -> None:
    indexer.sync()
    VisitFactory()
    found = services.search(asker, parse_question("0912345678"))
    assert found.source.engine == "elasticsearch"
    assert found.source.lag_seconds > 0


def test_an_answer_says_how_many_visits_the_index_refused(
    index: Elasticsearch, asker: Asker
) -> None:
    visit = VisitFactory()
    indexer.sync()
    assert services.search(asker, parse_question("0912345678")).source.dead == 0
    DeadLetter.objects.create(visit_id=visit.pk, reason="400")
    assert services.search(asker, parse_question("0912345678")).source.dead == 1


def test_the_pages_say_so_too(index: Elasticsearch, client: Client, official: Any) -> None:
    visit = VisitFactory()
    indexer.sync()
    DeadLetter.objects.create(visit_id=visit.pk, reason="400")
    client.force_login(official)
    given = {"question": "0912345678", "reason": "Điều tra ca bệnh"}
    page = client.post("/admin/tracing/", given, follow=True).content.decode()
    assert "1 lượt chưa vào được chỉ mục" in page


@pytest.mark.parametrize("fault", [EngineUnavailable("down"), OperationalError("down")])
def test_following_goes_on_when_a_server_was_down(
    fault: Exception, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PLUGIN_SETTINGS = {"tracing": {"index_refresh_seconds": 0.002}}
    stop = threading.Event()
    outcomes: list[Exception | None] = [fault, None]

    def sync(stopped: Any) -> indexer.Synced:
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome
        stop.set()
        return indexer.Synced()

    monkeypatch.setattr(indexer, "sync", sync)
    monkeypatch.setattr(follow, "close_old_connections", lambda: None)
    follow.follow(stop)
    assert outcomes == []
