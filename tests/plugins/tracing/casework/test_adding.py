"""Putting people into a case from the pages of tracing."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from plugins.tracing.casework import adding_views
from plugins.tracing.models import Case, Spread, SpreadContact, SpreadMeeting
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.casework.conftest import F0, F1, text
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
CONTACTS = f"/admin/tracing/people/{F0}/contacts/add/"


@pytest.fixture
def asking(page: Client, case: Case, visits: None) -> Client:
    """Lan's browser, the case being the reason."""
    page.post("/admin/tracing/reason/", {"reason": "HD-07"})
    return page


def test_without_a_reason_one_is_asked_for(page: Client, visits: None) -> None:
    for address in (CONTACTS, f"/admin/tracing/people/{F0}/add/"):
        assert page.get(address).url.startswith("/admin/tracing/reason/")


def test_one_person_is_added(asking: Client, case: Case) -> None:
    address = f"/admin/tracing/people/{F1}/add/"
    assert "HD-07" in text(asking.get(address))
    asking.post(address, {"case": case.pk, "order": "2"})
    assert case.members.get(key=F1).order == 2


def test_contacts_are_added_with_what_is_known_of_the_meeting(asking: Client, case: Case) -> None:
    assert "Trần Thị Bé" in text(asking.get(CONTACTS))
    asking.post(CONTACTS, {"case": case.pk, "order": "1", "which": "all"})
    member = case.members.get(key=F1)
    assert (member.order, member.minutes, member.meetings, member.met_key) == (1, 90, 1, F0)


def test_only_those_ticked_are_added(asking: Client, case: Case, market: Any) -> None:
    VisitFactory(venue=market, name="Đỗ Cường", checked_in=at("2021-07-05 09:00"))
    given = {"case": case.pk, "order": "1", "which": "ticked", "person": F1.hex}
    asking.post(CONTACTS, given)
    assert set(case.members.values_list("name", flat=True)) == {"Lê Văn An", "Trần Thị Bé"}


def test_nobody_ticked_is_told(asking: Client, case: Case) -> None:
    shown = text(asking.post(CONTACTS, {"case": case.pk, "order": "1", "which": "ticked"}))
    assert "Chưa đánh dấu người nào" in shown
    assert case.members.count() == 1


def test_many_contacts_come_in_pages(
    asking: Client, case: Case, market: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding_views, "ROWS", 1)
    VisitFactory(venue=market, name="Đỗ Cường", checked_in=at("2021-07-05 09:00"))
    assert "page=2" in text(asking.get(CONTACTS))
    asking.post(CONTACTS, {"case": case.pk, "order": "1", "which": "all"})
    assert case.members.count() == 3


def test_a_closed_case_is_not_offered(asking: Client, case: Case) -> None:
    Case.objects.update(status="closed")
    asking.post("/admin/tracing/reason/", {"reason": "Điều tra tại chợ"})
    asking.post(CONTACTS, {"case": case.pk, "order": "1", "which": "all"})
    assert case.members.count() == 1


def test_a_person_without_a_case_becomes_f0_with_the_contacts(asking: Client, ward: Any) -> None:
    empty = Case.objects.create(number="HD-10", title="A", area=ward)
    asking.post(CONTACTS, {"case": empty.pk, "order": "1", "which": "all"})
    empty.refresh_from_db()
    assert empty.person_key == F0
    assert set(empty.members.values_list("key", "order")) == {(F0, 0), (F1, 1)}


def test_those_of_a_run_are_added_by_order(page: Client, case: Case, lan: Any, market: Any) -> None:
    spread = Spread.objects.create(key=F0, name="Lê Văn An", reason="HD-07", asked_by=lan)
    for number, key in enumerate((F1, case.members.get().key.__class__(int=7)), start=1):
        SpreadContact.objects.create(
            spread=spread, key=key, keys=[], name=f"Người {number}", order=number, minutes=5,
            meetings=1, last_met=timezone.now(), risk=1.0,
        )  # fmt: skip
        SpreadMeeting.objects.create(
            spread=spread, one=F0, other=key, venue_id=market.pk,
            start=timezone.now(), end=timezone.now(),
        )  # fmt: skip
    address = f"/admin/tracing/spread/{spread.pk}/add/"
    page.post(address, {"case": case.pk, "order": "1", "which": "all"})
    orders = case.members.values_list("name", "order")
    assert set(orders) == {("Lê Văn An", 0), ("Người 1", 1), ("Người 2", 2)}


def test_another_account_s_run_is_not_there(page: Client, minh: Any) -> None:
    spread = Spread.objects.create(key=F0, name="Lê Văn An", reason="HD-07", asked_by=minh)
    assert page.get(f"/admin/tracing/spread/{spread.pk}/add/").status_code == 404


def test_the_number_of_queries_does_not_grow(
    asking: Client, case: Case, market: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        VisitFactory(venue=market, name=f"Người {number}", checked_in=at("2021-07-05 09:00"))
    with django_assert_max_num_queries(50):
        asking.post(CONTACTS, {"case": case.pk, "order": "1", "which": "all"})
