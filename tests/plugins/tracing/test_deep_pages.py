"""Pages of people beyond the best fits: on and back, narrowed, and what addresses hold."""

from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEntry
from plugins.tracing import finding, services, spots
from plugins.tracing.engines.lists import ANY, Pair, Part
from plugins.tracing.periods import ALWAYS
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from plugins.tracing.walking import Spot
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db
REASON = "Điều tra ca bệnh tại chợ"


@pytest.fixture(autouse=True)
def crowd(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Twelve people of one name, three on a page, of whom four are the best fits."""
    monkeypatch.setattr(finding, "PEOPLE_LIMIT", 4)
    settings.PLUGIN_SETTINGS = {"tracing": {"people_per_page": 3}}
    market, shop = VenueFactory(category="market"), VenueFactory(category="shop")
    for number in range(12):
        venue = shop if number % 2 else market
        VisitFactory(name="Trần Thị Bé", phone=f"+849000000{number:02d}", venue=venue)


@pytest.fixture
def page(client: Client, official: Any) -> Client:
    """The official's browser."""
    client.force_login(official)
    return client


def ask(page: Client, question: str = "Trần Thị Bé") -> Any:
    return page.post("/admin/tracing/", {"question": question, "reason": REASON}, follow=True)


def keys(answer: Any) -> list[Any]:
    return [line.person.key for line in answer.context["people"]]


def walk(page: Client, first: Any, narrowed: str = "") -> list[Any]:
    """All pages from the first one on, as "next" leads."""
    address, pages = first.redirect_chain[-1][0], [first]
    while pages[-1].context["page"].has_next:
        number = pages[-1].context["page"].next_page_number
        pages.append(page.get(f"{address}?{narrowed}&page={number}"))
    return pages


def test_next_leads_to_everybody_once(page: Client) -> None:
    pages = walk(page, ask(page))
    assert [len(keys(each)) for each in pages] == [3, 1, 3, 3, 2]
    assert len({key for each in pages for key in keys(each)}) == 12


def test_the_number_is_open_until_the_last_page(page: Client) -> None:
    pages = walk(page, ask(page))
    assert [each.context["page"].open for each in pages] == [True, True, True, True, False]
    assert "Hơn" in pages[2].content.decode() or "More than" in pages[2].content.decode()
    assert pages[-1].context["answer"].total == 12


def test_back_leads_to_the_same_pages(page: Client) -> None:
    pages = walk(page, ask(page))
    address = pages[0].redirect_chain[-1][0]
    for number, each in enumerate(pages, start=1):
        assert keys(page.get(f"{address}?page={number}")) == keys(each)


def test_a_page_that_was_never_come_to_is_the_first_beyond_the_best(page: Client) -> None:
    first = ask(page)
    answer = page.get(f"{first.redirect_chain[-1][0]}?page=99")
    assert (answer.context["page"].number, len(keys(answer))) == (3, 3)


def test_narrowed_pages_hold_only_such_people(page: Client) -> None:
    first = ask(page)
    narrowed = page.get(f"{first.redirect_chain[-1][0]}?category=market")
    narrowed.redirect_chain = first.redirect_chain
    pages = walk(page, narrowed, "category=market")
    assert sorted(len(keys(each)) for each in pages) == [1, 2, 3]


def test_neither_addresses_nor_the_session_hold_a_name(page: Client) -> None:
    pages = walk(page, ask(page))
    kept = str(dict(page.session.items()))
    assert "tracing_spots" in kept
    assert "Bé" not in kept
    assert all("Bé" not in each.request["QUERY_STRING"] for each in pages)


def test_each_page_is_on_record(page: Client) -> None:
    walk(page, ask(page))
    entries = AuditEntry.objects.filter(action="search").order_by("pk")
    assert [entry.details["page"] for entry in entries] == [1, 2, 3, 4, 5]


def test_everyone_is_everyone(asker: Asker) -> None:
    question = parse_question("Trần Thị Bé")
    pages = list(services.everyone(asker, question, ALWAYS, ANY, 4))
    assert len({person.key for each in pages for person in each.people}) == 12
    assert [each.complete for each in pages] == [False, False, True]


def test_a_spot_is_kept_and_found_as_it_was(page: Client) -> None:
    session = page.session
    person = VisitFactory().person_key
    for spot in (Spot(Part.BEGUN), Spot(Part.WHOLE, Pair("Lê An", person, None))):
        spots.keep(session, "x", 7, spot)
        assert spots.find(session, "x", 7) == spot


@pytest.mark.parametrize(("search", "number"), [("y", 7), ("x", 8)])
def test_a_spot_is_good_for_its_page_of_its_search_only(
    page: Client, search: str, number: int
) -> None:
    session = page.session
    spots.keep(session, "x", 7, Spot())
    session["tracing_spots"].append(["y", session["tracing_spots"][0][1]])
    assert spots.find(session, search, number) is None


def test_a_session_keeps_no_more_than_it_needs(page: Client) -> None:
    session = page.session
    for search in "abcde":
        for number in range(spots.MOST_PAGES + 5):
            spots.keep(session, search, number, Spot())
    kept = session["tracing_spots"]
    assert [len(pages) for _search, pages in kept] == [spots.MOST_PAGES] * spots.MOST_SEARCHES
    assert spots.find(session, "e", spots.MOST_PAGES + 4) == Spot()
