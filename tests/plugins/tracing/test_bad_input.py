"""Whatever is typed into the one box, the answer is a page that says what is the matter."""

from typing import Any

import pytest
from django.test import Client

from plugins.tracing import finding
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
REASON = "Điều tra ca bệnh tại chợ"


@pytest.fixture
def page(client: Client, official: Any) -> Client:
    """The official's browser; somebody has been at a venue."""
    VisitFactory(name="Lê Văn An", phone="+84912345678", checked_in=at("2021-07-05 08:00"))
    client.force_login(official)
    return client


def ask(page: Client, question: str, **more: str) -> Any:
    given = {"question": question, "reason": REASON, **more}
    return page.post("/admin/tracing/", given, follow=True)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "a",
        "*",
        "%",
        "_",
        "?",
        "**",
        "%%",
        "^.*$",
        "12",
        "1234",
        "+",
        "\x00",
        "\u200b",
        "😀",
    ],
)
def test_too_little_is_told_at_the_box(page: Client, typed: str) -> None:
    answer = ask(page, typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["question"]


@pytest.mark.parametrize("length", [201, 10_000, 100_000])
def test_too_much_is_told_and_kept(page: Client, length: int) -> None:
    answer = ask(page, "a" * length)
    assert answer.context["form"].errors["question"]
    assert "a" * length in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "An*",
        "%An%",
        "name:An OR person:*",
        "' OR 1=1 --",
        'An" OR "x',
        "An') | ('a",
        "An:* & !b",
        "{{7*7}} An",
        '{"match_all": {}}',
        "</script><script>An",
        "An AND (NOT An",
        "An\\",
    ],
)
def test_query_syntax_is_just_text(page: Client, typed: str) -> None:
    answer = ask(page, typed)
    assert answer.status_code == 200
    if answer.redirect_chain:
        names = {line.person.name for line in answer.context["people"]}
        assert names <= {"Lê Văn An"}
        assert "<script>An" not in answer.content.decode()


def test_a_wildcard_finds_no_more_than_the_letters_do(page: Client) -> None:
    assert ask(page, "%bé%").context["answer"].total == 0


def test_reversed_days_are_told_and_kept(page: Client) -> None:
    answer = ask(page, "Lê Văn An", first="06/07/2021", last="05/07/2021")
    assert answer.context["form"].errors["last"]
    assert "06/07/2021" in answer.content.decode()


def test_more_people_than_one_search_lists_are_said_to_be_more(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PEOPLE_LIMIT", 5)
    venue = VenueFactory()
    for _n in range(12):
        VisitFactory(name="Trần Thị Bé", venue=venue)
    answer = ask(page, "Trần Thị Bé").context["answer"]
    assert (answer.total, answer.complete) == (5, False)


def test_a_long_history_comes_in_pages(page: Client, django_assert_max_num_queries: Any) -> None:
    venue = VenueFactory()
    for n in range(250):
        VisitFactory(
            venue=venue, phone="+84912345678", checked_in=at(f"2021-07-{1 + n % 28:02d} 08:00")
        )
    found = ask(page, "0912345678")
    key = found.context["people"][0].person.key
    with django_assert_max_num_queries(60):
        answer = page.get(f"/admin/tracing/people/{key}/?visits=3")
    assert answer.context["visits"].page.number == 3
    assert len(answer.context["visits"].lines) == 51
