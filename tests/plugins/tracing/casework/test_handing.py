"""Other areas: who sees which cases and persons, and what handing over changes."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from plugins.tracing.models import Case, CaseMember
from portal.plugins.switch import set_switch
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.casework.conftest import F0, F1, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere() -> Any:
    return AreaFactory(name="Phường Vạn Phúc")


@pytest.fixture
def their_page(elsewhere: Any) -> Client:
    """The browser of an official of the other area."""
    client = Client()
    client.force_login(UserFactory(username="hoa", role=Role.TRACING, areas=[elsewhere]))
    return client


def addresses(case: Case, member: CaseMember, venue: Any) -> list[str]:
    """Every page of a case."""
    own = f"/admin/tracing/cases/{case.pk}/"
    person = f"{own}persons/{member.pk}/"
    place = f"{own}places/{venue.pk}/"
    return [
        own, f"{own}calls/", f"{own}note/", f"{own}hand-over/", f"{own}merge/", f"{own}trace/",
        f"{own}places/", place, f"{place}notice/", person, f"{person}hand-over/",
    ]  # fmt: skip


def test_another_area_s_case_is_not_there(
    their_page: Client, case: Case, member: CaseMember, market: Any
) -> None:
    for address in addresses(case, member, market):
        assert their_page.get(address).status_code == 404, address
    for tail in ("status/", "assign/", f"persons/{member.pk}/positive/"):
        response = their_page.post(f"/admin/tracing/cases/{case.pk}/{tail}", {"version": "1"})
        assert response.status_code == 404


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.WARD_EDITOR, Role.GATE])
def test_other_roles_get_in_nowhere(
    client: Client, case: Case, member: CaseMember, market: Any, role: Role
) -> None:
    client.force_login(UserFactory(role=role, everywhere=True))
    more = [
        "/admin/tracing/places/",
        "/admin/tracing/areas/",
        "/admin/tracing/tasks/",
        f"/admin/tracing/people/{F0}/add/",
    ]
    for address in [*addresses(case, member, market), *more]:
        response = client.get(address)
        assert response.status_code in (302, 403), address
        assert "tracing" not in response.get("Location", "")


def test_while_the_plugin_is_switched_off_there_are_no_pages(
    page: Client, case: Case, member: CaseMember, market: Any
) -> None:
    set_switch("tracing", on=False)
    for address in addresses(case, member, market):
        assert page.get(address).status_code == 404
    set_switch("tracing", on=True)


def test_a_person_is_handed_to_another_area(
    page: Client, their_page: Client, case: Case, member: CaseMember, elsewhere: Any
) -> None:
    given = {"area_text": "Phường Vạn Phúc", "note": "Bé sống ở phường bạn", "version": "1"}
    page.post(f"/admin/tracing/cases/{case.pk}/persons/{member.pk}/hand-over/", given)
    member.refresh_from_db()
    assert (member.area, member.assigned_to) == (elsewhere, None)
    theirs = text(their_page.get(f"/admin/tracing/cases/{case.pk}/"))
    assert "Trần Thị Bé" in theirs
    assert "Lê Văn An" not in theirs
    assert "HD-07" in text(their_page.get("/admin/tracing/case/"))
    assert "Trần Thị Bé" in text(page.get(f"/admin/tracing/cases/{case.pk}/"))


def test_they_work_on_the_person_but_not_on_the_case(
    their_page: Client, case: Case, member: CaseMember, elsewhere: Any, market: Any
) -> None:
    CaseMember.objects.filter(pk=member.pk).update(area=elsewhere)
    own = f"/admin/tracing/cases/{case.pk}/"
    given = {"state": "called", "result": "", "assigned_to": "", "note": "", "version": "1"}
    their_page.post(f"{own}persons/{member.pk}/", given)
    member.refresh_from_db()
    assert member.state == "called"
    f0 = case.members.get(key=F0)
    closed = [
        f"{own}note/", f"{own}hand-over/", f"{own}merge/", f"{own}trace/", f"{own}places/",
        f"{own}places/{market.pk}/", f"{own}persons/{f0.pk}/",
    ]  # fmt: skip
    for address in closed:
        assert their_page.get(address).status_code == 404, address
    their_page.post(f"{own}status/", {"to": "closed", "version": "1"})
    edited = their_page.post(f"/admin/tracing/case/edit/{case.pk}/", {"version": "1"})
    assert edited.status_code in (302, 403)
    case.refresh_from_db()
    assert (case.status, case.version) == ("open", 1)


def test_they_give_only_their_own_persons_to_themselves(
    their_page: Client, case: Case, member: CaseMember, elsewhere: Any, lan: Any
) -> None:
    CaseMember.objects.filter(pk=member.pk).update(area=elsewhere)
    f0 = case.members.get(key=F0)
    hoa = get_user_model().objects.get(username="hoa")
    address = f"/admin/tracing/cases/{case.pk}/assign/"
    ticked = [f"{member.pk}-1", f"{f0.pk}-1"]
    their_page.post(address, {"person": ticked, "official": str(lan.pk)})
    assert not case.members.filter(assigned_to__isnull=False).exists()
    their_page.post(address, {"person": ticked, "official": str(hoa.pk)})
    assert list(case.members.filter(assigned_to=hoa)) == [member]


def test_the_call_list_of_theirs_has_only_the_persons_handed_over(
    their_page: Client, case: Case, member: CaseMember, elsewhere: Any
) -> None:
    CaseMember.objects.filter(pk=member.pk).update(area=elsewhere)
    shown = text(their_page.get(f"/admin/tracing/cases/{case.pk}/calls/"))
    assert "Trần Thị Bé" in shown
    assert "Lê Văn An" not in shown


def test_the_whole_case_moves(page: Client, their_page: Client, case: Case, elsewhere: Any) -> None:
    own = f"/admin/tracing/cases/{case.pk}/"
    page.post(f"{own}hand-over/", {"area_text": "Phường Vạn Phúc", "note": "", "version": "1"})
    assert page.get(own).status_code == 404
    assert "Lê Văn An" in text(their_page.get(own))


def test_an_unknown_area_is_told_and_the_note_is_kept(page: Client, case: Case) -> None:
    given = {"area_text": "Phường Không Có", "note": "Xin giúp", "version": "1"}
    shown = text(page.post(f"/admin/tracing/cases/{case.pk}/hand-over/", given))
    assert "Phường Không Có" in shown
    assert "Xin giúp" in shown


def test_areas_of_the_whole_country_are_offered(page: Client, elsewhere: Any) -> None:
    found = page.get("/admin/tracing/areas/", {"q": "van phuc"}).json()
    assert [option["label"] for option in found] == ["Phường Vạn Phúc"]


def test_a_key_of_no_member_is_no_page(page: Client, case: Case) -> None:
    assert page.get(f"/admin/tracing/cases/{case.pk}/persons/{F1.int % 10**9}/").status_code == 404


@pytest.fixture
def helped(member: CaseMember, elsewhere: Any) -> CaseMember:
    """Bé, whom F0 met, was handed to the other area."""
    CaseMember.objects.filter(pk=member.pk).update(area=elsewhere, met_key=F0)
    return member


def test_who_helps_does_not_learn_through_whom(
    page: Client, their_page: Client, case: Case, helped: CaseMember
) -> None:
    address = f"/admin/tracing/cases/{case.pk}/persons/{helped.pk}/"
    assert "Lê Văn An" in text(page.get(address))
    assert "Lê Văn An" not in text(their_page.get(address))


def test_who_helps_sees_in_the_list_how_many_were_handed_over(
    page: Client, their_page: Client, case: Case, helped: CaseMember
) -> None:
    (own,) = page.get("/admin/tracing/case/").context["object_list"]
    (theirs,) = their_page.get("/admin/tracing/case/").context["object_list"]
    assert (own.persons_count, own.waiting_count, own.positive_count) == (2, 2, 1)
    assert (theirs.persons_count, theirs.waiting_count, theirs.positive_count) == (1, 1, 0)


def test_who_helps_learns_of_no_other_case(
    page: Client, their_page: Client, case: Case, helped: CaseMember, ward: Any
) -> None:
    before = Case.objects.create(number="HD-01", title="A", area=ward)
    Case.objects.filter(pk=case.pk).update(follows=before)
    Case.objects.create(number="HD-99", title="B", area=ward, follows=case)
    address = f"/admin/tracing/cases/{case.pk}/"
    for number in ("HD-01", "HD-99"):
        assert number in text(page.get(address))
        assert number not in text(their_page.get(address))


def test_who_hands_on_the_last_person_comes_to_the_list(
    their_page: Client, case: Case, helped: CaseMember
) -> None:
    AreaFactory(name="Phường Hà Cầu")
    answer = their_page.post(
        f"/admin/tracing/cases/{case.pk}/persons/{helped.pk}/hand-over/",
        {"area_text": "Phường Hà Cầu", "version": helped.version},
        follow=True,
    )
    assert answer.redirect_chain == [("/admin/tracing/case/", 302)]
    assert answer.status_code == 200
