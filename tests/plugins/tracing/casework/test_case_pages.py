"""The page of a case, of a person of it, the call list."""

from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEntry
from people.blind import phone_key
from plugins.tracing.casework.members import NewMember, add_members
from plugins.tracing.models import Case, CaseMember, CaseStatus
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.casework.conftest import F1, text

pytestmark = pytest.mark.django_db


def at_case(case: Case, tail: str = "") -> str:
    return f"/admin/tracing/cases/{case.pk}/{tail}"


def at_member(member: CaseMember, tail: str = "") -> str:
    return f"/admin/tracing/cases/{member.case_id}/persons/{member.pk}/{tail}"


def done(member: CaseMember, **more: Any) -> dict[str, Any]:
    """The form of a person as it is sent."""
    given = {"state": "called", "result": "", "assigned_to": "", "note": "", "version": "1"}
    return {**given, **more}


def test_the_page_tells_persons_and_hides_phones(
    page: Client, case: Case, member: CaseMember, visits: None
) -> None:
    shown = text(page.get(at_case(case)))
    assert "Lê Văn An" in shown
    assert "Trần Thị Bé" in shown
    assert "0987 654 321" not in shown
    entry = AuditEntry.objects.first()
    assert (entry.question, entry.results, entry.details["what"]) == ("case:HD-07", 2, "case")


def test_phones_on_demand_are_recorded_with_the_persons(
    page: Client, case: Case, member: CaseMember, visits: None
) -> None:
    assert "0987 654 321" in text(page.get(at_case(case), {"phones": "1"}))
    entry = AuditEntry.objects.first()
    assert entry.details["what"] == "phones"
    assert F1.hex in entry.details["keys"]


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({"who": "mine"}, False),
        ({"who": "nobody"}, True),
        ({"state": "waiting"}, True),
        ({"state": "closed"}, False),
        ({"order": "1"}, True),
        ({"order": "2"}, False),
        ({"order": "x", "state": "'", "who": "?"}, True),
        ({"positive": "1"}, False),
    ],
)
def test_filters(
    page: Client, case: Case, member: CaseMember, query: dict[str, str], there: bool
) -> None:
    row = f'href="{at_member(member)}">Trần Thị Bé</a>'
    shown = text(page.get(at_case(case), query)).split('id="history"')[0]
    assert (row in shown) is there


def test_the_call_list_has_those_to_call_with_phones(
    page: Client, case: Case, member: CaseMember, visits: None
) -> None:
    shown = text(page.get(at_case(case, "calls/")))
    assert "0987 654 321" in shown
    CaseMember.objects.update(state="closed")
    assert "Trần Thị Bé" not in text(page.get(at_case(case, "calls/")))
    assert AuditEntry.objects.filter(details__what="calls").count() == 2


def test_a_call_list_is_exported_with_the_filters_that_it_has(
    page: Client, case: Case, member: CaseMember
) -> None:
    shown = text(page.get(at_case(case, "calls/"), {"order": "1"}))
    address = f"/admin/tracing/exports/new/case/?case={case.pk}&amp;order=1"
    assert address in shown
    assert page.get(address.replace("&amp;", "&")).status_code == 200


def test_a_person_s_page_is_an_opening_on_record(
    page: Client, member: CaseMember, visits: None
) -> None:
    assert "0987 654 321" in text(page.get(at_member(member)))
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.question, entry.reason) == (
        "open_person",
        f"key:{F1.hex}",
        "HD-07",
    )


def test_a_person_is_called_and_assigned(page: Client, member: CaseMember, lan: Any) -> None:
    page.post(at_member(member), done(member, assigned_to=str(lan.pk), note="Không ho"))
    member.refresh_from_db()
    assert (member.state, member.assigned_to) == ("called", lan)
    shown = text(page.get(at_member(member)))
    assert "Cần gọi → Đã gọi" in shown
    assert "Không ho" in shown


def test_several_are_given_to_an_official_and_a_stale_one_is_left(
    page: Client, case: Case, member: CaseMember, minh: Any
) -> None:
    f0 = case.members.get(order=0)
    CaseMember.objects.filter(pk=f0.pk).update(version=3)
    ticked = [f"{member.pk}-1", f"{f0.pk}-2", "x-y"]
    given = {"person": ticked, "official": str(minh.pk)}
    shown = text(page.post(at_case(case, "assign/"), given, follow=True))
    member.refresh_from_db()
    f0.refresh_from_db()
    assert (member.assigned_to, f0.assigned_to) == (minh, None)
    assert "1 người có cán bộ phụ trách mới" in shown
    assert "vừa được người khác sửa" in shown


def test_nobody_of_elsewhere_is_put_in_charge_of_several(
    page: Client, case: Case, member: CaseMember
) -> None:
    other = UserFactory(role=Role.TRACING, areas=[AreaFactory()])
    for official in (str(other.pk), "", "x"):
        page.post(at_case(case, "assign/"), {"person": [f"{member.pk}-1"], "official": official})
    member.refresh_from_db()
    assert member.assigned_to is None


def test_only_officials_of_the_area_can_be_put_in_charge(page: Client, member: CaseMember) -> None:
    other = UserFactory(role=Role.TRACING, areas=[AreaFactory()])
    gate = UserFactory(role=Role.GATE, areas=[member.case.area])
    for account in (other, gate):
        response = page.post(at_member(member), done(member, assigned_to=str(account.pk)))
        assert response.status_code == 200
    member.refresh_from_db()
    assert member.state == "to_call"


