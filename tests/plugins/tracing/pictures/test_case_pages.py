"""The picture of a case: its persons, where they met."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from audit.models import AuditEntry
from plugins.qr_venues.models import Venue
from plugins.tracing.casework.members import NewMember, add_members
from plugins.tracing.models import Case, CaseStatus
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.pictures.conftest import KEYS, NAMES, text, visit


@pytest.fixture
def members(case: Case, official: Any, market: Venue, school: Venue) -> Case:
    """With Bé and Dũng as F1, Chi as F2."""
    people = [
        NewMember(KEYS[1], NAMES[1], 1, minutes=60, meetings=1, met_key=KEYS[0]),
        NewMember(KEYS[3], NAMES[3], 1, minutes=10, meetings=1, met_key=KEYS[0]),
        NewMember(
            KEYS[2], NAMES[2], 2, minutes=30, meetings=1, met_key=KEYS[1],
            last_met=at("2021-07-06 08:30"),
        ),
    ]  # fmt: skip
    add_members(case, people, by=official)
    return case


def picture(page: Client, case: Case, kind: str = "", **given: str) -> Any:
    return page.get(f"/admin/tracing/cases/{case.pk}/picture/{kind}", given)


def lines(response: Any) -> list[tuple[str, str, str]]:
    return [(row.one.name, row.other.name, row.venue) for row in response.context["rows"]]


def test_persons_of_a_case_are_joined_where_they_met(page: Client, members: Case) -> None:
    assert lines(picture(page, members)) == [
        (NAMES[0], NAMES[1], "Quán cơm Văn Quán"),
        (NAMES[0], NAMES[3], "Quán cơm Văn Quán"),
        (NAMES[1], NAMES[2], "Trường Kiến Hưng"),
    ]


def test_a_meeting_elsewhere_is_a_line_without_a_place(
    page: Client, members: Case, school: Venue
) -> None:
    Venue.objects.filter(pk=school.pk).update(area=AreaFactory())
    shown = picture(page, members)
    assert lines(shown)[-1] == (NAMES[1], NAMES[2], "Nơi không hiển thị")
    assert "Trường Kiến Hưng" not in text(shown)


def test_who_met_nobody_that_can_be_seen_is_named(
    page: Client, case: Case, official: Any, market: Venue
) -> None:
    add_members(case, [NewMember(KEYS[2], NAMES[2], 1)], by=official)
    shown = picture(page, case)
    assert [node.name for node in shown.context["alone"]] == [NAMES[0], NAMES[2]]


def test_visits_before_the_infectious_days_do_not_count(
    page: Client, members: Case, school: Venue
) -> None:
    visit(school, 0, "2021-07-01 08:00", "2021-07-01 09:00")
    visit(school, 3, "2021-07-01 08:00", "2021-07-01 09:00")
    assert len(lines(picture(page, members))) == 3


def test_looking_is_recorded(page: Client, members: Case) -> None:
    recorded = AuditEntry.objects.count()
    picture(page, members)
    (entry,) = AuditEntry.objects.all()[: AuditEntry.objects.count() - recorded]
    assert (entry.question, entry.reason, entry.results) == ("case:HD-07", "HD-07", 4)


@pytest.mark.parametrize("kind", ["svg", "csv"])
def test_files_are_recorded_as_exports(page: Client, members: Case, kind: str) -> None:
    answer = picture(page, members, f"{kind}/")
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (answer.status_code, entry.action, entry.details["case"]) == (200, "export", "HD-07")
    assert entry.details["keys"] == sorted(key.hex for key in KEYS)


def test_a_closed_case_is_not_looked_into(page: Client, members: Case) -> None:
    Case.objects.update(status=CaseStatus.CLOSED)
    recorded = AuditEntry.objects.count()
    assert picture(page, members).status_code == 302
    assert AuditEntry.objects.count() == recorded


def test_another_area_s_case_is_not_there(client: Client, members: Case) -> None:
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    assert picture(client, members).status_code == 404


def test_many_persons_cost_no_more_queries(
    page: Client, case: Case, official: Any, market: Venue, django_assert_max_num_queries: Any
) -> None:
    people = [NewMember(uuid4(), f"Người {n}", 1, minutes=n) for n in range(150)]
    add_members(case, people, by=official)
    with django_assert_max_num_queries(36):
        shown = picture(page, case, most="120")
    assert len(shown.context["graph"].nodes) == 120
    assert "120 người gần F0 nhất" in text(shown)
