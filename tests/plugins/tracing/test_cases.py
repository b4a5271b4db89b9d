"""The register of cases."""

from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEntry
from people.blind import phone_key
from plugins.tracing.models import Case, CaseStatus
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/tracing/case/"


@pytest.fixture
def ward() -> Any:
    return AreaFactory(name="Phường Văn Quán")


@pytest.fixture
def page(client: Client, ward: Any) -> Client:
    """The browser of an official of one ward."""
    client.force_login(UserFactory(username="truyvet", role=Role.TRACING, areas=[ward]))
    return client


def given(**more: str) -> dict[str, str]:
    """A case as the form sends it."""
    return {
        "number": "HD-2021-07",
        "title": "Chợ Văn Quán",
        "area_text": "Phường Văn Quán",
        "infectious_from": "2021-07-01",
        "infectious_to": "2021-07-10",
        "notes": "",
        **more,
    }


def test_a_case_is_opened_and_recorded(page: Client, ward: Any) -> None:
    response = page.post(LIST + "create/", given())
    case = Case.objects.get()
    assert response.url == f"/admin/tracing/cases/{case.pk}/"
    assert (case.number, case.area, str(case.opened_by)) == ("HD-2021-07", ward, "truyvet")
    assert AuditEntry.objects.get().question == "case:HD-2021-07"


def test_a_case_may_be_a_person_s(page: Client) -> None:
    key = phone_key("+84912345678")
    page.post(f"{LIST}create/?person={key.hex}", given())
    assert Case.objects.get().person_key == key
    trace = page.get(f"/admin/tracing/cases/{Case.objects.get().pk}/trace/")
    assert trace.url == f"/admin/tracing/people/{key}/"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"number": ""}, "bắt buộc"),
        ({"area_text": "Phường Khác"}, "Phường Khác"),
        ({"infectious_to": "2021-06-01"}, "Ngày cuối trước ngày đầu"),
        ({"infectious_from": "0001-01-01"}, "Chọn ngày từ 01/01/2000"),
        ({"infectious_to": "9999-12-31"}, "Chọn ngày từ 01/01/2000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    page: Client, fault: dict, message: str
) -> None:
    response = page.post(LIST + "create/", given(**fault))
    shown = response.content.decode()
    assert message in shown
    assert "Chợ Văn Quán" in shown
    assert not Case.objects.exists()


def test_a_number_is_given_once(page: Client, ward: Any) -> None:
    Case.objects.create(number="HD-2021-07", title="A", area=ward)
    response = page.post(LIST + "create/", given())
    assert response.status_code == 200
    assert Case.objects.count() == 1


def test_a_case_is_changed(page: Client, ward: Any) -> None:
    case = Case.objects.create(number="HD-2021-07", title="A", area=ward)
    assert "HD-2021-07" in page.get(f"{LIST}edit/{case.pk}/").content.decode()
    page.post(f"{LIST}edit/{case.pk}/", given(version="1"))
    case.refresh_from_db()
    assert (case.title, case.version) == ("Chợ Văn Quán", 2)
    assert AuditEntry.objects.get().details["fields"] == [
        "title", "infectious_from", "infectious_to",
    ]  # fmt: skip


def test_a_change_made_on_an_older_version_is_told_and_kept(page: Client, ward: Any) -> None:
    case = Case.objects.create(number="HD-2021-07", title="A", area=ward)
    page.post(f"{LIST}edit/{case.pk}/", given(version="1", title="Người kia sửa"))
    shown = page.post(f"{LIST}edit/{case.pk}/", given(version="1", title="Tôi sửa"))
    text = shown.content.decode()
    assert "Có người khác vừa sửa" in text
    assert "Đã sửa: nội dung" in text
    assert 'value="Tôi sửa"' in text
    case.refresh_from_db()
    assert case.title == "Người kia sửa"
    page.post(f"{LIST}edit/{case.pk}/", given(version="2", title="Tôi sửa"))
    case.refresh_from_db()
    assert case.title == "Tôi sửa"


def test_another_area_s_case_is_not_there(page: Client) -> None:
    case = Case.objects.create(number="KHAC-01", title="A", area=AreaFactory())
    assert "KHAC-01" not in page.get(LIST).content.decode()
    assert page.get(f"{LIST}edit/{case.pk}/").status_code == 404
    assert page.post(f"{LIST}edit/{case.pk}/", given()).status_code == 404


def test_other_roles_have_no_cases(client: Client, ward: Any) -> None:
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[ward]))
    assert client.get(LIST).status_code == 302


def test_open_cases_are_offered_as_reasons(page: Client, ward: Any) -> None:
    Case.objects.create(number="HD-01", title="A", area=ward)
    Case.objects.create(number="HD-02", title="B", area=ward, status=CaseStatus.CLOSED)
    shown = page.get("/admin/tracing/").content.decode()
    assert 'value="HD-01"' in shown
    assert 'value="HD-02"' not in shown


def test_the_list_takes_the_same_number_of_queries(
    page: Client, ward: Any, django_assert_max_num_queries
) -> None:
    for number in range(20):
        Case.objects.create(number=f"HD-{number}", title="A", area=ward)
    page.get(LIST)
    with django_assert_max_num_queries(25):
        page.get(LIST)
