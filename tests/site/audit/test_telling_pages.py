"""The pages on which a person is told who looked them up."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from people.blind import id_key
from portal.roles import Role
from tests.site.audit.conftest import ID, KEY, REQUEST, look_up, text, told

pytestmark = pytest.mark.django_db


def test_a_person_is_told_who_looked(officer: Client, official: Any) -> None:
    look_up(official, details={"case": "C-1"})
    look_up(official, question="key:other", reason="Việc khác")
    page = told(officer)
    for part in ("Trần Bình", str(Role.TRACING), "Phường Hà Cầu", "C-1"):
        assert part in page
    assert "Việc khác" not in page


def test_the_id_number_finds_as_well(officer: Client, official: Any) -> None:
    look_up(official, question=f"key:{id_key(ID).hex}")
    assert "Trần Bình" in told(officer, phone="", number=ID)


def test_nine_digits_may_be_meant_as_either(officer: Client, official: Any) -> None:
    look_up(official)
    assert "Trần Bình" in told(officer, phone="", number="912345678")


def test_telling_is_recorded_blind(officer: Client) -> None:
    told(officer)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.reason, entry.question) == ("told", "Đơn số 12", KEY)


def test_no_address_and_no_session_holds_what_was_typed(officer: Client) -> None:
    answer = officer.post(reverse("audit_tell"), REQUEST)
    assert "912" not in answer.url
    assert "345678" not in str([each.get_decoded() for each in Session.objects.all()])


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "", "number": ""},
        {"phone": "0912"},
        {"number": "12"},
        {"reason": ""},
        {"reason": "vì"},
        {"name": ""},
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(officer: Client, wrong: dict[str, str]) -> None:
    page = told(officer, **wrong)
    assert "error-message" in page
    assert all(f'value="{value}"' in page for value in {**REQUEST, **wrong}.values() if value)
    assert not AuditEntry.objects.exists()


def test_the_letter_is_vietnamese_and_recorded(officer: Client, official: Any) -> None:
    look_up(official)
    answer = officer.post(reverse("audit_tell"), REQUEST)
    page = text(officer.get(answer.url + "letter/", headers={"accept-language": "en"}))
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Lê Văn An", "Trần Bình", "Ca bệnh chợ"):
        assert part in page
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.details) == ("told", {"letter": True})


def test_a_request_that_is_no_longer_kept(officer: Client) -> None:
    for name in ("audit_told", "audit_letter"):
        assert officer.get(reverse(name, args=["unknown"])).url == reverse("audit_tell")


def test_an_account_that_is_gone_has_its_name_still(officer: Client, official: Any) -> None:
    look_up(official)
    official.delete()
    assert "truyvet" in told(officer)
