"""A person's page says in which cases the person is."""

from typing import Any

import pytest
from django.test import Client

from plugins.tracing.casework.access import places_in_cases
from plugins.tracing.models import Case, CaseMember
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.casework.conftest import F1, text

pytestmark = pytest.mark.django_db
PERSON = f"/admin/tracing/people/{F1}/"


@pytest.fixture
def asking(page: Client, visits: None) -> Client:
    """Lan's browser after a reason was given."""
    page.post("/admin/tracing/reason/", {"reason": "Điều tra ca bệnh tại chợ"})
    return page


def member_in(area: Any, number: str, **more: Any) -> CaseMember:
    case = Case.objects.create(number=number, title="Ca khác", area=area, **more)
    return CaseMember.objects.create(case=case, key=F1, name="Trần Thị Bé", order=2)


def test_with_the_state_of_the_work_and_a_link(asking: Client, member: CaseMember) -> None:
    shown = text(asking.get(PERSON))
    assert f"/admin/tracing/cases/{member.case_id}/persons/{member.pk}/" in shown
    assert "HD-07" in shown
    assert "Cần gọi" in shown


def test_not_those_of_other_areas(asking: Client, member: CaseMember) -> None:
    member_in(AreaFactory(), "XA-1")
    assert "XA-1" not in text(asking.get(PERSON))


def test_one_of_another_area_that_handed_the_person_over(lan: Any, ward: Any) -> None:
    handed = member_in(AreaFactory(), "XA-1")
    CaseMember.objects.filter(pk=handed.pk).update(area=ward)
    assert places_in_cases(lan, [F1]) == [handed]


def test_open_ones_come_first(lan: Any, ward: Any) -> None:
    opened = member_in(ward, "HD-1")
    closed = member_in(ward, "HD-2", status="closed")
    assert places_in_cases(lan, [F1]) == [opened, closed]


def test_none_for_who_may_not_see_cases(member: CaseMember, ward: Any) -> None:
    assert places_in_cases(UserFactory(role=Role.WARD_EDITOR, areas=[ward]), [F1]) == []


def test_one_query_whatever_their_number(
    lan: Any, ward: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        member_in(ward, f"HD-{number}")
    lan.has_perm("tracing.trace_visits")  # looked up once in a request
    with django_assert_max_num_queries(3):  # what the account sees (two), the cases
        found = places_in_cases(lan, [F1])
        assert [each.case.area.name for each in found] == [ward.name] * 5
