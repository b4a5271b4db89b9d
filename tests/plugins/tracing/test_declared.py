"""What was declared beside a history, on demand."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from people.blind import phone_key
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.models import Declaration, Visit
from plugins.declarations.visit_ids import scan_id
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory

pytestmark = pytest.mark.django_db
PHONE = "+84912345678"
PAGE = f"/admin/tracing/people/{phone_key(PHONE)}/declared/"
REASON = "Điều tra ca bệnh tại chợ"


@pytest.fixture
def asking(client: Client, official: Any) -> Client:
    """The official's browser after a reason was given; somebody declared an address."""
    details = {"address": "12 ngõ 5, Văn Quán", "notes": "ho nhẹ", "fever": "yes"}
    VisitFactory(phone=PHONE, name="Lê An", details=details)
    client.force_login(official)
    client.post("/admin/tracing/reason/", {"reason": REASON})
    return client


def test_all_that_was_declared_is_shown(asking: Client) -> None:
    page = asking.get(PAGE).content.decode()
    for text in ("12 ngõ 5, Văn Quán", "ho nhẹ", "fever", "Lê An"):
        assert text in page


def test_the_history_itself_does_not_show_it(asking: Client) -> None:
    assert "12 ngõ 5" not in asking.get(PAGE.replace("declared/", "")).content.decode()


@pytest.fixture
def ill(asking: Client) -> Declaration:
    """The same person declared a fever, where the visit was."""
    now = timezone.now()
    new = NewDeclaration(
        scan_id(now),
        "health",
        "Lê An",
        now,
        phone=PHONE,
        health=HealthAnswers(("fever",)),
        venue_id=Visit.objects.get().venue_id,
    )
    record_declaration(new)
    return Declaration.objects.get(pk=new.id)


def test_declarations_stand_beside_the_visits(asking: Client, ill: Declaration) -> None:
    answer = asking.get(PAGE)
    assert [declaration for declaration, _lines in answer.context["declarations"]] == [ill]
    assert "Sốt" in answer.content.decode()


def test_opening_declarations_is_recorded_with_the_visits(asking: Client, ill: Declaration) -> None:
    asking.get(PAGE)
    assert AuditEntry.objects.latest("pk").results == 2


def test_a_declaration_that_cannot_be_opened_is_said_to_be_so(
    asking: Client, ill: Declaration
) -> None:
    Declaration.objects.update(sealed=b"broken")
    assert asking.get(PAGE).context["declarations"] == [(ill, None)]


def test_declarations_of_other_areas_stay_closed(asking: Client, ill: Declaration) -> None:
    Declaration.objects.update(area=AreaFactory())
    asking.force_login(UserFactory(role=Role.TRACING, areas=[Visit.objects.get().venue.area]))
    asking.post("/admin/tracing/reason/", {"reason": REASON})
    assert asking.get(PAGE).context["declarations"] == []


def test_the_opening_is_recorded(asking: Client) -> None:
    asking.get(PAGE)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.details["what"], entry.reason, entry.results) == ("declared", REASON, 1)


def test_what_cannot_be_opened_is_said_to_be_so(asking: Client) -> None:
    Visit.objects.update(sealed=b"broken")
    assert asking.get(PAGE).context["opened"][0].answers is None


def test_visits_of_other_areas_stay_closed(asking: Client) -> None:
    asking.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    asking.post("/admin/tracing/reason/", {"reason": REASON})
    assert asking.get(PAGE).status_code == 302


@pytest.mark.parametrize("role", [Role.WARD_EDITOR, Role.DEPARTMENT, Role.GATE])
def test_other_roles_see_nothing(asking: Client, role: Role) -> None:
    asking.force_login(UserFactory(role=role, everywhere=True))
    assert asking.get(PAGE).status_code in (302, 403)


def test_queries_do_not_grow(asking: Client, django_assert_max_num_queries: Any) -> None:
    asking.get(PAGE)
    for _n in range(30):
        VisitFactory(phone=PHONE, name="Lê An")
    with django_assert_max_num_queries(36):
        assert len(asking.get(PAGE).context["opened"]) == 31
