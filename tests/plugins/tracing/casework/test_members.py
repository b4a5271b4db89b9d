"""The persons of a case."""

import uuid
from typing import Any

import pytest

from audit.models import AuditEntry
from plugins.tracing.cases import NotPossible
from plugins.tracing.casework import members
from plugins.tracing.casework.changes import Stale, note_of
from plugins.tracing.casework.members import NewMember, add_members, change_member, counts
from plugins.tracing.models import Case, CaseMember
from tests.plugins.tracing.casework.conftest import F0, F1

pytestmark = pytest.mark.django_db


def change(member: CaseMember, by: Any, **more: Any) -> bool:
    given = {"state": "to_call", "result": "", "assigned_to": None, "version": member.version}
    return change_member(member, by=by, **{**given, **more})


def test_the_case_s_person_is_its_f0(case: Case) -> None:
    f0 = case.members.get()
    assert (f0.key, f0.order, f0.result) == (F0, 0, "positive")


def test_people_are_added_once(case: Case, member: CaseMember, lan: Any) -> None:
    again = [NewMember(F1, "Trần Thị Bé", 2, minutes=10), NewMember(uuid.uuid4(), "Đỗ Cường", 2)]
    assert add_members(case, again, by=lan) == (1, 1)
    member.refresh_from_db()
    assert (member.order, member.minutes, member.version) == (1, 90, 1)


def test_who_turns_out_to_be_nearer_moves_up(case: Case, member: CaseMember, lan: Any) -> None:
    CaseMember.objects.filter(pk=member.pk).update(order=2)
    add_members(case, [NewMember(F1, "Trần Thị Bé", 1, minutes=120)], by=lan)
    member.refresh_from_db()
    assert (member.order, member.minutes, member.version) == (1, 120, 2)


def test_a_case_has_one_f0(case: Case, lan: Any) -> None:
    with pytest.raises(NotPossible):
        add_members(case, [NewMember(F1, "Trần Thị Bé", 0)], by=lan)


def test_too_many_at_once_are_refused(
    case: Case, lan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST_AT_ONCE", 1)
    people = [NewMember(uuid.uuid4(), "A", 1), NewMember(uuid.uuid4(), "B", 1)]
    with pytest.raises(NotPossible):
        add_members(case, people, by=lan)


def test_adding_thousands_takes_few_queries(
    case: Case, lan: Any, django_assert_max_num_queries: Any
) -> None:
    people = [NewMember(uuid.uuid4(), f"Người {n}", 1) for n in range(2000)]
    with django_assert_max_num_queries(45):  # SQLite takes 999 values a statement
        add_members(case, people, by=lan)


def test_what_was_done_is_kept_as_codes_and_a_sealed_note(member: CaseMember, lan: Any) -> None:
    assert change(member, lan, state="called", assigned_to=lan, note="Hẹn xét nghiệm sáng mai")
    event = member.events.first()
    assert event.details["state"] == ["to_call", "called"]
    assert b"nghi" not in bytes(event.sealed)
    assert note_of(event) == "Hẹn xét nghiệm sáng mai"


def test_a_change_is_on_record_without_words_about_the_person(member: CaseMember, lan: Any) -> None:
    change(member, lan, state="called", note="Ở nhà 12 ngõ 3")
    entry = AuditEntry.objects.first()
    assert (entry.question, entry.reason) == ("case:HD-07", "HD-07")
    assert entry.details["keys"] == [F1.hex]
    assert "ngõ" not in str(entry.details)


def test_no_change_is_none(member: CaseMember, lan: Any) -> None:
    assert not change(member, lan)
    member.refresh_from_db()
    assert member.version == 1


def test_a_change_on_an_older_version_tells_who_was_faster(
    member: CaseMember, lan: Any, minh: Any
) -> None:
    change(member, minh, state="called")
    seen = CaseMember.objects.get(pk=member.pk)
    with pytest.raises(Stale) as stale:
        change(seen, lan, state="no_answer", version=1)
    assert [event.by for event in stale.value.events] == [minh]
    seen.refresh_from_db()
    assert seen.state == "called"


def test_who_moves_nearer_met_the_one_who_is_nearer(
    case: Case, member: CaseMember, lan: Any
) -> None:
    other = uuid.UUID(int=7)
    add_members(case, [NewMember(other, "Đỗ Chi", 3, met_key=F1)], by=lan)
    add_members(case, [NewMember(other, "Đỗ Chi", 1, met_key=F0)], by=lan)
    add_members(case, [NewMember(other, "Đỗ Chi", 2, met_key=F1)], by=lan)
    assert case.members.get(key=other).met_key == F0


def test_f0_who_came_meanwhile_is_seen(case: Case, lan: Any) -> None:
    shown = Case.objects.get(pk=case.pk)
    shown.person_key = None  # as it was when the page was opened
    with pytest.raises(NotPossible):
        add_members(shown, [NewMember(F1, "Trần Thị Bé", 0)], by=lan)
    assert shown.person_key == F0


def test_counts(case: Case, member: CaseMember, lan: Any) -> None:
    change(member, lan, state="closed")
    found = counts(case.members.all())
    assert (found.persons, found.waiting, found.positive) == (2, 1, 1)


def test_the_record_of_the_house_keeps_no_test_and_no_state(
    case: Case, member: CaseMember, lan: Any
) -> None:
    change(member, lan, state="quarantine", result="positive")
    details = AuditEntry.objects.first().details
    assert details["fields"] == ["state", "result"]
    assert details["case"] == case.number
    assert "quarantine" not in str(details)
    assert "positive" not in str(details)
