"""Recording declarations, and who is told of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from areas.scope import EVERYTHING, scope_for
from people.blind import id_key, phone_key
from people.sealing import SealError
from plugins.declarations.declaring import services
from plugins.declarations.declaring.answers import (
    HealthAnswers,
    MovementAnswers,
    health_of,
    movement_of,
)
from plugins.declarations.declaring.models import Declaration, Handling
from plugins.declarations.declaring.services import (
    NewDeclaration,
    alerted_visits,
    alerts_for,
    declarations_of,
    record_declaration,
    record_declarations,
)
from plugins.declarations.visit_ids import scan_id
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory

PHONE, NUMBER = "+84912345678", "001090123456"
ILL = HealthAnswers(("fever",), "case")


def new(**given):
    given = {
        "kind": "health",
        "name": "Trần Thị Bình",
        "declared_at": timezone.now(),
        "phone": PHONE,
        "id_number": NUMBER,
        "health": HealthAnswers(),
    } | given
    given.setdefault("id", scan_id(given["declared_at"]))
    return NewDeclaration(**given)


def test_what_was_declared_can_be_opened_again(db):
    given = new(health=ILL, details={"address": "12 Lê Lợi"})
    record_declaration(given)
    kept = services.unsealed(Declaration.objects.get())
    assert (kept["phone"], kept["id"], kept["address"]) == (PHONE, NUMBER, "12 Lê Lợi")
    assert health_of(kept) == ILL


def test_a_journey_can_be_opened_again(db):
    journey = MovementAnswers(1, "Hà Đông", 2, "Lào Cai", timezone.now(), "coach", seat="12B")
    record_declaration(new(kind="movement", movement=journey))
    assert movement_of(services.unsealed(Declaration.objects.get())) == journey


def test_the_database_holds_nothing_readable_but_name_and_flags(db):
    record_declaration(new(health=ILL, details={"address": "12 Lê Lợi"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM declarations_declaration")
        held = repr([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    assert "912345678" not in held
    assert NUMBER not in held
    assert "fever" not in held
    assert "Lê Lợi" not in held


def test_answers_moved_to_another_record_cannot_be_opened(db):
    record_declarations([new(), new()])
    one, other = Declaration.objects.all()
    one.sealed = other.sealed
    with pytest.raises(SealError):
        services.unsealed(one)


def test_a_family_is_one_statement(db, django_assert_num_queries):
    family = [new(name=f"Trần Thị {letter}") for letter in "ABCDEGHIKL"]
    with django_assert_num_queries(1):
        recorded = record_declarations(family)
    assert recorded == {each.id for each in family}


def test_the_same_id_again_changes_nothing(db):
    first = new()
    record_declaration(first)
    again = new(id=first.id, name="Ai Khác", phone="+84987654321")
    assert not record_declaration(again)
    assert Declaration.objects.get().name == "Trần Thị Bình"


def test_the_same_form_sent_twice_is_told_from_another_person(db):
    first = new()
    record_declaration(first)
    assert services.is_declared_as(first)
    assert not services.is_declared_as(new(id=first.id, name="Ai Khác", phone="+84987654321"))


def test_the_same_form_with_other_answers_is_not_the_same(db):
    first = new()
    record_declaration(first)
    assert not services.is_declared_as(replace(first, health=ILL))


def test_the_same_form_sent_again_later_is_the_same(db):
    first = new(health=ILL)
    record_declaration(first)
    later = first.declared_at + timedelta(minutes=1)
    assert services.is_declared_as(replace(first, declared_at=later))


def test_the_name_is_kept_composed(db):
    record_declaration(new(name="Trần  Thị Bı\u0300nh".replace("ı\u0300", "i\u0300")))
    assert Declaration.objects.get().name == "Trần Thị Bình"


@pytest.mark.parametrize(
    ("health", "symptoms", "contact"),
    [
        (HealthAnswers(), False, False),
        (HealthAnswers(("cough",)), True, False),
        (HealthAnswers((), "ill"), False, True),
        (ILL, True, True),
        (None, False, False),
    ],
)
def test_symptoms_and_contact_are_flagged(db, health, symptoms, contact):
    record_declaration(new(health=health))
    kept = Declaration.objects.get()
    assert (kept.has_symptoms, kept.had_contact) == (symptoms, contact)


@pytest.mark.parametrize("key", [phone_key(PHONE), id_key(NUMBER)])
def test_the_gate_is_told_by_phone_and_by_id(db, key, django_assert_num_queries):
    record_declaration(new(health=ILL))
    with django_assert_num_queries(1):
        assert len(alerts_for([key, None])) == 1


def test_the_gate_is_told_nothing_of_the_well(db):
    record_declaration(new())
    assert alerts_for([phone_key(PHONE)]) == []


def test_the_gate_is_told_nothing_old(db):
    old = timezone.now() - timedelta(hours=services.ALERT_HOURS + 1)
    record_declaration(new(health=ILL, declared_at=old))
    assert alerts_for([phone_key(PHONE)]) == []


def test_the_gate_is_told_nothing_that_was_closed(db):
    record_declaration(new(health=ILL))
    Declaration.objects.update(handling=Handling.CLOSED)
    assert alerts_for([phone_key(PHONE)]) == []


def test_visits_with_symptoms_are_marked(db):
    well, ill = VisitFactory(), VisitFactory()
    record_declarations(
        [
            new(visit_id=well.pk, venue_id=well.venue_id),
            new(visit_id=ill.pk, venue_id=ill.venue_id, health=ILL),
        ]
    )
    assert alerted_visits([well.pk, ill.pk]) == {ill.pk}


def test_a_history_shows_declarations_of_the_person(db, django_assert_num_queries):
    record_declarations([new(), new(phone="+84987654321", id_number=None)])
    with django_assert_num_queries(1):
        assert len(declarations_of([phone_key(PHONE)], EVERYTHING)) == 1


def test_declarations_of_other_areas_are_not_shown(db):
    here, elsewhere = AreaFactory(), AreaFactory()
    official = UserFactory(role=Role.TRACING, areas=[here])
    record_declarations([new(area_id=here.pk), new(area_id=elsewhere.pk), new()])
    found = declarations_of([phone_key(PHONE)], scope_for(official))
    assert [each.area for each in found] == [here]


def test_declarations_made_at_a_venue_belong_to_its_area(db):
    visit = VisitFactory()
    official = UserFactory(role=Role.TRACING, areas=[visit.venue.area])
    record_declaration(new(visit_id=visit.pk, venue_id=visit.venue_id))
    assert len(declarations_of([phone_key(PHONE)], scope_for(official))) == 1


def test_at_a_venue_the_venues_area_counts_not_the_goal(db, django_assert_num_queries):
    visit, goal = VisitFactory(), AreaFactory()
    made = new(visit_id=visit.pk, venue_id=visit.venue_id, area_id=goal.pk)
    with django_assert_num_queries(1):
        record_declaration(made)
    assert Declaration.objects.get().area == visit.venue.area
