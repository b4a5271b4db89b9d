"""Questions with very large answers: what is asked for comes in time, or how to ask for less."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from people.blind import phone_key
from plugins.declarations.models import Source
from plugins.declarations.services import NewVisit, record_visits
from plugins.declarations.visit_ids import scan_id
from plugins.tracing import engines
from plugins.tracing.engines import Engine
from plugins.tracing.persons import Person
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

REASON = "Điều tra ca bệnh tại chợ"
PHONE = "+84912345678"
SECONDS = 3.0  # of our own work on a page: how busy the machine is besides must not matter


@pytest.fixture
def page(client: Client, engine: Engine) -> Client:
    """An official's browser, the reason given."""
    engines.wake()
    client.force_login(UserFactory(role=Role.TRACING, everywhere=True))
    client.post("/admin/tracing/reason/", {"reason": REASON})
    return client


@pytest.fixture
def recorded(findable: Callable[[], None]) -> Callable[[Iterator[NewVisit]], None]:
    """recorded(visits): they are written in bulk, as by an import, and can be found."""

    def write(visits: Iterator[NewVisit]) -> None:
        rows = list(visits)
        for first in range(0, len(rows), 5000):
            with transaction.atomic():
                record_visits(rows[first : first + 5000])
        findable()

    return write


def visit(random: Random, venue: int, start: datetime, name: str, phone: str | None) -> NewVisit:
    return NewVisit(
        id=scan_id(start, random.getrandbits(74)),
        venue_id=venue,
        checked_in=start,
        checked_out=start + timedelta(minutes=20),
        source=Source.PHONE,
        name=name,
        phone=phone,
    )


def timed(ask: Callable[[], Any]) -> Any:
    """What is answered, within SECONDS."""
    begun = time.process_time()
    answer = ask()
    assert time.process_time() - begun < SECONDS
    assert answer.status_code == 200
    return answer


def test_ten_thousand_people_of_one_name(
    page: Client, recorded: Callable[[Iterator[NewVisit]], None]
) -> None:
    random, venue = Random(1), VenueFactory().pk
    recorded(
        visit(random, venue, at("2021-07-05 08:00"), "Trần Thị Bé", f"+8490{number:07d}")
        for number in range(10_000)
    )
    asked = {"question": "tran thi be", "reason": REASON}
    found = timed(lambda: page.post("/admin/tracing/", asked, follow=True))
    assert (found.context["answer"].total, found.context["answer"].complete) == (200, False)
    address, seen = found.redirect_chain[-1][0], set()
    for number in range(1, 15):
        answer = timed(lambda number=number: page.get(f"{address}?page={number}"))
        seen |= {line.person.key for line in answer.context["people"]}
        assert answer.context["page"].has_next
    assert len(seen) == 14 * 20


@pytest.fixture
def regular(recorded: Callable[[Iterator[NewVisit]], None]) -> None:
    """A person with 5,000 visits to 100 venues, and someone else at each of them."""
    random, venues = Random(2), [VenueFactory().pk for _n in range(100)]

    def visits() -> Iterator[NewVisit]:
        for number in range(5000):
            start = at("2021-07-01 00:00") + timedelta(minutes=8 * number)
            venue = venues[number % 100]
            yield visit(random, venue, start, "Lê Văn An", PHONE)
            yield visit(random, venue, start, "Trần Bé", f"+8490{number:07d}")

    recorded(visits())


def test_five_thousand_visits_of_one_person(
    page: Client, regular: None, django_assert_max_num_queries: Any
) -> None:
    key = phone_key(PHONE)
    with django_assert_max_num_queries(110):
        first = timed(lambda: page.get(f"/admin/tracing/people/{key}/"))
    person: Person = first.context["person"]
    assert len(person.visits) == 5000
    assert all(len(each["bars"]) == 40 for each in first.context["days"][1:-1])
    last = timed(lambda: page.get(f"/admin/tracing/people/{key}/?visits=50&contacts=10"))
    assert last.context["visits"].page.number == last.context["visits"].page.paginator.num_pages
    assert last.context["visits"].lines[-1].row.checked_in == at("2021-07-01 00:00")
    found = last.context["contacts"]
    assert (found.complete, last.context["compared"], len(found.contacts)) == (True, 1000, 1000)
    assert "1.000" in last.content.decode()


def test_a_hundred_thousand_visits_to_one_venue_on_one_day(
    page: Client, recorded: Callable[[Iterator[NewVisit]], None]
) -> None:
    random, venue = Random(3), VenueFactory(name="Chợ Văn Quán")
    midnight = at("2021-07-05 00:00")
    recorded(
        visit(random, venue.pk, midnight + timedelta(seconds=0.8 * number), "Trần Bé", None)
        for number in range(100_000)
    )
    asked = {"venue_text": venue.code, "day": "2021-07-05"}
    there = timed(lambda: page.get("/admin/tracing/visitors/", asked))
    assert there.context["answer"].counts.total == 100_000
    assert there.context["answer"].many
    assert "100.000" in there.content.decode()
    hour = there.context["hours"][12]
    narrowed = timed(lambda: page.get(f"/admin/tracing/visitors/?{hour['query']}"))
    assert narrowed.context["answer"].counts.total < 7000
    middle = there.context["query"], there.context["next"]
    deep = timed(lambda: page.get("/admin/tracing/visitors/?{}&after={}".format(*middle)))
    assert deep.context["answer"].before
    assert deep.context["answer"].after


def test_narrowing_what_a_number_finds_asks_for_no_more_than_a_server_gives(
    page: Client, regular: None
) -> None:
    asked = {"question": "0912345678", "reason": REASON}
    address = page.post("/admin/tracing/", asked, follow=True).redirect_chain[-1][0]
    narrowed = page.get(f"{address}?source=phone").context["answer"]
    assert [person.key for person in narrowed.people] == [phone_key(PHONE)]
    assert narrowed.source.fallback == ""
