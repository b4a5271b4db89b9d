"""Which declarations a check-in asks for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plugins.declarations.outbreak import services
from plugins.declarations.outbreak.models import OutbreakRule
from plugins.declarations.outbreak.services import Asked, asked_at
from tests.factories.qr_venues import VenueFactory


@pytest.fixture(autouse=True)
def fresh():
    services.forget()
    yield
    services.forget()


@pytest.fixture
def venue(db):
    return VenueFactory()


@pytest.fixture
def rule(venue):
    def make(**given):
        today = timezone.localdate()
        made = OutbreakRule.objects.create(**{"area": venue.area, "begins": today} | given)
        services.forget()
        return made

    return make


def asked(venue):
    return asked_at(venue.area.path, venue.category_id)


def test_without_rules_nothing_is_asked(venue):
    assert asked(venue) == Asked(health=False, movement=False)


def test_a_rule_of_the_area_asks(venue, rule):
    rule()
    assert asked(venue) == Asked(health=True, movement=False)


def test_a_rule_of_the_area_above_asks(venue, rule):
    rule(area=venue.area.get_parent() or venue.area)
    assert asked(venue).health


def test_a_rule_of_another_area_does_not(venue, rule):
    rule(area=VenueFactory().area)
    assert not asked(venue).health


def test_a_rule_of_one_kind_holds_for_that_kind_only(venue, rule):
    rule(category=venue.category)
    assert asked(venue).health
    assert not asked_at(venue.area.path, "another-kind").health


@pytest.mark.parametrize(("begins", "ends"), [(1, None), (-3, -1)])
def test_a_rule_holds_between_its_days_only(venue, rule, begins, ends):
    today = timezone.localdate()
    rule(
        begins=today + timedelta(days=begins),
        ends=None if ends is None else today + timedelta(days=ends),
    )
    assert not asked(venue).health


def test_a_rule_holds_on_its_last_day(venue, rule):
    rule(ends=timezone.localdate())
    assert asked(venue).health


def test_rules_add_up(venue, rule):
    rule()
    rule(asks_health=False, asks_movement=True)
    assert asked(venue) == Asked(health=True, movement=True)


def test_one_query_for_many_questions(venue, rule, django_assert_num_queries):
    rule()
    with django_assert_num_queries(1):
        for _ in range(20):
            asked(venue)


def test_a_change_is_seen_after_some_seconds(venue, rule, monkeypatch):
    assert not asked(venue).health
    OutbreakRule.objects.create(area=venue.area, begins=timezone.localdate())
    assert not asked(venue).health
    monkeypatch.setattr(services.time, "monotonic", lambda: services._cache[0] + 1)
    assert asked(venue).health
