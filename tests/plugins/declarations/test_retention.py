"""What is older than the retention period is gone."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from plugins.declarations import retention
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import scan_id
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


def delete_expired():
    out = io.StringIO()
    call_command("delete_expired_visits", "--json", stdout=out)
    return json.loads(out.getvalue())["deleted"]


def ago(**span):
    return timezone.now() - timedelta(**span)


def test_visits_that_ended_before_the_period_are_deleted():
    VisitFactory(checked_in=ago(days=31))
    kept = VisitFactory(checked_in=ago(days=29))
    assert delete_expired() == 1
    assert list(Visit.objects.all()) == [kept]


def test_the_end_of_the_stay_counts():
    kept = VisitFactory(checked_in=ago(days=31), checked_out=ago(days=29, hours=23))
    assert delete_expired() == 0
    assert list(Visit.objects.all()) == [kept]


def test_the_period_is_a_setting(settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"retention_days": 14}}
    VisitFactory(checked_in=ago(days=15))
    assert delete_expired() == 1


def test_an_id_made_by_a_wrong_clock_keeps_nothing_alive():
    VisitFactory(checked_in=ago(days=40), id=scan_id(ago(days=-400)))
    assert delete_expired() == 1


def test_wrong_clocks_at_many_venues(monkeypatch):
    monkeypatch.setattr(retention, "VENUES", 2)
    for _ in range(5):
        VisitFactory(checked_in=ago(days=40), id=scan_id(ago(days=-400)))
    kept = VisitFactory(checked_in=ago(days=20), id=scan_id(ago(days=-400)))
    assert delete_expired() == 5
    assert list(Visit.objects.all()) == [kept]


def test_the_second_look_does_not_read_the_table(django_assert_num_queries):
    """What the second look asks for can be found by venue and check-in."""
    VisitFactory(checked_in=ago(days=29))
    with django_assert_num_queries(3) as asked:
        retention.delete_expired(timezone.now())
    assert '"venue_id" IN' in asked[-1]["sql"]
    assert '"checked_in" <' in asked[-1]["sql"]


def test_many_go_in_batches(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    venue = VenueFactory()
    for _ in range(5):
        VisitFactory(venue=venue, checked_in=ago(days=40))
    assert delete_expired() == 5
    assert not Visit.objects.exists()
