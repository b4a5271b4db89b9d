"""The register of paper books: who imported which file when, found by state, venue, person, day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory

INDEX = "declarations_logbook_modeladmin_index"


@pytest.fixture
def other_venue(ward):
    return VenueFactory(name="Bến xe Yên Nghĩa", area=ward)


@pytest.fixture
def books(venue, other_venue, editor):
    """Three books, told apart by name."""
    colleague = UserFactory(username="hoa", first_name="Hoa", last_name="Phạm")
    common = {"sha256": "", "read": 10}
    one = Logbook.objects.create(
        venue=venue, file_name="mot.xlsx", uploaded_by=editor, status=LogbookStatus.DONE, **common
    )
    Logbook.objects.create(
        venue=other_venue,
        file_name="hai.xlsx",
        uploaded_by=editor,
        confirmed_by=colleague,
        status=LogbookStatus.UNDONE,
        created=9,
        taken_back=8,
        **common,
    )
    Logbook.objects.create(
        venue=venue,
        file_name="ba.xlsx",
        uploaded_by=colleague,
        status=LogbookStatus.PREVIEW,
        **common,
    )
    Logbook.objects.filter(pk=one.pk).update(uploaded_at=timezone.now() - timedelta(days=10))


@pytest.fixture
def listed(client, editor, books):
    """listed(status="done") gives the names that the list shows."""
    client.force_login(editor)

    def ask(**query):
        html = client.get(reverse(INDEX), query).content.decode()
        return {name for name in ("mot", "hai", "ba") if f"{name}.xlsx" in html}

    return ask


def test_without_a_choice_all_are_listed(listed):
    assert listed() == {"mot", "hai", "ba"}


def test_by_state(listed):
    assert listed(status="undone") == {"hai"}


def test_by_venue(listed, other_venue):
    assert listed(venue=str(other_venue.pk), venue_text=other_venue.code) == {"hai"}


@pytest.mark.parametrize("words", ["hoa", "Phạm", "phạm hoa"])
def test_by_person_who_uploaded_or_imported(listed, words):
    assert listed(person=words) == {"hai", "ba"}


def test_by_day(listed):
    day = timezone.localdate() - timedelta(days=10)
    text = date_format(day, "SHORT_DATE_FORMAT")
    assert listed(first_day=text, last_day=text) == {"mot"}
    assert listed(first_day=date_format(day + timedelta(days=1), "SHORT_DATE_FORMAT")) == {
        "hai",
        "ba",
    }


def test_choices_narrow_each_other(listed):
    assert listed(status="preview", person="ward") == set()


@pytest.mark.parametrize(
    "query", [{"status": "nonsense"}, {"first_day": "31/02/2021"}, {"venue_text": "nowhere"}]
)
def test_a_faulty_choice_is_told(client, listed, query):
    assert listed(**query) == set()
    assert "error" in client.get(reverse(INDEX), query).content.decode()


def test_a_venue_of_another_ward_cannot_be_chosen(listed):
    elsewhere = VenueFactory()
    assert listed(venue=str(elsewhere.pk), venue_text=elsewhere.code) == set()


def test_the_list_says_how_many_visits_are_there_now(client, listed):
    html = client.get(reverse(INDEX), {"status": "undone"}).content.decode()
    assert "1 / 10" in html


def test_the_list_with_filters_costs_a_constant_number_of_queries(
    client, listed, venue, django_assert_max_num_queries
):
    for number in range(60):
        Logbook.objects.create(venue=venue, file_name=f"{number}.xlsx", sha256="")
    with django_assert_max_num_queries(25):
        client.get(reverse(INDEX), {"person": "ward", "venue_text": venue.code})


def test_another_ward_s_editor_sees_none(client, books):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[VenueFactory().area]))
    assert ".xlsx" not in client.get(reverse(INDEX)).content.decode().replace("template.xlsx", "")
