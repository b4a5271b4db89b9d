"""What tracing keeps of visits goes with them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from plugins.tracing.models import Spread, SpreadContact
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def run_of(days_ago):
    run = Spread.objects.create(
        key=uuid4(), name="Lê Văn An", reason="truy vết", asked_by=UserFactory()
    )
    SpreadContact.objects.create(
        spread=run, key=uuid4(), keys=[], name="Lê Văn Bình", order=1, minutes=5, meetings=1,
        last_met=timezone.now(), risk=1.0,
    )  # fmt: skip
    Spread.objects.update(asked_at=timezone.now() - timedelta(days=days_ago))
    return run


def test_a_run_past_the_retention_period_is_deleted_with_its_people():
    run_of(days_ago=31)
    call_command("delete_expired_visits")
    assert not Spread.objects.exists()
    assert not SpreadContact.objects.exists()


def test_a_younger_run_stays():
    run_of(days_ago=29)
    call_command("delete_expired_visits")
    assert SpreadContact.objects.exists()
