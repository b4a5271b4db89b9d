"""Where the rule of an outbreak asks, the check-in has the questions with it."""

import re

import pytest
from django.utils import timezone

from plugins.declarations.declaring import area_search
from plugins.declarations.declaring.models import Declaration, Kind
from plugins.declarations.declaring.services import unsealed
from plugins.declarations.models import OutbreakRule, PersonalCode, Visit
from plugins.declarations.outbreak import services as outbreak
from plugins.declarations.personal_codes.services import resolve
from plugins.declarations.personal_codes.tokens import token_of
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import CheckpointFactory

pytestmark = pytest.mark.django_db
WELL = {"symptoms": "none", "contact": "none"}


def text(response):
    return response.content.decode()


@pytest.fixture
def rule(gate):
    """rule(asks_movement=True) asks at the gate's area; health unless told."""

    def ask(**changes):
        fields = {"area": gate.venue.area, "begins": timezone.localdate()} | changes
        made = OutbreakRule.objects.create(**fields)
        outbreak.forget()
        return made

    return ask


@pytest.fixture
def journey(gate):
    """A declared journey."""
    start, goal = AreaFactory(name="Phường Khởi Hành"), AreaFactory(name="Phường Tới Nơi")
    area_search.forget()
    yield {
        "from_area": start.name,
        "from_area-pk": start.pk,
        "to_area": goal.name,
        "to_area-pk": goal.pk,
        "departed_day": timezone.localdate().isoformat(),
        "departed_time": "06:30",
        "transport": "coach",
    }
    area_search.forget()


def test_without_a_rule_nothing_is_asked(client, gate):
    assert "symptoms" not in text(client.get(f"/q/{gate.token}"))


def test_with_a_rule_the_form_asks(client, gate, rule):
    rule()
    page = text(client.get(f"/q/{gate.token}"))
    assert 'name="symptoms"' in page
    assert 'name="contact"' in page
    assert 'name="transport"' not in page


def test_elsewhere_nothing_is_asked(client, rule):
    rule()
    assert "symptoms" not in text(client.get(f"/q/{CheckpointFactory().token}"))


def test_silence_is_no_answer(client, fill, gate, rule):
    rule()
    page = text(client.post(f"/q/{gate.token}", fill()))
    for name in ("symptoms", "contact"):
        assert f'href="#{name}"' in page
    assert not Visit.objects.exists()


def test_answers_are_recorded_with_the_visit(check_in, rule):
    rule()
    assert check_in(**WELL).status_code == 303
    visit, declaration = Visit.objects.get(), Declaration.objects.get()
    assert (declaration.visit_id, declaration.venue_id) == (visit.pk, visit.venue_id)
    assert declaration.kind == Kind.HEALTH
    assert declaration.declared_at == visit.checked_in
    assert declaration.person_key == visit.person_key
    assert not declaration.needs_attention
    assert unsealed(declaration)["phone"] == "+84912345678"


def test_with_a_declaration_and_its_code_a_check_in_takes_four_statements(
    client, fill, gate, rule, django_assert_num_queries
):
    rule()
    data = fill(**WELL)
    with django_assert_num_queries(4):
        client.post(f"/q/{gate.token}", data)


def test_the_declaration_gives_a_personal_code(client, check_in, gate, rule):
    rule()
    check_in(**WELL)
    assert 'href="/khai-bao/xong/"' in text(client.get(f"/q/{gate.token}/done/"))
    declaration = Declaration.objects.get()
    assert resolve(token_of(declaration.pk)).declaration_id == declaration.pk
    assert "<svg" in text(client.get("/khai-bao/xong/"))


def test_without_a_rule_there_is_none(client, check_in, gate):
    check_in()
    assert "/khai-bao/xong/" not in text(client.get(f"/q/{gate.token}/done/"))
    assert "declared" not in client.cookies


def test_the_same_form_sent_twice_is_one_declaration(client, fill, gate, rule):
    rule()
    data = fill(**WELL)
    for _time in range(2):
        assert client.post(f"/q/{gate.token}", data).status_code == 303
    assert Declaration.objects.count() == PersonalCode.objects.count() == 1


def test_sent_again_with_other_answers_the_form_comes_back_and_nothing_is_lost(
    client, fill, gate, rule
):
    rule()
    data = fill(**WELL)
    client.post(f"/q/{gate.token}", data)
    ill = data | {"symptoms": "fever"}
    page = text(client.post(f"/q/{gate.token}", ill))
    assert "với câu trả lời khác" in page
    assert re.search(r'name="symptoms" value="fever" checked', page)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    assert client.post(f"/q/{gate.token}", ill | {"ticket": ticket}).status_code == 303
    assert Declaration.objects.filter(has_symptoms=True).exists()


def test_sent_again_what_was_cut_off_between_the_two_is_recorded(client, fill, gate, rule):
    rule()
    data = fill(**WELL)
    client.post(f"/q/{gate.token}", data)
    Declaration.objects.all().delete()  # as if the line had broken before it
    client.post(f"/q/{gate.token}", data)
    assert Declaration.objects.count() == Visit.objects.count() == 1