def test_a_stale_change_is_told_and_what_was_typed_is_kept(
    page: Client, member: CaseMember, minh: Any
) -> None:
    other = Client()
    other.force_login(minh)
    other.post(at_member(member), done(member, state="no_answer"))
    shown = text(page.post(at_member(member), done(member, note="Đang ở quê")))
    assert "Có người khác vừa sửa" in shown
    assert "Minh: Cần gọi → Không liên lạc được" in shown
    assert "Đang ở quê" in shown
    assert 'name="version" value="2"' in shown
    member.refresh_from_db()
    assert member.state == "no_answer"
    page.post(at_member(member), done(member, note="Đang ở quê", version="2"))
    member.refresh_from_db()
    assert member.state == "called"


def test_a_positive_f1_becomes_f0_of_a_case_that_follows(
    page: Client, case: Case, member: CaseMember
) -> None:
    response = page.post(at_member(member, "positive/"), {"version": "1"})
    new = Case.objects.get(follows=case)
    assert response.url == at_case(new)
    assert (new.number, new.person_key, new.area) == ("HD-07/1", F1, case.area)
    assert new.members.get().order == 0
    assert "HD-07/1" in text(page.get(at_case(case)))
    page.post(at_member(member, "positive/"), {"version": "2"})
    assert Case.objects.filter(follows=case).count() == 1


def test_a_note_is_kept_sealed(page: Client, case: Case) -> None:
    page.post(at_case(case, "note/"), {"note": "Ban quản lý đã biết"})
    assert "Ban quản lý đã biết" in text(page.get(at_case(case)))
    event = case.events.first()
    assert "quản lý" not in f"{event.details} {bytes(event.sealed).decode('latin-1')}"


def test_an_empty_note_is_told(page: Client, case: Case) -> None:
    assert "bắt buộc" in text(page.post(at_case(case, "note/"), {"note": " "}))


def test_a_case_is_closed_and_opened_again(page: Client, case: Case) -> None:
    for version, to in ((1, "closed"), (2, "open")):
        page.post(at_case(case, "status/"), {"to": to, "version": version})
        case.refresh_from_db()
        assert case.status == to
    assert list(case.events.values_list("what", flat=True))[:2] == ["reopened", "closed"]


def test_closing_on_an_older_version_does_nothing(page: Client, case: Case) -> None:
    Case.objects.update(version=4)
    page.post(at_case(case, "status/"), {"to": "closed", "version": "3"})
    case.refresh_from_db()
    assert case.status == CaseStatus.OPEN


def test_tracing_from_a_case_has_the_case_as_reason_and_its_days(
    page: Client, case: Case, visits: None
) -> None:
    shown = text(page.get(at_case(case, "trace/"), follow=True))
    assert "HD-07" in shown
    assert "03/07/2021" in shown
    assert "Trần Thị Bé" in shown


def test_a_closed_case_is_no_reason_to_see_phones(
    page: Client, case: Case, member: CaseMember, visits: None
) -> None:
    Case.objects.update(status="closed")
    assert "0987 654 321" not in text(page.get(at_case(case), {"phones": "1"}))
    assert "0987 654 321" not in text(page.get(at_member(member)))
    assert page.get(at_case(case, "calls/")).url == at_case(case)


def test_the_tasks_are_those_waiting_of_open_cases(
    page: Client, case: Case, member: CaseMember, lan: Any
) -> None:
    tasks = "/admin/tracing/tasks/"
    assert "Trần Thị Bé" not in text(page.get(tasks))
    assert "Trần Thị Bé" in text(page.get(tasks, {"who": "nobody"}))
    CaseMember.objects.filter(pk=member.pk).update(assigned_to=lan)
    assert "Trần Thị Bé" in text(page.get(tasks))
    assert AuditEntry.objects.first().details["cases"] == ["HD-07"]
    assert "1 người đang chờ bạn gọi" in text(page.get("/admin/"))
    Case.objects.update(status="closed")
    assert "Trần Thị Bé" not in text(page.get(tasks))


def test_the_register_counts(page: Client, case: Case, member: CaseMember) -> None:
    shown = text(page.get("/admin/tracing/case/"))
    assert f'<a href="{at_case(case)}?state=waiting">2</a>' in shown


def test_nobody_deletes_a_case(client: Client, case: Case) -> None:
    client.force_login(UserFactory(is_superuser=True))
    client.post(f"/admin/tracing/case/delete/{case.pk}/")
    assert Case.objects.filter(pk=case.pk).exists()


def test_the_number_of_queries_does_not_grow(
    page: Client, case: Case, lan: Any, visits: None, django_assert_max_num_queries: Any
) -> None:
    people = [
        NewMember(phone_key(f"+8491000{n:04d}"), f"Người {n}", 1, minutes=n) for n in range(120)
    ]
    add_members(case, people, by=lan)
    page.get(at_case(case))
    with django_assert_max_num_queries(50):
        page.get(at_case(case), {"phones": "1"})
    with django_assert_max_num_queries(35):
        page.get(at_case(case, "calls/"))
    with django_assert_max_num_queries(35):
        page.get("/admin/tracing/tasks/", {"who": "nobody"})
