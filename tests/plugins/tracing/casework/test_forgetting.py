"""What a closed case holds about persons goes when their visits are over their time."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from plugins.tracing import cases, retention
from plugins.tracing.casework.changes import note_event
from plugins.tracing.casework.members import change_member
from plugins.tracing.casework.places import change_place, place_of
from plugins.tracing.models import Case, CaseEvent, CaseMember, CasePlace, CaseStatus
from tests.plugins.tracing.casework.conftest import F0, text

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


@pytest.fixture
def worked_on(case: Case, member: CaseMember, market: Any, lan: Any) -> Case:
    """A case with two persons, a place, remarks and notes."""
    change_member(
        member, by=lan, version=member.version, state="called", result="", assigned_to=lan,
        note="Hẹn xét nghiệm sáng mai",
    )  # fmt: skip
    change_place(place_of(case, market), by=lan, version=1, state="told", note="Đã gọi chị Hoa")
    note_event(case, "note", by=lan, note="Con gái anh An học lớp 3")
    Case.objects.filter(pk=case.pk).update(notes="Anh An bán rau")
    case.refresh_from_db()
    return case


def close(case: Case, by: Any, *, ago: timedelta) -> None:
    cases.set_status(case, CaseStatus.CLOSED, by=by, version=case.version)
    CaseEvent.objects.filter(what="closed").update(at=timezone.now() - ago)


def forget() -> None:
    call_command("delete_expired_visits")


def left() -> int | None:
    now = timezone.now()
    return retention.left(now - timedelta(days=30), now)["closed_cases"]


def test_persons_places_and_notes_are_gone(worked_on: Case, lan: Any) -> None:
    close(worked_on, lan, ago=MONTH)
    assert left() == 1
    forget()
    case = Case.objects.get()
    assert (case.person_key, case.notes) == (None, "")
    assert not CaseMember.objects.exists()
    assert not CasePlace.objects.exists()
    assert not CaseEvent.objects.filter(sealed__isnull=False).exists()
    assert left() == 0


def test_nothing_of_the_case_tells_a_name_or_a_key(worked_on: Case, lan: Any) -> None:
    close(worked_on, lan, ago=MONTH)
    forget()
    kept = str([*Case.objects.values(), *CaseEvent.objects.values()])
    for secret in ("Lê Văn An", "Trần Thị Bé", F0.hex, str(F0)):
        assert secret not in kept


def test_counts_and_the_steps_of_the_case_itself_stay(
    worked_on: Case, lan: Any, page: Client
) -> None:
    close(worked_on, lan, ago=MONTH)
    forget()
    steps = CaseEvent.objects.order_by("pk")
    assert [step.what for step in steps] == ["opened", "added", "closed", "forgotten"]
    assert steps[3].details.items() >= {"persons": 2, "positive": 1, "places": 1}.items()
    shown = text(page.get(f"/admin/tracing/cases/{worked_on.pk}/"))
    assert "dữ liệu về người của ca bệnh này (2, trong đó 1 dương tính)" in shown
    assert "Mở lại" not in shown


def test_it_is_recorded(worked_on: Case, lan: Any) -> None:
    close(worked_on, lan, ago=MONTH)
    forget()
    entry = AuditEntry.objects.get(details__what="forgotten")
    assert (entry.account_name, entry.question) == ("system", "case:HD-07")


@pytest.mark.parametrize("ago", [timedelta(days=29), None])
def test_one_closed_a_short_while_ago_or_still_open_keeps_all(
    worked_on: Case, lan: Any, ago: timedelta | None
) -> None:
    if ago:
        close(worked_on, lan, ago=ago)
    Case.objects.update(opened_at=timezone.now() - MONTH)
    forget()
    assert CaseMember.objects.count() == 2
    assert Case.objects.get().person_key == F0


def test_the_last_closing_counts(worked_on: Case, lan: Any) -> None:
    close(worked_on, lan, ago=MONTH)
    cases.set_status(worked_on, CaseStatus.OPEN, by=lan, version=worked_on.version)
    cases.set_status(worked_on, CaseStatus.CLOSED, by=lan, version=worked_on.version)
    forget()
    assert CaseMember.objects.exists()


def test_a_case_that_forgot_is_not_opened_again(worked_on: Case, lan: Any) -> None:
    close(worked_on, lan, ago=MONTH)
    forget()
    case = Case.objects.get()
    with pytest.raises(cases.NotPossible):
        cases.set_status(case, CaseStatus.OPEN, by=lan, version=case.version)


def test_a_case_forgets_once(worked_on: Case, lan: Any) -> None:
    close(worked_on, lan, ago=MONTH)
    forget()
    forget()
    assert CaseEvent.objects.filter(what="forgotten").count() == 1


def test_a_case_that_was_merged_away_forgets_its_person(
    worked_on: Case, lan: Any, ward: Any
) -> None:
    other = cases.open_case(
        Case(number="HD-08", title="Cùng người", area=ward), by=lan, person=F0, name="Lê Văn An"
    )
    cases.merge(worked_on, other, by=lan, version=worked_on.version)
    CaseEvent.objects.filter(what="merged_away").update(at=timezone.now() - MONTH)
    forget()
    other.refresh_from_db()
    assert other.person_key is None
    assert cases.merged_into(other) == worked_on
    assert CaseMember.objects.filter(case=worked_on).count() == 2
