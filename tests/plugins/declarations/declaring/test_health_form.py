"""The questions about health as they are sent."""

import pytest
from django.http import QueryDict

from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.forms import HealthForm


def read(query, prefix=""):
    return HealthForm.read(QueryDict(query), prefix)


def test_symptoms_and_contact_are_read():
    form = read("symptoms=cough&symptoms=fever&contact=case")
    assert not form.errors
    assert form.answers() == HealthAnswers(("fever", "cough"), "case")


def test_none_of_these_is_an_answer():
    form = read("symptoms=none&contact=none")
    assert not form.errors
    assert not form.answers().has_symptoms


def test_silence_is_no_answer():
    assert set(read("").errors) == {"symptoms", "contact"}


def test_a_symptom_and_none_of_these_contradict_each_other():
    form = read("symptoms=none&symptoms=fever&contact=none")
    assert "symptoms" in form.errors
    assert form.symptoms == ("fever",)


@pytest.mark.parametrize("query", ["symptoms=headache&contact=none", "symptoms=fever&contact=x"])
def test_values_that_the_page_does_not_offer_are_no_answer(query):
    assert read(query).errors


def test_a_prefix_keeps_people_apart():
    sent = "p1-symptoms=fever&p1-contact=none&p2-symptoms=none&p2-contact=ill"
    assert read(sent, "p1-").answers().has_symptoms
    assert read(sent, "p2-").answers() == HealthAnswers((), "ill")
    assert set(read(sent, "p3-").errors) == {"p3-symptoms", "p3-contact"}


def test_places_lose_what_nobody_sees_and_are_cut():
    form = read("symptoms=none&contact=none&places=Chợ%E2%80%8B  Hà Đông%0A%0D%00" + "a" * 3000)
    assert form.places.startswith("Chợ Hà Đông\n")
    assert len(form.places) == 1000


def test_a_form_filled_with_answers_gives_them_again():
    answers = HealthAnswers(("nausea",), "ill", "Lào Cai")
    assert HealthForm.of(answers).answers() == answers
