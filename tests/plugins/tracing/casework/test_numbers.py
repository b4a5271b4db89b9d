"""Numbers of cases: one whatever the letters, given once, and a reason wherever a case is seen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from areas.scope import EVERYTHING
from plugins.tracing import cases
from plugins.tracing.errors import NoReason
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.models import Case, CaseMember
from plugins.tracing.reasons import check_reason
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
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
