"""The page that lists who was at a venue."""

from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEntry
from plugins.qr_venues.models import Venue
from plugins.tracing import places_views
from plugins.tracing.places_search import parse_place
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
PAGE = "/admin/tracing/visitors/"
REASON = "Điều tra ca bệnh tại chợ"


@pytest.fixture
def asking(client: Client, official: Any) -> Client:
    """The official's browser after a reason was given."""
    client.force_login(official)
    client.post("/admin/tracing/reason/", {"reason": REASON})
    return client


@pytest.fixture
def market() -> Venue:
    """A market with a visit at 8, at 9:30 and at 10."""
    venue = VenueFactory(name="Chợ Văn Quán")
    for name, start, end in (
        ("Lê An", "08:00", "08:20"),
        ("Trần Bé", "09:30", "10:00"),
        ("Đỗ Chi", "10:00", "12:00"),
    ):
        VisitFactory(
            venue=venue,
            name=name,
            checked_in=at(f"2021-07-05 {start}"),
            checked_out=at(f"2021-07-05 {end}"),
        )
    return venue


def who(page: Client, venue: str, **more: str) -> Any:
    return page.get(PAGE, {"venue_text": venue, "day": "2021-07-05", **more})


def names(response: Any) -> list[str]:
    return [line["row"].name for line in response.context["lines"]]


def test_who_was_there_between_two_times(asking: Client, market: Venue) -> None:
    page = who(asking, "Chợ Văn Quán", start="09:00", end="11:00")
    assert names(page) == ["Trần Bé", "Đỗ Chi"]
    assert page.context["answer"].counts.total == 2


def test_the_whole_day_without_times(asking: Client, market: Venue) -> None:
    assert len(names(who(asking, market.code))) == 3


def test_each_hour_leads_to_its_visits(asking: Client, market: Venue) -> None:
    hours = who(asking, market.code).context["hours"]
    assert [(each["label"], each["number"]) for each in hours] == [
        ("08:00", 1),
        ("09:00", 1),
        ("10:00", 1),
    ]
    assert names(asking.get(f"{PAGE}?{hours[2]['query']}")) == ["Đỗ Chi"]


def test_pages_lead_on_and_back(
    asking: Client, market: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places_views, "ROWS", 2)
    first = who(asking, market.code)
    assert (names(first), first.context["previous"]) == (["Lê An", "Trần Bé"], "")
    second = asking.get(f"{PAGE}?{first.context['query']}&after={first.context['next']}")
    assert (names(second), second.context["next"]) == (["Đỗ Chi"], "")
    back = asking.get(f"{PAGE}?{first.context['query']}&before={second.context['previous']}")
    assert names(back) == ["Lê An", "Trần Bé"]


def test_the_look_up_is_recorded(asking: Client, market: Venue) -> None:
    who(asking, market.code)
    entry = AuditEntry.objects.get()
    assert (entry.question, entry.results, entry.reason) == (f"venue:{market.code}", 3, REASON)


@pytest.mark.parametrize(
    "more",
    [
        {"day": ""},
        {"day": "2021-13-45"},
        {"day": "1021-07-05"},
        {"start": "11:00", "end": "09:00"},
        {"start": "09:00", "end": "09:00"},
        {"start": "25:00"},
        {"venue_text": ""},
        {"venue_text": "Không có nơi này"},
        {"venue_text": "x" * 10_000},
    ],
)
def test_what_cannot_be_meant_is_told(asking: Client, market: Venue, more: dict[str, str]) -> None:
    page = asking.get(PAGE, {"venue_text": market.code, "day": "2021-07-05", **more})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("text", ["", "x", "1.x", ".", "9" * 400 + "." + "0" * 32, "1." + "0" * 31])
def test_an_invented_place_is_the_first_page(text: str) -> None:
    assert parse_place(text, back=False) is None


def test_other_areas_venues_cannot_be_asked_for(client: Client, market: Venue) -> None:
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    client.post("/admin/tracing/reason/", {"reason": REASON})
    page = client.get(PAGE, {"venue": market.pk, "venue_text": "Chợ Văn Quán", "day": "2021-07-05"})
    assert page.context["form"].errors


def test_other_roles_may_not_ask(client: Client, market: Venue) -> None:
    client.force_login(UserFactory(role=Role.WARD_EDITOR, everywhere=True))
    assert who(client, market.code).status_code in (302, 403)
    assert not AuditEntry.objects.exists()


def test_without_a_reason_one_is_asked_for(client: Client, official: Any, market: Venue) -> None:
    client.force_login(official)
    page = who(client, market.code)
    assert page.status_code == 302
    assert "/reason/" in page["Location"]


def test_queries_do_not_grow_with_the_visits(
    asking: Client, market: Venue, django_assert_max_num_queries: Any
) -> None:
    who(asking, market.code)
    for _n in range(30):
        VisitFactory(venue=market, checked_in=at("2021-07-05 10:00"))
    with django_assert_max_num_queries(36):
        assert len(names(who(asking, market.code))) == 33
