"""See and correct what one declared."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from people.blind import phone_key
from plugins.declarations import rates, services
from plugins.declarations.declaring import services as declaring
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.declaring.shown import declaration_lines
from plugins.declarations.models import Visit
from plugins.declarations.own.codes import code_of
from plugins.declarations.own.models import DeletionRequest
from plugins.declarations.visit_ids import scan_id
from plugins.tracing.models import Outbox
from tests.factories.declarations import VisitFactory

pytestmark = pytest.mark.django_db
FIND, SEE, CORRECT = "/khai-bao/cua-toi/", "/khai-bao/cua-toi/xem/", "/khai-bao/cua-toi/sua/"


@pytest.fixture
def correct(client, enter):
    """correct(record, name="…") opens the record, changes fields of its form and sends it."""

    def send(record, **changes):
        enter(record)
        page = client.get(CORRECT).content.decode()
        sent = dict(
            re.findall(r'name="(name|phone|id_number|area|seen)"[^>]*value="([^"]*)"', page)
        )
        sent |= dict(re.findall(r'name="(contact)" value="([^"]*)" checked', page))
        sent["symptoms"] = re.findall(r'name="symptoms" value="([^"]*)" checked', page)
        return client.post(CORRECT, sent | changes)

    return send


def test_a_visit_is_shown_with_all_that_is_kept(client, visit, enter):
    page = client.get(enter(visit).url).content.decode()
    for text in ("Tạp hoá Bình Minh", "Trần Thị Bình", "0912 345 678"):
        assert text in page


def test_what_a_wrong_clock_said_is_shown(client, visit, enter):
    assert "Giờ sai trên thiết bị" not in client.get(enter(visit).url).content.decode()
    said = timezone.make_aware(datetime(2019, 1, 1, 3, 4))
    Visit.objects.update(device_time=said)
    page = client.get(enter(visit).url).content.decode()
    assert "Giờ sai trên thiết bị" in page
    assert "03:04 01/01/2019" in page


def test_the_answers_given_with_a_visit_are_shown(client, visit, asked_at_visit, enter):
    assert "Sốt" in client.get(enter(visit).url).content.decode()


def test_a_declaration_is_shown_with_its_personal_code(client, alone, enter):
    page = client.get(enter(alone).url).content.decode()
    assert "12 Lê Lợi" in page
    assert "<svg" in page


def test_the_code_stands_in_no_address(alone, enter):
    assert enter(alone).url == SEE


def test_unknown_over_its_time_and_wrongly_typed_get_one_answer(client, enter, db):
    old = VisitFactory(checked_in=timezone.now() - timedelta(days=40))
    typed = [code_of(old.pk), code_of(scan_id(timezone.now())), "0000-0000-0000-0000", "hello"]
    pages = [enter(each).content.decode().replace(each, "") for each in typed]
    strip = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page) for page in pages]
    assert len(set(strip)) == 1


def test_many_tries_have_to_wait(enter, db):
    answers = [enter("0000-0000-0000-0000") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_people_behind_a_shared_address_do_not_wait_for_each_other(enter, db, monkeypatch):
    shared = rates.Rate("own-network", "127.0.0.0/8", 3000)
    monkeypatch.setattr(rates, "of_network", lambda request, kind: shared)
    assert {enter("0000-0000-0000-0000").status_code for _ in range(60)} == {200}


def test_without_the_code_nothing_is_shown(visit, client):
    assert client.get(SEE).url == FIND


def test_another_browser_sees_nothing(visit, enter):
    enter(visit)
    assert Client().get(SEE).url == FIND


def test_a_cookie_that_was_changed_opens_nothing(client, visit, alone, enter):
    enter(visit)
    signed = client.cookies["own_record"].value
    client.cookies["own_record"] = alone.pk.hex + signed[32:]
    assert client.get(SEE).url == FIND


def test_after_closing_nothing_is_shown(client, visit, enter):
    enter(visit)
    client.post("/khai-bao/cua-toi/dong/")
    assert client.get(SEE).url == FIND


def test_seeing_costs_few_queries(client, visit, asked_at_visit, enter, django_assert_num_queries):
    enter(visit)
    with django_assert_num_queries(4):
        client.get(SEE)


def test_a_key_that_is_gone_is_said_so(client, visit, enter):
    Visit.objects.update(sealed=b"broken")
    enter(visit)
    assert client.get(SEE).status_code == 503


def test_the_person_of_a_visit_is_corrected(visit, correct):
    correct(visit, name="Trần Thị Bình Minh", phone="0987 654 321")
    visit.refresh_from_db()
    assert (visit.name, visit.person_key) == ("Trần Thị Bình Minh", phone_key("+84987654321"))
    assert services.unsealed(visit)["phone"] == "+84987654321"


def test_place_and_times_stay(visit, correct):
    before = (visit.venue_id, visit.checked_in, visit.stay_end)
    correct(visit, name="Trần Thị Bình Minh", checked_in="2020-01-01", venue="1")
    visit.refresh_from_db()
    assert (visit.venue_id, visit.checked_in, visit.stay_end) == before


def test_the_search_is_told_of_a_correction(visit, correct):
    Outbox.objects.all().delete()
    correct(visit, name="Trần Thị Bình Minh")
    assert Outbox.objects.filter(visit_id=visit.pk).exists()


def test_answers_given_with_a_visit_are_corrected_with_it(visit, asked_at_visit, correct):
    correct(visit, name="Trần Thị Bình Minh", symptoms="none")
    asked_at_visit.refresh_from_db()
    assert asked_at_visit.name == "Trần Thị Bình Minh"
    assert declaring.unsealed(asked_at_visit)["health"] == {"contact": "none"}


def test_a_declaration_is_corrected(alone, correct):
    correct(alone, symptoms="cough", address="14 Lê Lợi")
    alone.refresh_from_db()
    assert alone.has_symptoms
    assert declaring.unsealed(alone)["address"] == "14 Lê Lợi"


def test_new_symptoms_are_looked_at_anew(alone, correct):
    Declaration.objects.update(handling="closed")
    correct(alone, symptoms="cough")
    alone.refresh_from_db()
    assert alone.handling == "new"


def test_who_told_of_symptoms_does_not_leave_the_officials_list_by_correcting(
    asked_at_visit, visit, correct
):
    Declaration.objects.update(handling="followed")
    correct(visit, symptoms="none")
    asked_at_visit.refresh_from_db()
    assert (asked_at_visit.has_symptoms, asked_at_visit.handling) == (True, "followed")


def test_what_was_told_first_is_shown_beside_the_correction(asked_at_visit, visit, correct):
    for symptoms in ("none", "cough", "none"):
        correct(visit, symptoms=symptoms)
    asked_at_visit.refresh_from_db()
    shown = [(str(label), str(text)) for label, text in declaration_lines(asked_at_visit)]
    assert ("Triệu chứng", "Không") in shown
    told = [text for label, text in shown if label == "Đã khai trước khi sửa"]
    assert told == ["Triệu chứng: Sốt", "Triệu chứng: Ho"]


def test_symptoms_told_anew_of_a_closed_declaration_are_looked_at_anew(
    asked_at_visit, visit, correct
):
    correct(visit, symptoms="none")
    Declaration.objects.update(handling="closed")
    correct(visit, symptoms="cough")
    asked_at_visit.refresh_from_db()
    assert asked_at_visit.handling == "new"


def test_a_correction_goes_on_record_without_what_was_written(alone, correct):
    correct(alone, phone="0987 654 321")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.account_name, entry.details["what"]) == ("system", "own")
    assert entry.details["fields"] == ["address", "phone"]
    assert "0987" not in str(entry.details)


def test_nothing_different_is_no_correction(visit, correct):
    correct(visit)
    assert not AuditEntry.objects.exists()


def test_a_faulty_correction_changes_nothing_and_keeps_what_was_typed(visit, correct):
    page = correct(visit, phone="12").content.decode()
    assert 'value="12"' in page
    visit.refresh_from_db()
    assert services.unsealed(visit)["phone"] == "+84912345678"


def test_a_correction_of_something_changed_meanwhile_is_not_lost(client, visit, correct):
    answer = correct(visit, name="Trần Thị Bình Minh", seen="0" * 32)
    assert answer.context["fault"] == "stale"
    page = answer.content.decode()
    assert 'value="Trần Thị Bình Minh"' in page
    assert answer.context["seen"] != "0" * 32


def strict_browser(client):
    """Another browser with the same cookies that has Django's check against forged forms on."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict


@pytest.mark.parametrize(
    ("address", "field"),
    [(FIND, "code"), (CORRECT, "name"), ("/khai-bao/cua-toi/xoa/", "words")],
)
def test_a_post_from_another_site_is_refused_and_kept(client, visit, enter, address, field):
    enter(visit)
    answer = strict_browser(client).post(address, {field: "đã gõ 0H5K"})
    assert answer.status_code == 403
    assert "đã gõ 0H5K" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.name == "Trần Thị Bình"
    assert not DeletionRequest.objects.exists()
