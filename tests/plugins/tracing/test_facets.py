"""Narrowing the people found, and questions of several parts."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from people.blind import phone_key
from plugins.tracing import facets
from plugins.tracing.engines.lists import ANY, Narrow
from plugins.tracing.questions import parse_question
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
REASON = "Điều tra ca bệnh tại chợ"
PHONE, OTHER_PHONE = "+84912345678", "+84987654321"


@pytest.fixture
def page(client: Client, official: Any) -> Client:
    """The official's browser; An was at the market by phone, another An in the shop by card."""
    market, shop = VenueFactory(category="market"), VenueFactory(category="shop")
    VisitFactory(name="Lê An", phone=PHONE, venue=market, checked_in=at("2021-07-05 08:00"))
    VisitFactory(
        name="Lê An",
        phone=OTHER_PHONE,
        venue=shop,
        source="card",
        checked_in=at("2021-07-06 08:00"),
    )
    client.force_login(official)
    return client


def ask(page: Client, question: str) -> Any:
    return page.post("/admin/tracing/", {"question": question, "reason": REASON}, follow=True)


def keys(answer: Any) -> set[Any]:
    return {line.person.key for line in answer.context["people"]}


def test_what_tells_the_people_found_apart_is_offered(page: Client) -> None:
    groups = ask(page, "Lê An").context["facets"]
    assert [len(group.values) for group in groups] == [2, 2, 2, 2]
    assert all(value.visits == 1 for group in groups for value in group.values)


@pytest.mark.parametrize("facet", range(4))
def test_each_value_narrows_to_its_people_and_back(page: Client, facet: int) -> None:
    found = ask(page, "Lê An")
    address = found.redirect_chain[-1][0]
    for value in found.context["facets"][facet].values:
        narrowed = page.get(f"{address}?{value.query}")
        assert len(keys(narrowed)) == 1
        groups = narrowed.context["facets"]
        (chosen,) = [each for group in groups for each in group.values if each.chosen]
        assert len(keys(page.get(f"{address}?{chosen.query}"))) == 2


def test_one_person_needs_no_narrowing(page: Client) -> None:
    assert ask(page, "0912345678").context["facets"] == []


@pytest.mark.parametrize(
    "address", ["area=%25&category=x&source=y&day=z", "area='&day=0001-01-01", "", "category=%00"]
)
def test_an_invented_address_narrows_nothing(page: Client, address: str) -> None:
    assert facets.parse(QueryDict(address)) == ANY


def test_an_address_says_what_it_narrows_to() -> None:
    narrow = facets.parse(QueryDict("area=0001&category=shop&source=card&day=2021-07-05"))
    assert facets.parse(QueryDict(facets.query(narrow))) == narrow != Narrow()


def test_a_name_beside_a_number(page: Client) -> None:
    assert keys(ask(page, "An 0912345678")) == {phone_key(PHONE)}
    assert keys(ask(page, "0912 345 678 Lê An")) == {phone_key(PHONE)}
    assert keys(ask(page, "Bé 0912345678")) == set()


def test_a_day_beside_a_name(page: Client) -> None:
    assert keys(ask(page, "Lê An 6/7/2021")) == {phone_key(OTHER_PHONE)}
    assert keys(ask(page, "Lê An 7/7/2021")) == set()


def test_a_paper_with_letters_is_no_name_and_number() -> None:
    assert parse_question("B1234567").name == ""