def test_symptoms_are_flagged_and_the_done_page_says_whom_to_speak_to(client, check_in, gate, rule):
    rule()
    check_in(symptoms=["fever", "cough"], contact="none")
    declaration = Declaration.objects.get()
    assert (declaration.has_symptoms, declaration.had_contact) == (True, False)
    page = text(client.get(f"/q/{gate.token}/done/"))
    assert "Hãy báo nhân viên" in page
    assert "cong-done--alert" in page


def test_who_is_well_sees_the_usual_page(client, check_in, gate, rule):
    rule()
    check_in(**WELL)
    page = text(client.get(f"/q/{gate.token}/done/"))
    assert "Đã khai báo vào" in page
    assert "cong-done--alert" not in page


def test_each_of_a_family_answers_and_all_go_in_four_statements(
    client, fill, gate, rule, django_assert_num_queries
):
    rule()
    data = fill(
        **WELL,
        **{
            "with": ["p2-", "p3-"],
            "p2-name": "Lê Văn An",
            "p2-symptoms": "fever",
            "p2-contact": "none",
            "p3-name": "Lê Út",
            "p3-symptoms": "none",
            "p3-contact": "case",
        },
    )
    with django_assert_num_queries(4):
        client.post(f"/q/{gate.token}", data)
    flags = {d.name: (d.has_symptoms, d.had_contact) for d in Declaration.objects.all()}
    assert flags == {
        "Trần Thị Bình": (False, False),
        "Lê Văn An": (True, False),
        "Lê Út": (False, True),
    }
    marked = re.findall(r"<li>([^<]+) <span", text(client.get(f"/q/{gate.token}/done/")))
    assert marked == ["Lê Văn An", "Lê Út"]


def test_a_fault_in_an_answer_stands_with_its_person(client, fill, gate, rule):
    rule()
    data = fill(**WELL, **{"with": "p2-", "p2-name": "Lê Văn An", "p2-contact": "none"})
    page = text(client.post(f"/q/{gate.token}", data))
    assert 'href="#p2-symptoms"' in page
    assert 'href="#symptoms"' not in page


def test_a_person_added_is_asked_too_and_answers_stay(client, fill, gate, rule):
    rule()
    page = text(client.post(f"/q/{gate.token}", fill(add="1", symptoms="cough")))
    assert re.search(r'name="symptoms" value="cough" checked', page)
    assert 'name="p2-symptoms"' in page
    assert "govuk-error" not in page


def test_who_is_remembered_still_answers(client, check_in, gate, rule):
    check_in(remember="1")
    client.cookies.pop("visits")
    rule()
    page = text(client.get(f"/q/{gate.token}"))
    assert "Khai báo vào cho Trần Thị B.?" in page
    assert 'name="symptoms"' in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    data = {"as": "remembered", "who": "", "ticket": ticket}
    assert 'id="symptoms-error"' in text(client.post(f"/q/{gate.token}", data))
    assert client.post(f"/q/{gate.token}", data | WELL).status_code == 303
    assert Declaration.objects.count() == 1


def test_who_stays_outside_need_not_answer(client, check_in, gate, rule):
    check_in(remember="1", **{"with": "p2-", "p2-name": "Lê Văn An"})
    client.cookies.pop("visits")
    rule()
    page = text(client.get(f"/q/{gate.token}"))
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    data = {"as": "remembered", "who": ["p2-"], "ticket": ticket}
    answers = {"p2-symptoms": "none", "p2-contact": "none"}
    page = text(client.post(f"/q/{gate.token}", data))
    assert 'id="p2-symptoms-error"' in page
    assert 'id="symptoms-error"' not in page
    assert client.post(f"/q/{gate.token}", data | answers).status_code == 303
    assert Declaration.objects.get().name == "Lê Văn An"


def test_a_journey_is_asked_once_for_all(client, fill, gate, rule, journey):
    rule(asks_health=False, asks_movement=True)
    data = fill(**journey, **{"with": "p2-", "p2-name": "Lê Văn An"})
    assert client.post(f"/q/{gate.token}", data).status_code == 303
    declarations = Declaration.objects.all()
    assert [d.kind for d in declarations] == [Kind.MOVEMENT] * 2
    assert {d.area_id for d in declarations} == {gate.venue.area_id}
    assert {unsealed(d)["movement"]["transport"] for d in declarations} == {"coach"}


def test_both_are_one_declaration(check_in, rule, journey):
    rule(asks_movement=True)
    check_in(**WELL, **journey)
    kept = unsealed(Declaration.objects.get())
    assert kept["health"]["contact"] == "none"
    assert kept["movement"]["transport"] == "coach"


def test_a_fault_in_the_journey_is_told(client, fill, gate, rule, journey):
    rule(asks_health=False, asks_movement=True)
    data = fill(**journey | {"transport": "", "departed_time": "9 o'clock"})
    page = text(client.post(f"/q/{gate.token}", data))
    for name in ("transport", "departed_time"):
        assert f'href="#{name}"' in page
    assert not Visit.objects.exists()


def test_a_rule_that_begins_while_the_form_is_open_gives_the_form_back(client, fill, gate, rule):
    data = fill()
    rule()
    page = text(client.post(f"/q/{gate.token}", data))
    assert 'value="Trần Thị Bình"' in page
    assert 'name="symptoms"' in page
    assert not Visit.objects.exists()
