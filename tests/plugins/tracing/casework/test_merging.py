"""Two cases of one person become one."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from audit.models import AuditEntry
from plugins.tracing import cases
from plugins.tracing.casework.changes import note_event, note_of
from plugins.tracing.casework.members import NewMember, add_members
from plugins.tracing.models import Case, CaseMember, CasePlace, PersonLink
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.casework.conftest import F0, F1, text
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(ward: Any, lan: Any) -> Case:
    """Another case of Lê Văn An."""
    case = Case(number="HD-08", title="Trùng", area=ward)
    return cases.open_case(case, by=lan, person=F0, name="Lê Văn An")


def merge(page: Client, case: Case, other: Case) -> Any:
    address = f"/admin/tracing/cases/{case.pk}/merge/"
    return page.post(address, {"other": other.pk, "version": case.version})


def test_persons_places_and_notes_move(
    page: Client, case: Case, member: CaseMember, twin: Case, lan: Any, market: Any
) -> None:
    add_members(twin, [NewMember(F1, "Trần Thị Bé", 2)], by=lan)
    twin.members.filter(key=F1).update(state="quarantine", result="negative", assigned_to=lan)
    CasePlace.objects.create(case=twin, venue=market, state="cleaned")
    note_event(twin, "note", by=lan, note="Từ ca kia")
    merge(page, case, twin)
    member.refresh_from_db()
    assert (member.order, member.state, member.result) == (1, "quarantine", "negative")
    assert case.members.count() == 2
    assert case.places.get().state == "cleaned"
    assert "Từ ca kia" in [note_of(event) for event in case.events.all()]


def test_the_other_is_closed_for_good_and_leads_here(page: Client, case: Case, twin: Case) -> None:
    merge(page, case, twin)
    twin.refresh_from_db()
    assert twin.status == "closed"
    assert "HD-07" in text(page.get(f"/admin/tracing/cases/{twin.pk}/"))
    page.post(f"/admin/tracing/cases/{twin.pk}/status/", {"to": "open", "version": twin.version})
    twin.refresh_from_db()
    assert twin.status == "closed"


def test_cases_of_two_people_are_not_merged(page: Client, case: Case, ward: Any, lan: Any) -> None:
    other = cases.open_case(
        Case(number="HD-09", title="Khác", area=ward), by=lan, person=F1, name="Trần Thị Bé"
    )
    merge(page, case, other)
    other.refresh_from_db()
    assert other.status == "open"
    with pytest.raises(cases.NotPossible):
        cases.merge(case, other, by=lan, version=case.version)


def test_people_joined_by_an_official_are_one(case: Case, ward: Any, lan: Any) -> None:
    other = cases.open_case(Case(number="HD-09", title="Khác", area=ward), by=lan, person=F1)
    one, two = sorted((F0, F1))
    PersonLink.objects.create(one=one, other=two, kind="joined", reason="Cùng một người")
    cases.merge(case, other, by=lan, version=case.version)
    other.refresh_from_db()
    assert other.status == "closed"


def test_merging_on_an_older_version_does_nothing(page: Client, case: Case, twin: Case) -> None:
    Case.objects.filter(pk=case.pk).update(version=5)
    merge(page, case, twin)
    twin.refresh_from_db()
    assert twin.status == "open"


def test_the_record_of_the_house_names_both_by_number(page: Client, case: Case, twin: Case) -> None:
    merge(page, case, twin)
    merged, away = (
        AuditEntry.objects.get(details__what=what).details for what in ("merged", "merged_away")
    )
    assert (merged["case"], merged["other_case"]) == (case.number, twin.number)
    assert (away["case"], away["other_case"]) == (twin.number, case.number)


def test_what_only_the_other_case_knew_is_learnt(
    case: Case, member: CaseMember, twin: Case, lan: Any
) -> None:
    met = at("2021-07-06 10:00")
    area = AreaFactory()
    add_members(twin, [NewMember(F1, "Trần Thị Bé", 1, 120, 3, met, F0)], by=lan)
    twin.members.filter(key=F1).update(area=area)
    cases.merge(case, twin, by=lan, version=case.version)
    member.refresh_from_db()
    assert (member.minutes, member.meetings, member.last_met) == (120, 3, met)
    assert (member.met_key, member.area) == (F0, area)


def test_f0_under_two_keys_that_were_joined_is_one(case: Case, ward: Any, lan: Any) -> None:
    other = cases.open_case(
        Case(number="HD-09", title="Khác", area=ward), by=lan, person=F1, name="Lê An"
    )
    third = UUID(int=3)
    add_members(other, [NewMember(third, "Đỗ Chi", 1, met_key=F1)], by=lan)
    _joined(F0, F1)
    cases.merge(case, other, by=lan, version=case.version)
    assert set(case.members.values_list("key", "order", "met_key")) == {
        (F0, 0, None),
        (third, 1, F0),
    }


def test_joined_over_a_third_key_is_one_person(case: Case, ward: Any, lan: Any) -> None:
    other = cases.open_case(Case(number="HD-09", title="Khác", area=ward), by=lan, person=F1)
    _joined(F0, UUID(int=3))
    _joined(UUID(int=3), F1)
    assert Case.objects.filter(cases.same_person(case)).get() == other


def _joined(one: UUID, other: UUID) -> None:
    one, other = sorted((one, other))
    PersonLink.objects.create(one=one, other=other, kind="joined", reason="Cùng một người")
