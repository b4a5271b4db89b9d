"""People ask that something be deleted; officials decide."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Action, AuditEntry
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.models import Visit
from plugins.declarations.own import codes, requests
from plugins.declarations.own.models import Decision, DeletionRequest
from plugins.declarations.own.requests import Decided, decide
from plugins.declarations.personal_codes.models import PersonalCode
from plugins.tracing.models import Outbox
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db
DELETE, SEE = "/khai-bao/cua-toi/xoa/", "/khai-bao/cua-toi/xem/"
INDEX = "declarations_deletionrequest_modeladmin_index"


@pytest.fixture
def editor(visit):
    return UserFactory(role=Role.WARD_EDITOR, areas=[visit.venue.area])


@pytest.fixture
def asked(visit):
    """A request to delete the visit."""
    requests.ask(codes.find_id(visit.pk), "Tôi không muốn lưu nữa")
    return DeletionRequest.objects.get()


def page_of(request):
    return reverse("declarations_decide_deletion", args=[request.pk])


def test_asking_makes_a_request_of_the_area(client, visit, enter):
    enter(visit)
    client.post(DELETE, {"words": "Tôi không muốn lưu nữa"})
    request = DeletionRequest.objects.get()
    assert (request.record_id, request.area) == (visit.pk, visit.venue.area)
    assert requests.said(request).words == "Tôi không muốn lưu nữa"
    assert "Tôi".encode() not in bytes(request.sealed)


def test_asked_twice_it_is_one_request(client, visit, enter):
    enter(visit)
    for _ in range(2):
        client.post(DELETE, {"words": ""})
    assert DeletionRequest.objects.count() == 1


def test_asking_deletes_nothing_yet(asked, visit):
    assert Visit.objects.filter(pk=visit.pk).exists()


def test_the_person_sees_that_it_waits(client, visit, enter, asked):
    enter(visit)
    assert client.get(SEE).context["waiting"]


def test_deleting_takes_the_visit_with_its_declaration(asked, editor, visit, asked_at_visit):
    decide(asked.pk, Decision.DELETED, "", by=editor)
    assert not Visit.objects.exists()
    assert not Declaration.objects.exists()


def test_deleting_a_declaration_takes_its_personal_code(alone):
    requests.ask(codes.find_id(alone.pk), "")
    officer = UserFactory(role=Role.PRIVACY, everywhere=True)
    decide(DeletionRequest.objects.get().pk, Decision.DELETED, "", by=officer)
    assert not Declaration.objects.exists()
    assert not PersonalCode.objects.exists()


def test_the_search_is_told(asked, editor, visit):
    Outbox.objects.all().delete()
    decide(asked.pk, Decision.DELETED, "", by=editor)
    assert Outbox.objects.filter(visit_id=visit.pk).exists()


def test_the_request_stays_as_proof_and_on_record(asked, editor):
    decide(asked.pk, Decision.DELETED, "", by=editor, address="10.0.0.1")
    asked.refresh_from_db()
    assert (asked.decision, asked.decided_by) == (Decision.DELETED, editor)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.results, entry.details["status"]) == (Action.CHANGE, 1, "deleted")


def test_a_refusal_keeps_the_record_and_the_person_reads_why(client, asked, editor, visit, enter):
    decide(asked.pk, Decision.REFUSED, "Đang điều tra ca bệnh", by=editor)
    enter(visit)
    assert "Đang điều tra ca bệnh" in client.get(SEE).content.decode()


def test_after_a_refusal_one_may_ask_again(asked, editor, visit):
    decide(asked.pk, Decision.REFUSED, "Đang điều tra ca bệnh", by=editor)
    assert requests.ask(codes.find_id(visit.pk), "Xin xem lại")


def test_a_refusal_without_an_answer_is_none(asked, editor):
    with pytest.raises(ValueError, match="answer"):
        decide(asked.pk, Decision.REFUSED, " ", by=editor)


def test_what_is_decided_is_not_decided_again(asked, editor):
    decide(asked.pk, Decision.REFUSED, "Đang điều tra ca bệnh", by=editor)
    with pytest.raises(Decided):
        decide(asked.pk, Decision.DELETED, "", by=editor)
    assert Visit.objects.exists()


@pytest.mark.parametrize("role", [Role.WARD_EDITOR, Role.PRIVACY])
def test_officials_of_other_areas_decide_nothing(asked, role):
    elsewhere = UserFactory(role=role, areas=[AreaFactory()])
    with pytest.raises(PermissionDenied):
        decide(asked.pk, Decision.DELETED, "", by=elsewhere)


def test_other_areas_requests_are_unknown(client, asked):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    assert client.get(page_of(asked)).status_code == 404
    assert not client.get(reverse(INDEX)).context["object_list"]


@pytest.mark.parametrize("role", [Role.TRACING, Role.DEPARTMENT, Role.GATE])
def test_other_roles_decide_nothing(client, asked, role):
    client.force_login(UserFactory(role=role, everywhere=True))
    assert client.post(page_of(asked), {"decision": "deleted"}).status_code in (302, 403)
    assert Visit.objects.exists()


def test_the_page_shows_what_would_be_deleted_and_records_it(client, asked, editor, visit):
    client.force_login(editor)
    page = client.get(page_of(asked)).content.decode()
    assert "0912 345 678" in page
    assert "Tôi không muốn lưu nữa" in page
    assert AuditEntry.objects.latest("pk").question == f"key:{visit.person_key.hex}"


def test_the_page_deletes(client, asked, editor):
    client.force_login(editor)
    client.post(page_of(asked), {"decision": "deleted"})
    assert not Visit.objects.exists()


def test_the_page_asks_for_the_answer_of_a_refusal(client, asked, editor):
    client.force_login(editor)
    page = client.post(page_of(asked), {"decision": "refused"})
    assert page.context["form"].errors["answer"]
    assert DeletionRequest.objects.get().decision == Decision.WAITING


def test_a_record_whose_time_is_over_is_said_to_be_gone(client, asked, editor):
    Visit.objects.all().delete()
    client.force_login(editor)
    assert client.get(page_of(asked)).context["found"] is None


def test_a_record_that_cannot_be_opened_can_be_deleted(client, asked, editor):
    Visit.objects.update(sealed=b"broken")
    client.force_login(editor)
    assert client.get(page_of(asked)).context["sealed"]
    client.post(page_of(asked), {"decision": "deleted"})
    assert not Visit.objects.exists()


def test_the_list_costs_few_queries(client, editor, asked, django_assert_max_num_queries):
    client.force_login(editor)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(26):
        client.get(reverse(INDEX))
