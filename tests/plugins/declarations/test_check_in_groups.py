"""A family or a group on one form: up to ten people, recorded in one statement."""

import re
from datetime import timedelta

import pytest

from plugins.declarations.groups import MOST
from plugins.declarations.models import Visit
from plugins.declarations.own.codes import code_of
from plugins.declarations.services import unsealed
from plugins.declarations.visit_ids import derived_id, id_time

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def fields(page):
    """What a browser would send of the form: hidden fields and inputs, in their order."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page[page.index("novalidate") :]):
        name, value = (re.search(rf' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and 'type="checkbox"' not in tag:
            found.setdefault(name[1], []).append(value[1] if value else "")
    return found


@pytest.fixture
def family(fill):
    """family(n) is a filled form of so many people, all called differently."""

    def filled(people=3, **changes):
        prefixes = [f"p{n}-" for n in range(2, people + 1)]
        names = {
            f"{prefix}name": f"Nguyễn Văn {'ABCDEGHIK'[n]}" for n, prefix in enumerate(prefixes)
        }
        return fill(**{"with": prefixes}, **names) | changes

    return filled


def test_a_person_is_added_and_what_was_typed_stays(client, fill, gate):
    data = fill(add="1", name="Trần Thị Bình", remember="1")
    page = text(client.post(f"/q/{gate.token}", data))
    assert 'value="Trần Thị Bình"' in page
    assert 'name="p2-name"' in page
    assert f'value="{data["ticket"]}"' in page
    assert re.search(r'name="remember"[^>]*checked', page)
    assert not Visit.objects.exists()


def test_adding_is_no_time_for_faults(client, fill, gate):
    page = text(client.post(f"/q/{gate.token}", fill(add="1", name="", phone="x")))
    assert "govuk-error" not in page


def test_a_person_is_taken_off_and_the_others_stay_as_typed(client, family, gate):
    data = family(4, **{"p3-phone": "0987 654 321", "remove": "p2-"})
    page = text(client.post(f"/q/{gate.token}", data))
    assert 'name="p2-name"' not in page
    assert 'name="p3-name" type="text" value="Nguyễn Văn B"' in page
    assert 'value="0987 654 321"' in page
    assert "Người thứ 3" in page
    assert "Người thứ 4" not in page


def test_the_first_person_is_never_taken_off(client, family, gate):
    page = text(client.post(f"/q/{gate.token}", family(2, remove="")))
    assert 'name="name"' in page


def test_a_place_that_became_free_is_used_again(client, family, gate):
    data = family(3)
    data["with"] = ["p3-"]
    sent = fields(text(client.post(f"/q/{gate.token}", data | {"add": "1"})))
    assert sent["with"] == ["p3-", "p2-"]


def test_there_is_room_for_ten(client, family, gate):
    page = text(client.post(f"/q/{gate.token}", family(MOST - 1, add="1")))
    assert len(fields(page)["with"]) == MOST - 1
    assert 'name="add"' not in page
    assert "mười người" in page


def test_the_form_as_the_browser_gives_it_back_is_recorded(client, family, gate):
    page = text(client.post(f"/q/{gate.token}", family(2, add="1")))
    sent = fields(page) | {"p3-name": "Nguyễn Thị Út"}
    assert client.post(f"/q/{gate.token}", sent).status_code == 303
    assert Visit.objects.count() == 3


@pytest.mark.parametrize("people", [2, MOST])
def test_a_group_is_recorded_in_two_statements(
    client, family, gate, people, django_assert_num_queries
):
    data = family(people)
    with django_assert_num_queries(2):
        client.post(f"/q/{gate.token}", data)
    visits = Visit.objects.all()
    assert len(visits) == people
    assert {(v.venue, v.checkpoint, v.checked_in) for v in visits} == {
        (gate.venue, gate, visits[0].checked_in)
    }
    assert all(v.stay_end - v.checked_in == timedelta(minutes=30) for v in visits)


def test_who_gives_no_phone_is_reached_on_that_of_the_first(client, family, gate):
    client.post(f"/q/{gate.token}", family(3, **{"p3-phone": "0987654321"}))
    phones = {visit.name: unsealed(visit)["phone"] for visit in Visit.objects.all()}
    assert phones == {
        "Trần Thị Bình": "+84912345678",
        "Nguyễn Văn A": "+84912345678",
        "Nguyễn Văn B": "+84987654321",
    }


def test_ids_carry_the_time_of_the_form_and_differ(client, family, gate):
    client.post(f"/q/{gate.token}", family(MOST))
    ids = [visit.pk for visit in Visit.objects.all()]
    assert len({id_time(each) for each in ids}) == 1
    assert len({code_of(each) for each in ids}) == MOST


def test_the_id_of_a_companion_cannot_be_worked_out_from_phone_and_number(client, family, gate):
    data = family(2, **{"p2-phone": "0987654321", "p2-id_number": "001090123456"})
    client.post(f"/q/{gate.token}", data)
    first, second = (Visit.objects.get(name=n) for n in ("Trần Thị Bình", "Nguyễn Văn A"))
    guess = derived_id(first.pk, second.name_folded, "+84987654321", "001090123456")
    assert second.pk != guess
    keyed = derived_id(first.pk, second.name_folded, second.person_key.hex, second.second_key.hex)
    assert second.pk == keyed


def test_the_same_form_sent_twice_makes_nobody_twice(client, family, gate):
    data = family(4)
    for _time in range(2):
        assert client.post(f"/q/{gate.token}", data).status_code == 303
    assert Visit.objects.count() == 4


def test_sent_again_with_one_person_less_makes_nobody_twice(client, family, gate):
    data = family(4)
    client.post(f"/q/{gate.token}", data)
    data["with"] = ["p2-", "p4-"]
    assert client.post(f"/q/{gate.token}", data).status_code == 303
    assert Visit.objects.count() == 4


def test_sent_again_for_another_first_person_the_form_comes_back(client, family, gate):
    data = family(2)
    client.post(f"/q/{gate.token}", data)
    page = text(client.post(f"/q/{gate.token}", data | {"name": "Lê Văn Khác"}))
    assert "đã được gửi cho một người khác" in page
    assert 'value="Lê Văn Khác"' in page
    assert 'value="Nguyễn Văn A"' in page


def test_faults_stand_beside_the_person_and_nobody_is_recorded(client, family, gate):
    data = family(3, **{"p2-name": "7", "p3-phone": "09", "p3-id_number": "12"})
    page = text(client.post(f"/q/{gate.token}", data))
    for name in ("p2-name", "p3-phone", "p3-id_number"):
        assert f'href="#{name}"' in page
        assert f'id="{name}-error"' in page
    assert re.search(r'href="#p3-phone">Người thứ 3: ', page)
    assert not Visit.objects.exists()


def test_the_same_person_twice_on_a_form_is_a_fault(client, family, gate):
    page = text(client.post(f"/q/{gate.token}", family(3, **{"p3-name": "nguyen van a"})))
    assert "đã có trong tờ khai" in page
    assert not Visit.objects.exists()


def test_the_same_name_with_phones_of_their_own_are_two_people(client, family, gate):
    data = family(3, **{"p3-name": "Nguyễn Văn A", "p3-phone": "0987654321"})
    assert client.post(f"/q/{gate.token}", data).status_code == 303


@pytest.mark.parametrize(
    "prefixes", [["p2-"] * 30, ["p99-"], ["../"], [f"p{n}-" for n in range(2, 40)]]
)
def test_a_forged_list_of_people_is_never_longer_than_ten(client, fill, gate, prefixes):
    data = fill(**{"with": prefixes}) | {f"p{n}-name": f"Lê {'x' * n}" for n in range(2, 40)}
    client.post(f"/q/{gate.token}", data)
    assert 1 <= Visit.objects.count() <= MOST


def test_the_done_page_names_everybody_with_their_codes(client, family, gate):
    client.post(f"/q/{gate.token}", family(3))
    page = text(client.get(f"/q/{gate.token}/done/"))
    for visit in Visit.objects.all():
        assert f"<li>{visit.name}</li>" in page
        assert code_of(visit.pk) in page
    assert page.index("<li>Trần Thị Bình") < page.index("<li>Nguyễn Văn A")


def test_who_came_before_is_named_apart(client, family, check_in, gate):
    check_in(name="Bà Ngoại")
    client.post(f"/q/{gate.token}", family(2))
    page = text(client.get(f"/q/{gate.token}/done/"))
    assert "<li>Bà Ngoại</li>" not in page
    assert re.search(r"Cũng đang ở trong[^<]*Bà Ngoại", page)


def test_a_large_family_leaves_with_one_tap(client, family, gate):
    client.post(f"/q/{gate.token}", family(MOST))
    page = text(client.get(f"/q/{gate.token}"))
    ids = re.findall(r'name="visit" value="(\w+)" checked', page)
    assert len(ids) == MOST
    client.post(f"/q/{gate.token}/leave/", {"visit": ids})
    assert not Visit.objects.filter(checked_out=None).exists()


def test_enter_sends_the_form_and_takes_nobody_off(client, family, gate):
    """The first button of a form is what Enter presses."""
    page = text(client.post(f"/q/{gate.token}", family(2, add="1")))
    first = re.search(r"<button[^>]*>", page[page.index("novalidate") :])[0]
    assert "name=" not in first
