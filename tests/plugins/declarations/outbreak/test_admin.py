"""Health officials make outbreak rules."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from plugins.declarations.outbreak import services
from plugins.declarations.outbreak.models import OutbreakRule
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db
NAME = "declarations_outbreakrule_modeladmin"


@pytest.fixture(autouse=True)
def fresh():
    services.forget()
    yield
    services.forget()


@pytest.fixture
def venue():
    return VenueFactory()


@pytest.fixture
def official(venue):
    return UserFactory(role=Role.TRACING, areas=[venue.area])


@pytest.fixture
def given(venue):
    today = timezone.localdate()
    return {"area": venue.area.pk, "category": "", "asks_health": "on", "begins": today.isoformat()}


@pytest.fixture
def add(client, official, given):
    def send(**changes):
        client.force_login(official)
        return client.post(reverse(f"{NAME}_create"), given | changes)

    return send


def test_a_rule_holds_at_once(add, venue, official):
    assert not services.asked_at(venue.area.path, venue.category_id).health
    assert add().status_code == 302
    assert services.asked_at(venue.area.path, venue.category_id).health
    assert OutbreakRule.objects.get().made_by == official


def test_it_is_recorded(add):
    add()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.question, entry.details["status"]) == (
        f"outbreak rule {OutbreakRule.objects.get().pk}",
        "saved",
    )


@pytest.mark.parametrize("changes", [{"ends": "2000-01-01"}, {"asks_health": ""}, {"begins": ""}])
def test_a_rule_that_makes_no_sense_is_not_saved(add, changes):
    assert add(**changes).status_code == 200
    assert not OutbreakRule.objects.exists()


def test_a_rule_of_another_area_is_not_saved(add):
    assert add(area=AreaFactory().pk).status_code == 200
    assert not OutbreakRule.objects.exists()


def test_a_deleted_rule_holds_no_longer_and_is_recorded(add, client, venue):
    add()
    client.post(reverse(f"{NAME}_delete", args=[OutbreakRule.objects.get().pk]))
    assert not services.asked_at(venue.area.path, venue.category_id).health
    assert AuditEntry.objects.latest("pk").details["status"] == "deleted"


def test_rules_of_other_areas_are_not_listed(client, add):
    add()
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    assert not client.get(reverse(f"{NAME}_index")).context["object_list"]


@pytest.mark.parametrize("role", [Role.WARD_EDITOR, Role.GATE, Role.PRIVACY])
def test_other_roles_make_none(client, given, role, venue):
    client.force_login(UserFactory(role=role, areas=[venue.area]))
    client.post(reverse(f"{NAME}_create"), given)
    assert not OutbreakRule.objects.exists()
