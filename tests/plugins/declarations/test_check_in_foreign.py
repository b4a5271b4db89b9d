"""Foreign visitors: passport and nationality instead of a citizen ID; a phone only if they like."""

import re

import pytest

from people.ids import parse_id
from people.persons import person_keys
from plugins.declarations.countries import country_choices, country_name
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed

pytestmark = pytest.mark.django_db
DUPONT = {
    "foreign": "1",
    "name": "Jean Dupont",
    "nationality": "FR",
    "id_number": "12AB34567",
    "phone": "",
}


def text(response):
    return response.content.decode()


def test_the_form_leads_to_the_one_for_passports(client, gate):
    page = text(client.get(f"/en/q/{gate.token}"))
    assert f'href="/en/q/{gate.token}?foreign"' in page
    assert "I have a foreign passport" in page


def test_the_form_asks_for_nationality_and_passport(client, gate):
    page = text(client.get(f"/en/q/{gate.token}?foreign"))
    for label in ("Nationality", "Passport number", "Phone number (optional)"):
        assert re.search(rf"<label[^>]*>{re.escape(label)}</label>", page)
    assert '<option value="FR">France</option>' in page


def test_it_costs_one_statement(client, gate, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"/en/q/{gate.token}?foreign")


def test_a_passport_is_enough(check_in):
    assert check_in(**DUPONT).status_code == 303
    visit = Visit.objects.get()
    assert unsealed(visit) == {"id": "12AB34567", "nationality": "FR"}
    assert (visit.person_key, visit.second_key) == person_keys(None, "12AB34567", "", "")


def test_a_phone_of_their_country_is_kept(check_in):
    check_in(**DUPONT | {"phone": "+33 6 12 34 56 78"})
    assert unsealed(Visit.objects.get())["phone"] == "+33612345678"


def test_a_passport_of_digits_is_one(check_in):
    check_in(**DUPONT | {"nationality": "US", "id_number": "512345678"})
    assert unsealed(Visit.objects.get())["id"] == "512345678"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nationality": ""}, "nationality"),
        ({"nationality": "XX"}, "nationality"),
        ({"nationality": "<b>"}, "nationality"),
        ({"id_number": ""}, "id_number"),
        ({"id_number": "1234567890123"}, "id_number"),
        ({"id_number": "AB-ÇD"}, "id_number"),
        ({"phone": "12"}, "phone"),
        ({"name": ""}, "name"),
    ],
)
def test_faults_are_told_and_nothing_typed_is_lost(client, fill, gate, changes, field):
    data = fill(**DUPONT | changes)
    page = text(client.post(f"/en/q/{gate.token}", data))
    assert f'id="{field}-error"' in page
    assert f'href="#{field}"' in page
    kept = {"name": data["name"], "id_number": data["id_number"], "phone": data["phone"]}
    assert all(f'name="{key}"' in page for key in kept)
    if field != "nationality":
        assert '<option value="FR" selected>' in page
    assert not Visit.objects.exists()


def test_a_mixed_family_says_each_ones_nationality(check_in):
    answer = check_in(
        **DUPONT,
        **{"with": "p2-", "p2-name": "Trần Thị Bình", "p2-nationality": "VN", "p2-phone": ""},
    )
    assert answer.status_code == 303
    assert "nationality" not in unsealed(Visit.objects.get(name="Trần Thị Bình"))


def test_a_vietnamese_on_that_form_gives_a_phone(client, fill, gate):
    data = fill(**DUPONT | {"nationality": "VN", "id_number": ""})
    assert 'id="phone-error"' in text(client.post(f"/en/q/{gate.token}", data))


def test_a_companion_without_passport_is_a_fault(client, fill, gate):
    data = fill(**DUPONT, **{"with": "p2-", "p2-name": "Ana", "p2-nationality": "PT"})
    assert 'id="p2-id_number-error"' in text(client.post(f"/en/q/{gate.token}", data))


def test_without_that_form_a_nationality_is_not_taken(check_in):
    check_in(nationality="FR")
    assert "nationality" not in unsealed(Visit.objects.get())


def test_a_foreigner_is_remembered_with_nationality(client, check_in, gate):
    check_in(**DUPONT, remember="1")
    client.cookies.pop("visits")
    page = text(client.get(f"/en/q/{gate.token}"))
    assert "Check in as Jean D.?" in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    client.post(f"/en/q/{gate.token}", {"as": "remembered", "who": "", "ticket": ticket})
    assert [unsealed(visit) for visit in Visit.objects.all()] == [
        {"id": "12AB34567", "nationality": "FR"}
    ] * 2


def test_a_passport_is_found_as_it_is_searched_for(check_in):
    check_in(**DUPONT | {"id_number": "ab 123 4567"})
    assert unsealed(Visit.objects.get())["id"] == parse_id("AB1234567").number


def test_countries_stand_in_the_order_of_the_pages_language():
    names = [name for _code, name in country_choices()]
    assert names[0] == "Việt Nam"
    assert names.index("Campuchia") < names.index("Đức") < names.index("Pháp")
    assert names.index("Ấn Độ") < names.index("Ba Lan")
    assert country_name("FR") == "Pháp"
    assert country_name("??") == "??"
