"""Venues named in the one box: offered, chosen at once where nothing else can be meant."""

from datetime import time
from typing import Any

import pytest
from django.test import Client

from areas.scope import EVERYTHING, Grant, Scope
from people.blind import phone_key
from plugins.qr_venues.models import Venue
from plugins.tracing.hour_words import take_hours
from plugins.tracing.places_named import places_named, without
from plugins.tracing.questions import parse_question
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
REASON = "Điều tra ca bệnh tại chợ"
PHONE, OTHER_PHONE = "+84912345678", "+84987654321"


@pytest.fixture
def market() -> Venue:
    """Hùng was at the market at nine, another Hùng elsewhere, and Bé at the market at noon."""
    venue = VenueFactory(name="Chợ Văn Quán")
    for name, phone, where, hour in (
        ("Lê Hùng", PHONE, venue, "09"),
        ("Lê Hùng", OTHER_PHONE, VenueFactory(name="Quán Gió"), "09"),
        ("Trần Bé", None, venue, "12"),
    ):
        VisitFactory(
            name=name,
            phone=phone,
            venue=where,
            checked_in=at(f"2021-07-05 {hour}:00"),
            checked_out=at(f"2021-07-05 {hour}:30"),
        )
    return venue


@pytest.fixture
def page(client: Client, official: Any) -> Client:
    """The official's browser."""
    client.force_login(official)
    return client


def ask(page: Client, question: str) -> Any:
    return page.post("/admin/tracing/", {"question": question, "reason": REASON}, follow=True)


def keys(answer: Any) -> set[Any]:
    return {line.person.key for line in answer.context["people"]}


def names(question: str, scope: Scope = EVERYTHING) -> list[str]:
    return [place.venue.name for place in places_named(parse_question(question), scope)]


@pytest.mark.parametrize(
    "typed", ["Chợ Văn Quán", "cho van quan", "Hùng chợ Văn Quán", "chợ văn quán Lê Hùng"]
)
def test_a_venue_is_recognised_by_its_name(market: Venue, typed: str) -> None:
    assert names(typed) == ["Chợ Văn Quán"]


def test_a_venue_is_recognised_by_its_code(market: Venue) -> None:
    assert names(f"Hùng {market.code.lower()}") == ["Chợ Văn Quán"]


@pytest.mark.parametrize("typed", ["Hùng", "Văn Quán", "Chợ Văn", "Lê Văn Quán", "0912345678"])
def test_what_names_no_venue_names_none(market: Venue, typed: str) -> None:
    assert names(typed) == []


def test_the_longer_name_comes_first(market: Venue) -> None:
    VenueFactory(name="Văn Quán")
    assert names("Hùng chợ Văn Quán") == ["Chợ Văn Quán", "Văn Quán"]


def test_venues_outside_the_jurisdiction_are_not_recognised(market: Venue) -> None:
    assert names("Chợ Văn Quán", Scope((Grant((AreaFactory().path,), None),))) == []


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("Hùng chợ Văn Quán", "Hùng"),
        ("Chợ Văn Quán Lê Hùng", "Lê Hùng"),
        ("Lê chợ Văn Quán Hùng", "Lê Hùng"),
    ],
)
def test_what_is_left_is_about_people(market: Venue, typed: str, rest: str) -> None:
    left = without(parse_question(typed), market)
    assert left is not None
    assert left.name == rest


def test_a_venue_alone_is_about_nobody(market: Venue) -> None:
    assert without(parse_question("chợ Văn Quán"), market) is None


def test_a_name_at_the_only_venue_meant_is_looked_for_there(page: Client, market: Venue) -> None:
    answer = ask(page, "Hùng chợ Văn Quán")
    assert keys(answer) == {phone_key(PHONE)}
    assert answer.context["facets"][0].values[0].label == "Chợ Văn Quán"


def test_a_number_at_a_venue(page: Client, market: Venue) -> None:
    assert keys(ask(page, "0912345678 chợ Văn Quán")) == {phone_key(PHONE)}
    assert keys(ask(page, "0987654321 chợ Văn Quán")) == set()


def test_a_venue_with_a_day_and_hours_leads_to_who_was_there(page: Client, market: Venue) -> None:
    answer = ask(page, "Chợ Văn Quán 5/7/2021 9h-11h")
    assert answer.context["venue"] == market
    assert [line["row"].name for line in answer.context["lines"]] == ["Lê Hùng"]


def test_a_venue_without_a_day_is_offered_with_its_visits(page: Client, market: Venue) -> None:
    answer = ask(page, "chợ văn quán")
    (offer,) = answer.context["places"]
    assert (offer.venue, offer.visits, offer.people) == (market, 2, "")
    assert page.get(offer.visitors).context["form"].is_valid()


def test_of_several_venues_one_must_be_chosen(page: Client, market: Venue) -> None:
    other = VenueFactory(name="Chợ Văn Quán")
    answer = ask(page, "Hùng chợ Văn Quán")
    assert {offer.venue for offer in answer.context["places"]} == {market, other}
    address = answer.redirect_chain[-1][0]
    chosen = {offer.venue: offer.people for offer in answer.context["places"]}
    assert keys(page.get(address + chosen[market])) == {phone_key(PHONE)}
    assert keys(page.get(address + chosen[other])) == set()


def test_a_person_of_that_name_stays_in_sight(page: Client, market: Venue) -> None:
    VisitFactory(name="Chợ Văn Quán", phone="+84911111111")
    answer = ask(page, "chợ Văn Quán")
    assert len(answer.context["people"]) == len(answer.context["places"]) == 1


def test_a_name_that_is_only_begun_is_offered(page: Client, market: Venue) -> None:
    answer = ask(page, "chợ văn")
    assert [offer.venue for offer in answer.context["places"]] == [market]


def test_another_area_s_venue_narrows_nothing_and_is_not_named(
    client: Client, market: Venue
) -> None:
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    address = ask(client, "Lê Hùng").redirect_chain[-1][0]
    answer = client.get(f"{address}?venue={market.pk}")
    assert answer.context["answer"].narrow.venue is None
    assert "Chợ Văn Quán" not in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("9h-11h", (time(9), time(11))),
        ("9h30-11h15", (time(9, 30), time(11, 15))),
        ("9 - 11h", (time(9), time(11))),
        ("từ 9 giờ đến 11 giờ", (time(9), time(11))),
        ("9:00–11:30", (time(9), time(11, 30))),
        ("9g tới 24g", (time(9), None)),
    ],
)
def test_hours_as_people_write_them(typed: str, hours: tuple[time, time | None]) -> None:
    assert take_hours(f"chợ {typed} Hùng") == ("chợ Hùng", hours)


@pytest.mark.parametrize("typed", ["25h-26h", "9h75-10h", "0912-345678", "9-11", "9h"])
def test_what_is_no_span_of_hours_stays(typed: str) -> None:
    assert take_hours(typed) == (typed, None)


def test_reversed_hours_are_told(page: Client, market: Venue) -> None:
    assert ask(page, "Chợ Văn Quán 5/7 11h-9h").context["form"].errors["question"]


def test_hours_narrow_people_too(page: Client, market: Venue) -> None:
    assert keys(ask(page, "Lê Hùng 5/7/2021 9h-10h")) == {
        phone_key(PHONE),
        phone_key(OTHER_PHONE),
    }
    assert keys(ask(page, "Lê Hùng 5/7/2021 10h-11h")) == set()
