"""Numbers of cases: one whatever the letters, given once, and a reason wherever a case is seen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from areas.scope import EVERYTHING
from plugins.tracing import cases, panels, services
from plugins.tracing.errors import NoReason
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.models import Case, CaseMember
from plugins.tracing.reasons import check_reason
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.casework.conftest import F0
from tests.plugins.tracing.exports.conftest import private_root, work

__all__ = ["private_root", "work"]  # fixtures
pytestmark = pytest.mark.django_db


def given(number: str) -> dict[str, str]:
    """A case as the form sends it."""
    return {
        "number": number,
        "title": "Chợ",
        "area_text": "Phường Văn Quán",
        "infectious_from": "2021-07-01",
        "infectious_to": "2021-07-10",
        "notes": "",
    }


def test_a_number_in_other_letters_is_taken(page: Client, case: Case) -> None:
    said = page.post("/admin/tracing/case/create/", given("hd-07")).content.decode()
    assert "HD-07" in said
    assert Case.objects.get() == case


def test_a_case_keeps_its_number_though_another_has_it_in_other_letters(
    page: Client, case: Case, ward: Any
) -> None:
    Case.objects.create(number="hd-07", title="A", area=ward)
    page.post(
        f"/admin/tracing/case/edit/{case.pk}/",
        {**given("HD-07"), "title": "Chợ mới", "version": case.version},
    )
    case.refresh_from_db()
    assert case.title == "Chợ mới"


def test_the_reason_is_the_case_written_so(case: Case, ward: Any) -> None:
    Case.objects.create(number="hd-07", title="A", area=ward)
    assert check_reason("HD-07", EVERYTHING).case == "HD-07"
    assert check_reason("hd-07", EVERYTHING).case == "hd-07"


def test_a_closed_case_written_otherwise_stands_behind_an_open_one(case: Case, ward: Any) -> None:
    Case.objects.create(number="hd-07", title="A", area=ward, status="closed")
    assert check_reason("Hd-07", EVERYTHING).case == "HD-07"
    with pytest.raises(NoReason):
        check_reason("hd-07", EVERYTHING)


def test_the_next_number_is_free_in_any_letters(member: CaseMember, lan: Any, ward: Any) -> None:
    Case.objects.create(number="hd-07/1", title="A", area=ward)
    assert cases.follow(member, by=lan, version=member.version).number == "HD-07/2"


def test_an_area_that_helps_takes_out_its_call_list(
    client: Client, case: Case, member: CaseMember, work: Callable[[], None]
) -> None:
    area = AreaFactory(name="Phường Vạn Phúc")
    CaseMember.objects.filter(pk=member.pk).update(area=area)
    Case.objects.update(number="H7")  # too short to be a reason in words
    client.force_login(UserFactory(role=Role.TRACING, areas=[area]))
    client.post(f"/admin/tracing/exports/new/case/?case={case.pk}", {"form": "csv"})
    work()
    export = Export.objects.get()
    assert (export.state, export.rows, export.reason) == (ExportState.READY, 1, "H7")
    assert client.post(f"/admin/tracing/exports/{export.pk}/file/").streaming


@pytest.mark.parametrize("tail", ["places/", "picture/"])
def test_a_number_that_is_no_reason_is_said_in_the_list_of_cases(
    page: Client, case: Case, tail: str
) -> None:
    Case.objects.update(number="H  7")  # not as the form would have it
    answer = page.get(f"/admin/tracing/cases/{case.pk}/{tail}", follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/tracing/case/"
    assert answer.status_code == 200


def test_a_case_opens_though_its_number_is_no_reason_for_its_account(
    client: Client, ward: Any
) -> None:
    user = UserFactory(role=Role.TRACING, areas=[ward], sectors=["health"])
    client.force_login(user)
    answer = client.post(f"/admin/tracing/case/create/?person={F0.hex}", given("H7"))
    assert answer.status_code == 302
    assert Case.objects.get().person_key == F0


def test_nobody_waits_for_the_record_while_the_person_is_searched(
    page: Client, ward: Any, visits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[int] = []
    history = services.history

    def watched(*args: Any, **kwargs: Any) -> Any:
        inside.append(len(connection.savepoint_ids))
        return history(*args, **kwargs)

    monkeypatch.setattr(services, "history", watched)
    page.post(f"/admin/tracing/case/create/?person={F0.hex}", given("HD-07"))
    assert inside == [len(connection.savepoint_ids)]
    assert Case.objects.get().members.get().name == "Lê Văn An"


def test_the_panel_counts_whom_the_account_still_sees(
    page: Client, lan: Any, member: CaseMember, rf: Any
) -> None:
    CaseMember.objects.update(assigned_to=lan)
    request = rf.get("/admin/")
    request.user = lan
    assert panels.tracing(request)["context"]["mine"] == 2
    Case.objects.update(area=AreaFactory())
    request.user = type(lan).objects.get(pk=lan.pk)
    assert panels.tracing(request)["context"]["mine"] == 0
