"""Health officials follow up declared symptoms."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from audit.models import Action, AuditEntry
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.handling import handle
from plugins.declarations.declaring.models import Declaration, Handling
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.visit_ids import scan_id
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db
INDEX = "declarations_declaration_modeladmin_index"
REASON = "Gọi hỏi về triệu chứng"


@pytest.fixture
def area():
    return AreaFactory(name="Phường Hà Đông")


@pytest.fixture
def official(area):
    return UserFactory(role=Role.TRACING, areas=[area])


@pytest.fixture
def ill(area):
    return declared(area, HealthAnswers(("fever",), "case"), name="Trần Thị Bình")


def declared(area, health, **given):
    now = timezone.now()
    given = {"name": "Lê Văn Cường", "phone": "+84912345678"} | given
    new = NewDeclaration(
        id=scan_id(now),
        kind="health",
        declared_at=now,
        health=health,
        area_id=area.pk,
        details={"address": "12 Lê Lợi"},
        **given,
    )
    record_declaration(new)
    return Declaration.objects.get(pk=new.id)


def page_of(declaration):
    return reverse("declarations_open_declaration", args=[declaration.pk])


def test_the_list_shows_symptoms_and_contact_of_the_area_only(client, official, ill, area):
    declared(area, HealthAnswers(), name="Người Khoẻ")
    declared(AreaFactory(), HealthAnswers(("cough",)), name="Nơi Khác")
    client.force_login(official)
    page = client.get(reverse(INDEX)).content.decode()
    assert "Trần Thị Bình" in page
    assert "Người Khoẻ" not in page
    assert "Nơi Khác" not in page


def test_a_page_of_the_list_goes_on_record(client, official, ill):
    client.force_login(official)
    client.get(reverse(INDEX))
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.question, entry.results) == (Action.SEARCH, "declarations", 1)


def test_the_list_is_narrowed_by_state(client, official, ill, area):
    declared(area, HealthAnswers(("cough",)), name="Đã Xong")
    Declaration.objects.filter(name="Đã Xong").update(handling=Handling.CLOSED)
    client.force_login(official)
    page = client.get(reverse(INDEX), {"handling__exact": "new"}).content.decode()
    assert "Trần Thị Bình" in page
    assert "Đã Xong" not in page


def test_the_list_costs_the_same_for_many(client, official, area, django_assert_max_num_queries):
    for n in range(30):
        declared(area, HealthAnswers(("fever",)), phone=f"+8491234567{n % 10}")
    client.force_login(official)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(25):
        client.get(reverse(INDEX))


def test_without_a_reason_nothing_is_opened(client, official, ill):
    client.force_login(official)
    page = client.get(page_of(ill)).content.decode()
    assert "0912 345 678" not in page
    assert not AuditEntry.objects.filter(action=Action.OPEN_PERSON).exists()


@pytest.mark.parametrize("reason", ["", "xem", "x" * 301])
def test_a_reason_that_says_nothing_opens_nothing(client, official, ill, reason):
    client.force_login(official)
    page = client.post(page_of(ill), {"reason": reason}).content.decode()
    assert "0912 345 678" not in page


def test_with_a_reason_it_is_opened_and_recorded(client, official, ill):
    client.force_login(official)
    page = client.post(page_of(ill), {"reason": REASON}).content.decode()
    assert "0912 345 678" in page
    assert "12 Lê Lợi" in page
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.reason) == (Action.OPEN_PERSON, REASON)
    assert entry.question == f"key:{ill.person_key.hex}"


def test_what_cannot_be_opened_is_said_to_be_so(client, official, ill):
    Declaration.objects.update(sealed=b"broken")
    client.force_login(official)
    assert client.post(page_of(ill), {"reason": REASON}).context["sealed"]


def test_the_state_is_set_and_recorded(client, official, ill):
    client.force_login(official)
    client.post(page_of(ill), {"state": "followed"})
    ill.refresh_from_db()
    assert (ill.handling, ill.handled_by) == (Handling.FOLLOWED, official)
    assert AuditEntry.objects.latest("pk").details == {"status": "followed"}


def test_the_same_state_again_is_no_change(official, ill):
    assert handle(ill.pk, Handling.CLOSED, by=official)
    assert not handle(ill.pk, Handling.CLOSED, by=official)


def test_other_areas_declarations_are_unknown(client, ill):
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    assert client.get(page_of(ill)).status_code == 404


def test_other_areas_declarations_cannot_be_handled(ill):
    elsewhere = UserFactory(role=Role.TRACING, areas=[AreaFactory()])
    with pytest.raises(PermissionDenied):
        handle(ill.pk, Handling.CLOSED, by=elsewhere)


@pytest.mark.parametrize("role", [Role.WARD_EDITOR, Role.DEPARTMENT, Role.GATE, Role.PRIVACY])
def test_other_roles_open_nothing(client, ill, role, area):
    client.force_login(UserFactory(role=role, areas=[area]))
    assert client.post(page_of(ill), {"reason": REASON}).status_code in (302, 403)


def test_the_first_page_tells_how_many_wait(client, official, ill, area):
    declared(area, HealthAnswers(("cough",)))
    Declaration.objects.filter(name="Lê Văn Cường").update(handling=Handling.CLOSED)
    client.force_login(official)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 tờ khai chưa có ai xem" in page


def test_the_first_page_tells_other_roles_nothing(client, ill, area):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[area]))
    assert "chưa có ai xem" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_of_very_many_the_newest_are_listed_and_it_says_so(client, official, area, monkeypatch):
    monkeypatch.setattr("plugins.declarations.declaring.admin.MOST_LISTED", 3)
    for n in range(5):
        declared(area, HealthAnswers(("fever",)), name=f"Người {n}")
    client.force_login(official)
    answer = client.get(reverse(INDEX))
    assert len(answer.context["object_list"]) == 3
    assert "Chỉ liệt kê 3 tờ khai mới nhất" in answer.content.decode()


def test_an_empty_list_says_so(client, official):
    client.force_login(official)
    assert client.get(reverse(INDEX)).status_code == 200
