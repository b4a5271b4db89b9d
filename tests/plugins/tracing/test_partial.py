"""A search that takes too long gives what was found by then, and everything says so."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from audit.models import AuditEntry
from plugins.tracing import services
from plugins.tracing.periods import Period
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from tests.plugins.tracing.slow_index import MOST, NAME, until_partial

REASON = "Điều tra ca bệnh tại chợ"


def search(asker: Asker, last: date) -> services.People:
    return services.search(asker, parse_question(NAME), Period.of_days(None, last))


def test_a_slow_search_gives_what_it_found_and_is_partial(slow: None, asker: Asker) -> None:
    found = until_partial(lambda last: search(asker, last), lambda found: found.source.partial)
    assert (found.source.engine, found.source.fallback) == ("elasticsearch", "")
    assert found.total <= MOST


def test_with_time_enough_the_answer_is_whole(slow: None, asker: Asker, settings: Any) -> None:
    settings.PLUGIN_SETTINGS = {"tracing": {"answer_seconds": 50, "search_seconds": 60}}
    found = search(asker, date(2022, 7, 31))
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
    search(asker, date(2022, 7, 31))
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
