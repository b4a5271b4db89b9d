"""The page of a venue's hours: numbers, marks, files, record."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from plugins.qr_venues.models import Venue
from plugins.tracing.models import Case
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.pictures.conftest import NAMES, REASON, text

PAGE = "/admin/tracing/visitors/hours/"


def ask(page: Client, venue: Venue, kind: str = "", **given: str) -> Any:
    days = {"first": "04/07/2021", "last": "06/07/2021"} if "last" not in given else {}
    return page.get(PAGE + kind, {"venue": venue.pk, "venue_text": venue.code, **days, **given})


def numbers(response: Any) -> dict[int, int]:
    """Of 5 July, by hour."""
    (day,) = [each for each in response.context["found"].strip.days if each.day.day == 5]
    return {cell.hour: cell.number for cell in day.cells if cell.number}


def test_the_strip_counts_who_was_there_in_each_hour(page: Client, market: Venue) -> None:
    shown = ask(page, market)
    assert numbers(shown) == {8: 1, 9: 3, 10: 2}
    assert len(shown.context["found"].strip.days) == 3


def test_the_table_says_the_same(page: Client, market: Venue) -> None:
    shown = ask(page, market)
    assert list(shown.context["used"]) == [8, 9, 10]
    assert [row["numbers"] for row in shown.context["rows"]] == [[0] * 3, [1, 3, 2], [0] * 3]


def test_the_stay_of_an_open_case_s_person_is_marked(
    page: Client, market: Venue, case: Case
) -> None:
    shown = ask(page, market)
    marks = [mark.stay for day in shown.context["found"].strip.days for mark in day.marks]
    assert [(stay.case, stay.start, stay.end) for stay in marks] == [
        ("HD-07", at("2021-07-05 08:00"), at("2021-07-05 10:00"))
    ]
    assert "HD-07 08:00–10:00" in text(shown)


def test_nobody_is_named(page: Client, market: Venue, case: Case) -> None:
    shown = text(ask(page, market))
    assert not any(name in shown for name in NAMES)


def test_a_case_of_another_area_is_not_marked(page: Client, market: Venue, case: Case) -> None:
    Case.objects.update(area=AreaFactory())
    shown = ask(page, market)
    assert not any(day.marks for day in shown.context["found"].strip.days)


def test_a_stay_outside_the_infectious_days_is_not_marked(
    page: Client, market: Venue, case: Case
) -> None:
    Case.objects.update(infectious_from="2021-07-06")
    shown = ask(page, market)
    assert not any(day.marks for day in shown.context["found"].strip.days)


def test_without_days_the_last_seven_are_shown(page: Client, market: Venue) -> None:
    shown = page.get(PAGE, {"venue": market.pk, "venue_text": market.code})
    days = [each.day for each in shown.context["found"].strip.days]
    today = timezone.localdate()
    assert days == [today - timedelta(days=n) for n in range(6, -1, -1)]


def test_the_look_up_is_recorded_with_the_number_of_visits(page: Client, market: Venue) -> None:
    ask(page, market)
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.question, entry.results, entry.reason) == (f"venue:{market.code}", 3, REASON)
    assert entry.details["what"] == "picture"


def test_the_svg_holds_days_and_numbers(page: Client, market: Venue, case: Case) -> None:
    answer = ask(page, market, "svg/")
    words = " ".join(ElementTree.fromstring(answer.content).itertext())
    assert all(word in words for word in (market.name, REASON, "05/07", "HD-07"))
    assert AuditEntry.objects.filter(action="export", details__form="svg").count() == 1


def test_the_csv_has_a_line_for_each_hour_with_people(
    page: Client, market: Venue, case: Case
) -> None:
    lines = ask(page, market, "csv/").content.decode("utf-8-sig").splitlines()
    assert lines[1:4] == [
        "05/07/2021;08:00;1;HD-07",
        "05/07/2021;09:00;3;HD-07",
        "05/07/2021;10:00;2;",
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"last": "03/07/2021", "first": "04/07/2021"},
        {"last": "06/07/2021", "first": "01/05/2021"},
        {"last": "06/07/1021"},
        {"last": "x"},
        {"venue_text": "Không có nơi này", "last": "06/07/2021"},
        {"venue_text": "", "last": "06/07/2021"},
    ],
)
def test_what_cannot_be_meant_is_told(page: Client, market: Venue, given: dict[str, str]) -> None:
    shown = ask(page, market, **given)
    assert shown.context["form"].errors
    assert not AuditEntry.objects.exists()


def test_another_area_s_venue_cannot_be_asked_for(client: Client, market: Venue) -> None:
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    client.post("/admin/tracing/reason/", {"reason": REASON})
    assert ask(client, market).context["form"].errors


def test_without_a_reason_one_is_asked_for(client: Client, official: Any, market: Venue) -> None:
    client.force_login(official)
    assert "/reason/" in ask(client, market)["Location"]


def test_other_kinds_of_files_there_are_none(page: Client, market: Venue) -> None:
    assert ask(page, market, "exe/").status_code == 404


def test_many_visits_cost_no_more_queries(
    page: Client, market: Venue, case: Case, django_assert_max_num_queries: Any
) -> None:
    for n in range(40):
        VisitFactory(venue=market, checked_in=at(f"2021-07-05 1{n % 8}:{n:02d}"))
    with django_assert_max_num_queries(52):
        ask(page, market)
