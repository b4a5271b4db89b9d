"""Declaring on the public pages."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from plugins.declarations.declaring import services
from plugins.declarations.declaring.answers import health_of, movement_of
from plugins.declarations.declaring.models import Declaration, Kind
from plugins.declarations.own.codes import code_of
from plugins.declarations.personal_codes.models import PersonalCode

pytestmark = pytest.mark.django_db
HEALTH, MOVEMENT, DONE = "/khai-bao/suc-khoe/", "/khai-bao/di-chuyen/", "/khai-bao/xong/"


@pytest.fixture
def journey():
    """A journey to Phú Lương of Thái Nguyên, today."""
    return {
        "from_area": "Phường Phú Lương, Thành phố Hà Nội",
        "to_area": "Xã Phú Lương, Thái Nguyên",
        "departed_day": timezone.localdate().isoformat(),
        "departed_time": "07:30",
        "transport": "coach",
        "vehicle": "20B-123.45",
        "stayed": "Hà Nội",
    }


def kept():
    return services.unsealed(Declaration.objects.get())


def test_a_health_declaration_is_recorded(declare, wards):
    answer = declare(symptoms=["fever", "cough"], contact="ill", places="Chợ Hà Đông")
    assert answer.status_code == 303
    declaration = Declaration.objects.get()
    assert (declaration.kind, declaration.area) == (Kind.HEALTH, wards["ha_dong"])
    assert (declaration.has_symptoms, declaration.had_contact) == (True, True)
    assert health_of(kept()).places == "Chợ Hà Đông"


def test_the_person_is_sealed_with_it(declare):
    declare(birth_year="1990", sex="female", address="12 Lê Lợi", email="binh@example.vn")
    details = kept()
    assert details["phone"] == "+84912345678"
    assert [details[name] for name in ("birth_year", "sex", "address", "email")] == [
        1990,
        "female",
        "12 Lê Lợi",
        "binh@example.vn",
    ]
    assert details["area"] == "Phường Hà Đông, Thành phố Hà Nội"


def test_a_journey_is_recorded(declare, journey, wards):
    assert declare(MOVEMENT, **journey).status_code == 303
    declared = movement_of(kept())
    assert (declared.from_area, declared.to_area) == (wards["phu_luong"].pk, wards["other"].pk)
    assert timezone.localtime(declared.departed).hour == 7
    assert Declaration.objects.get().area == wards["other"]


def test_the_confirmation_shows_time_code_and_personal_code(client, declare):
    page = client.get(declare().url).content.decode()
    declaration = Declaration.objects.get()
    assert code_of(declaration.pk) in page
    assert "<svg" in page
    assert f"{timezone.localtime(declaration.declared_at):%H:%M}" in page


def test_nobody_else_sees_the_confirmation(client, declare):
    declare()
    assert Client().get(DONE).status_code == 302


def test_a_cookie_that_was_changed_shows_nothing(client, declare):
    declare()
    client.cookies["declared"] = client.cookies["declared"].value[:-3] + "xyz"
    assert client.get(DONE).status_code == 302


def test_the_device_forgets_when_told_to(client, declare):
    declare()
    client.post("/khai-bao/quen/")
    assert client.get(DONE).status_code == 302


def test_declared_for_several_each_is_confirmed(client, declare):
    declare()
    declare(name="Trần Văn An")
    page = client.get(DONE).content.decode()
    assert page.count("<svg") == 2
    assert page.index("Trần Văn An") < page.index("Trần Thị Bình")


def test_who_declares_symptoms_is_told_what_to_do(client, declare):
    assert "115" in client.get(declare(symptoms="fever").url).content.decode()


def test_who_is_well_is_not(client, declare):
    assert "115" not in client.get(declare().url).content.decode()


def test_what_was_typed_stays_when_something_is_wrong(declare):
    page = declare(phone="091234", address="12 Lê Lợi", symptoms="cough").content.decode()
    assert 'value="091234"' in page
    assert 'value="12 Lê Lợi"' in page
    assert re.search(r'value="cough" checked', page)
    assert Declaration.objects.count() == 0


def test_each_fault_is_listed_and_leads_to_its_field(declare):
    page = declare(name="", phone="", area="", symptoms="", contact="").content.decode()
    for field in ("name", "phone", "area", "symptoms", "contact"):
        assert f'href="#{field}"' in page
        assert f'id="{field}"' in page


def test_the_form_sent_twice_is_one_declaration(client, person):
    page = client.get(HEALTH).content.decode()
    sent = person | {"ticket": re.search(r'name="ticket" value="([^"]+)"', page)[1]}
    assert [client.post(HEALTH, sent).status_code for _ in range(2)] == [303, 303]
    assert Declaration.objects.count() == PersonalCode.objects.count() == 1


def test_a_form_filled_in_anew_is_not_taken_for_the_first_person(client, person):
    page = client.get(HEALTH).content.decode()
    sent = person | {"ticket": re.search(r'name="ticket" value="([^"]+)"', page)[1]}
    client.post(HEALTH, sent)
    again = client.post(HEALTH, sent | {"name": "Lê Văn Cường", "phone": "0987 654 321"})
    assert again.context["fault"] == "other"
    assert Declaration.objects.get().name == "Trần Thị Bình"


@pytest.mark.parametrize("ticket", ["", "forged", "declare-health:00:sig"])
def test_a_forged_ticket_keeps_what_was_typed(declare, ticket):
    answer = declare(ticket=ticket)
    assert answer.context["fault"] == "ticket"
    assert "Trần Thị Bình" in answer.content.decode()


def test_a_ticket_of_the_other_form_is_not_taken(client, person):
    page = client.get(MOVEMENT).content.decode()
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    assert client.post(HEALTH, person | {"ticket": ticket}).context["fault"] == "ticket"


def test_a_post_from_another_site_is_refused_and_kept(person):
    answer = Client(enforce_csrf_checks=True).post(HEALTH, person)
    assert answer.status_code == 403
    assert "Trần Thị Bình" in answer.content.decode()
    assert Declaration.objects.count() == 0


def test_too_many_from_one_network_wait_and_keep_what_they_typed(declare, monkeypatch):
    monkeypatch.setattr("plugins.declarations.rates.seconds_to_wait", lambda *rates: 30)
    answer = declare()
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert "Trần Thị Bình" in answer.content.decode()
    assert Declaration.objects.count() == 0


def test_a_foreign_visitor_declares_with_a_passport(client, declare):
    answer = declare(
        f"{HEALTH}?foreign", name="Jean Dupont", phone="", nationality="FR", id_number="12AB34567"
    )
    assert answer.status_code == 303
    assert (kept()["nationality"], kept()["id"]) == ("FR", "12AB34567")


def test_the_pages_speak_english(client, db):
    assert "Health declaration" in client.get("/en/khai-bao/suc-khoe/").content.decode()


def test_declaring_costs_few_queries(declare, client, person, django_assert_max_num_queries):
    declare()  # the areas are known to this process then
    page = client.get(HEALTH).content.decode()
    sent = person | {"ticket": re.search(r'name="ticket" value="([^"]+)"', page)[1]}
    with django_assert_max_num_queries(6):
        client.post(HEALTH, sent)


@pytest.mark.parametrize("address", [HEALTH, MOVEMENT])
def test_forms_are_kept_by_no_cache(client, db, address):
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("token", ["ABCDEFGH", "0" * 24, "x" * 300])
def test_a_personal_code_opened_by_a_phone_tells_the_same_of_every_token(client, db, token):
    page, other = (client.get(f"/c/{each}").content.decode() for each in (token, "ABC"))
    assert page.replace(f"/c/{token}", "/c/ABC") == other


def test_a_name_with_marks_that_nobody_sees_is_kept_clean(declare):
    declare(name="Tra\u0302\u0300n \u200bThi\u0323\u202e Bi\u0300nh")
    assert Declaration.objects.get().name == "Trần Thị Bình"


def test_wards_are_offered_while_typing(client, wards):
    assert client.get("/khai-bao/khu-vuc/?q=phu luong").json()["found"] == [
        "Phường Phú Lương, Thành phố Hà Nội",
        "Xã Phú Lương, Thái Nguyên",
    ]
