"""Pages for a privacy officer."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from audit import views
from audit.models import AuditEntry
from audit.services import first_broken
from people.blind import phone_key
from portal.roles import Role
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.areas import AreaFactory
from tests.site.audit.conftest import PHONE, look_up, text, told

pytestmark = pytest.mark.django_db


PAGES = ["audit_index", "audit_export", "audit_patterns", "audit_tell"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRIVACY])
def test_other_roles_get_in_nowhere(client: Client, name: str, role: Role) -> None:
    client.force_login(UserFactory(role=role, everywhere=True))
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", PAGES)
def test_nor_does_an_officer_of_some_areas_only(client: Client, name: str) -> None:
    client.force_login(UserFactory(role=Role.PRIVACY, areas=[AreaFactory()]))
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_an_officer_and_an_administrator_do(officer: Client, name: str) -> None:
    assert officer.get(reverse(name)).status_code == 200
    officer.force_login(SuperuserFactory())
    assert officer.get(reverse(name)).status_code == 200


def test_an_officer_sees_nothing_else(officer: Client) -> None:
    menu = text(officer.get(reverse("wagtailadmin_home")))
    assert reverse("audit_index") in menu
    for name in ("tracing_search", "qr_venues_venue_modeladmin_index"):
        assert reverse(name) not in menu
        assert officer.get(reverse(name)).status_code == 302


def test_pages_are_not_kept_by_browsers(officer: Client) -> None:
    assert "no-store" in officer.get(reverse("audit_index"))["Cache-Control"]


def test_an_entry_tells_who_when_why(officer: Client, official: Any) -> None:
    entry = look_up(official, address="10.0.0.7", results=3, details={"case": "C-1"})
    page = text(officer.get(reverse("audit_entry", args=[entry.pk])))
    for part in ("truyvet", "Trần Bình", "Phường Hà Cầu", "10.0.0.7", "C-1", entry.digest):
        assert part in page
    assert phone_key(PHONE).hex not in page


FILTERS = [
    ({"account": "an"}, "an"),
    ({"action": "export"}, "export"),
    ({"case": "with"}, "case"),
    ({"text": "karaoke"}, "karaoke"),
]


@pytest.mark.parametrize(("given", "shown"), FILTERS)
def test_filters(officer: Client, given: dict[str, str], shown: str) -> None:
    other = UserFactory(username="khac")
    by_name = {
        "an": look_up(UserFactory(username="an"), question="key:1"),
        "export": look_up(other, question="key:2", action="export"),
        "case": look_up(other, question="key:3", details={"case": "C-1"}),
        "karaoke": look_up(other, question="key:4", reason="Quán karaoke"),
    }
    page = text(officer.get(reverse("audit_index"), given))
    for name, entry in by_name.items():
        assert (reverse("audit_entry", args=[entry.pk]) in page) is (name == shown)


def test_days_filter_by_the_local_clock(officer: Client, official: Any) -> None:
    entry = look_up(official)
    today = timezone.localdate()
    address = reverse("audit_entry", args=[entry.pk])
    for first, last, shown in ((0, 0, True), (1, 1, False), (-1, -1, False), (-1, 1, True)):
        days = {
            "first": str(today + timedelta(days=first)),
            "last": str(today + timedelta(days=last)),
        }
        assert (address in text(officer.get(reverse("audit_index"), days))) is shown


def test_the_same_person(officer: Client, official: Any) -> None:
    same = [look_up(official), look_up(official, action="contacts")]
    other = look_up(official, question="key:other")
    page = text(officer.get(reverse("audit_index"), {"same": same[0].pk}))
    assert all(reverse("audit_entry", args=[entry.pk]) in page for entry in same)
    assert reverse("audit_entry", args=[other.pk]) not in page


@pytest.mark.parametrize(
    "given",
    [{"same": "x"}, {"same": "9" * 40}, {"first": "0"}, {"action": "x"}, {"before": "9" * 40}],
)
def test_what_is_no_filter_is_no_fault(officer: Client, given: dict[str, str]) -> None:
    assert officer.get(reverse("audit_index"), given).status_code == 200


def test_reversed_days_are_told(officer: Client) -> None:
    page = text(officer.get(reverse("audit_index"), {"first": "2021-07-06", "last": "2021-07-05"}))
    assert "Ngày cuối trước ngày đầu" in page


def test_pages_go_back_in_time(
    officer: Client, official: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 2)
    entries = [look_up(official) for _ in range(5)]
    page = text(officer.get(reverse("audit_index")))
    assert f"before={entries[3].pk}" in page
    older = text(officer.get(reverse("audit_index"), {"before": entries[3].pk}))
    assert reverse("audit_entry", args=[entries[2].pk]) in older
    assert reverse("audit_entry", args=[entries[4].pk]) not in older


def test_the_number_of_queries_does_not_grow(
    officer: Client, official: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        look_up(official)
    officer.get(reverse("audit_index"))
    with django_assert_max_num_queries(25):
        officer.get(reverse("audit_index"))
    with django_assert_max_num_queries(35):
        told(officer)


def test_verifying_tells_and_is_recorded(officer: Client, official: Any) -> None:
    look_up(official)
    page = text(officer.post(reverse("audit_verify"), follow=True))
    assert "1 mục, tất cả nguyên vẹn." in page
    assert AuditEntry.objects.filter(action="verify").count() == 1


@pytest.mark.usefixtures("unguarded")
def test_a_changed_entry_is_shown(officer: Client, official: Any) -> None:
    entries = [look_up(official) for _ in range(3)]
    AuditEntry.objects.filter(pk=entries[1].pk).update(reason="khác")
    page = text(officer.post(reverse("audit_verify"), follow=True))
    assert f"Mục {entries[1].pk} lúc" in page
    assert reverse("audit_entry", args=[entries[1].pk]) in page


@pytest.mark.usefixtures("unguarded")
def test_only_the_newest_may_be_verified(official: Any) -> None:
    entries = [look_up(official) for _ in range(4)]
    AuditEntry.objects.filter(pk=entries[0].pk).update(reason="khác")
    assert first_broken(3) is None
    assert first_broken(4) == first_broken() == entries[0]


def test_an_export_needs_a_reason_and_is_recorded(officer: Client, official: Any) -> None:
    look_up(official, details={"case": "C-1"})
    assert "error-message" in text(officer.post(reverse("audit_export"), {"reason": ""}))
    assert AuditEntry.objects.count() == 1
    answer = officer.post(reverse("audit_export") + "?account=truyvet", {"reason": "Thanh tra"})
    lines = text(answer).splitlines()
    assert len(lines) == 2
    assert "truyvet" in lines[1]
    assert "C-1" in lines[1]
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.results, entry.reason) == ("export", 1, "Thanh tra")
    assert entry.details["filter"] == "account=truyvet"


def test_an_export_holds_no_formula(officer: Client, official: Any) -> None:
    look_up(official, reason="=1+1")
    lines = text(officer.post(reverse("audit_export"), {"reason": "Thanh tra"}))
    assert ";'=1+1;" in lines


def test_an_export_is_in_the_language_of_its_reader(officer: Client, official: Any) -> None:
    look_up(official)
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="baove"))
    profile.preferred_language = "en"
    profile.save()
    lines = text(officer.post(reverse("audit_export"), {"reason": "Thanh tra"})).splitlines()
    assert lines[0].startswith("\ufeffTime;Account")
    assert ";Person opened;" in lines[1]


def test_what_stands_out_leads_to_its_entries(
    officer: Client, official: Any, settings: Any
) -> None:
    settings.AUDIT_LIMITS = {"people_without_case": 2}
    for number in range(2):
        look_up(official, question=f"key:{number}")
    page = text(officer.get(reverse("audit_patterns"), {"days": "7"}))
    assert "từ 2 người trở lên trong ngày" in page
    assert "case=without" in page
