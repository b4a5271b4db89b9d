"""The page of the epidemic curve: what it counts, of which areas, files, record."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client

from audit.models import AuditEntry
from plugins.tracing import cases
from plugins.tracing.casework.members import NewMember, add_members, change_member
from plugins.tracing.models import Case, CaseEvent, CaseMember
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.pictures.conftest import REASON, text

PAGE = "/admin/tracing/curve/"
DAYS = {"first": "01/07/2021", "last": "31/07/2021"}


def make(area: Any, opened: datetime, key: UUID | None = None) -> Case:
    """A case opened then, with its F0."""
    number = f"C-{Case.objects.count()}"
    case = cases.open_case(
        Case(number=number, title="Ca", area=area), by=None, person=key or uuid4(), name="Lê An"
    )
    Case.objects.filter(pk=case.pk).update(opened_at=opened)
    case.members.update(added_at=opened)
    return case


def counted(page: Client, **given: str) -> dict[str, int]:
    """By day."""
    curve = page.get(PAGE, {**DAYS, **given}).context["curve"]
    return {f"{bar.first:%d/%m}": bar.total for bar in curve.bars if bar.total}


def found_positive(case: Case, when: datetime, key: UUID | None = None) -> CaseMember:
    """An F1 of the case whose positive test was recorded then."""
    add_members(case, [NewMember(key or uuid4(), "Trần Bé", 1)], by=None)
    member = case.members.filter(order=1).latest("pk")
    change_member(
        member, by=None, version=member.version, state="quarantine", result="positive",
        assigned_to=None,
    )  # fmt: skip
    CaseEvent.objects.filter(member=member).update(at=when)
    return member


def test_cases_are_counted_by_the_local_day_of_opening(page: Client, ward: Any) -> None:
    make(ward, at("2021-07-05 00:30"))
    make(ward, at("2021-07-05 23:30"))
    make(ward, at("2021-07-07 12:00"))
    assert counted(page) == {"05/07": 2, "07/07": 1}


def test_days_outside_do_not_count(page: Client, ward: Any) -> None:
    make(ward, at("2021-06-30 23:59"))
    make(ward, at("2021-08-01 00:00"))
    assert counted(page) == {}


def test_other_areas_cases_do_not_count_and_are_not_named(page: Client, ward: Any) -> None:
    make(AreaFactory(name="Phường Bí Mật"), at("2021-07-05 08:00"))
    assert counted(page) == {}
    assert "Bí Mật" not in text(page.get(PAGE, DAYS))


def test_a_province_s_official_sees_its_areas_apart(client: Client, ward: Any) -> None:
    client.force_login(UserFactory(role=Role.TRACING, everywhere=True))
    client.post("/admin/tracing/reason/", {"reason": REASON})
    make(ward, at("2021-07-05 08:00"))
    other = AreaFactory(name="Phường Hà Cầu")
    for _ in range(2):
        make(other, at("2021-07-05 08:00"))
    curve = client.get(PAGE, DAYS).context["curve"]
    assert (curve.names, curve.totals) == (["Phường Hà Cầu", "Phường Văn Quán"], [2, 1])


@pytest.mark.parametrize("kind", ["opened", "positive"])
def test_two_areas_of_one_name_are_two_and_told_apart(db: None, client: Client, kind: str) -> None:
    client.force_login(UserFactory(role=Role.TRACING, everywhere=True))
    client.post("/admin/tracing/reason/", {"reason": REASON})
    for province, number in (("Nghệ An", 2), ("Nam Định", 1)):
        ward = AreaFactory(name="Quang Trung", parent=AreaFactory(name=province))
        for _ in range(number):
            make(ward, at("2021-07-05 08:00"))
    curve = client.get(PAGE, {**DAYS, "counted": kind}).context["curve"]
    assert curve.names == ["Quang Trung, Nghệ An", "Quang Trung, Nam Định"]
    assert curve.totals == [2, 1]


def test_a_positive_test_counts_on_the_day_it_was_recorded(page: Client, ward: Any) -> None:
    case = make(ward, at("2021-06-01 08:00"))
    found_positive(case, at("2021-07-09 23:30"))
    assert counted(page, counted="positive") == {"09/07": 1}


def test_an_f0_counts_on_the_day_of_becoming_one(page: Client, ward: Any) -> None:
    make(ward, at("2021-07-03 08:00"))
    assert counted(page, counted="positive") == {"03/07": 1}


def test_a_person_of_two_cases_counts_once_on_the_first_day(page: Client, ward: Any) -> None:
    key = uuid4()
    found_positive(make(ward, at("2021-06-01 08:00")), at("2021-07-04 08:00"), key)
    make(ward, at("2021-07-06 08:00"), key)
    assert counted(page, counted="positive") == {"04/07": 1}


def test_without_days_the_last_sixty_are_shown(page: Client, ward: Any) -> None:
    assert len(page.get(PAGE).context["curve"].bars) == 60


@pytest.mark.parametrize(
    "given",
    [
        {"first": "02/07/2021", "last": "01/07/2021"},
        {"first": "02/07/2019", "last": "01/07/2021"},
        {"counted": "deaths"},
        {"first": "x"},
    ],
)
def test_what_cannot_be_meant_is_told(page: Client, given: dict[str, str]) -> None:
    shown = page.get(PAGE, {**DAYS, **given})
    assert shown.context["form"].errors
    assert "curve" not in shown.context
    assert not AuditEntry.objects.filter(question__startswith="curve:").exists()


def test_looking_is_recorded_with_the_number(page: Client, ward: Any) -> None:
    make(ward, at("2021-07-05 08:00"))
    page.get(PAGE, DAYS)
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.question, entry.results, entry.reason) == ("curve:opened", 1, REASON)


def test_the_svg_holds_the_legend(page: Client, ward: Any) -> None:
    make(ward, at("2021-07-05 08:00"))
    answer = page.get(f"{PAGE}svg/", DAYS)
    words = " ".join(ElementTree.fromstring(answer.content).itertext())
    assert all(word in words for word in ("Phường Văn Quán", "01/07", REASON))
    assert AuditEntry.objects.first().action == "export"  # type: ignore[union-attr]


def test_the_csv_has_every_day(page: Client, ward: Any) -> None:
    make(ward, at("2021-07-05 08:00"))
    lines = page.get(f"{PAGE}csv/", DAYS).content.decode("utf-8-sig").splitlines()
    assert lines[1] == "01/07/2021;01/07/2021;0;0"
    assert lines[5] == "05/07/2021;05/07/2021;1;1"


def test_files_of_numbers_do_not_say_that_they_hold_personal_data(page: Client, ward: Any) -> None:
    make(ward, at("2021-07-05 08:00"))
    for kind in ("csv", "svg"):
        assert "dữ liệu cá nhân" not in text(page.get(f"{PAGE}{kind}/", DAYS))


def test_many_cases_cost_no_more_queries(
    page: Client, ward: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        case = make(ward, at("2021-07-05 08:00") + timedelta(days=n))
        found_positive(case, at("2021-07-09 08:00"))
    for what in ("opened", "positive"):
        with django_assert_max_num_queries(26):
            page.get(PAGE, {**DAYS, "counted": what})
