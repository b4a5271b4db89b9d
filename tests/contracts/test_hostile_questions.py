"""Query syntax and wildcards are text like any other, whichever engine is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from plugins.tracing import engines
from plugins.tracing.engines import Engine
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at

REASON = "Điều tra ca bệnh tại chợ"


@pytest.fixture
def ask(client: Client, engine: Engine, findable: Callable[[], None]) -> Callable[[str], Any]:
    """ask(question): an official's question while two people are known."""
    for name, phone in (("Lê Văn An", "+84912345678"), ("Trần Thị Bé", "+84987654321")):
        VisitFactory(name=name, phone=phone, checked_in=at("2021-07-05 08:00"))
    findable()
    engines.wake()
    client.force_login(UserFactory(role=Role.TRACING, everywhere=True))
    return lambda question: client.post(
        "/admin/tracing/", {"question": question, "reason": REASON}, follow=True
    )


@pytest.mark.parametrize("typed", ["", " ", "a", "*", "?", "%", "_", "**", "a" * 10_000])
def test_what_asks_for_nothing_is_told(ask: Callable[[str], Any], typed: str) -> None:
    assert ask(typed).context["form"].errors["question"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("An*", {"Lê Văn An"}),
        ("%An%", {"Lê Văn An"}),
        ("l? an", {"Lê Văn An"}),
        ("name:An OR person:*", set()),
        ("' OR 1=1 --", set()),
        ('An" OR "x', set()),
        ("An') | ('be", set()),
        ("an:* & !be", set()),
        ('{"match_all": {}}', set()),
        ("an AND NOT be", set()),
        ("/.*/", set()),
        ("[a TO z]", set()),
        ("Văn~2 An^5", set()),
        ("An\\", {"Lê Văn An"}),
        ("be be be be be be be be be be be be", set()),
        (" ".join(["thuong"] * 28), set()),
    ],
)
def test_syntax_is_text(ask: Callable[[str], Any], typed: str, found: set[str]) -> None:
    answer = ask(typed)
    assert answer.status_code == 200
    if not answer.redirect_chain:
        assert answer.context["form"].errors["question"]
        return
    assert {line.person.name for line in answer.context["people"]} == found
    assert answer.context["answer"].source.fallback == ""
