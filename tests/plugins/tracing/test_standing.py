"""How things stand, as every look-up asks before it asks an engine."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from plugins.tracing.lease import lease
from plugins.tracing.links.known import NO_LINKS
from plugins.tracing.links.models import LinkKind, PersonLink
from plugins.tracing.models import DeadLetter, Outbox
from plugins.tracing.standing import standing
from tests.factories.declarations import VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits(db: None) -> None:
    Outbox.objects.all().delete()


def test_nothing_yet() -> None:
    now = standing()
    assert (now.built, now.lag_seconds, now.dead, now.links) == (None, 0, 0, NO_LINKS)


def test_a_whole_index_is_told_with_its_parts() -> None:
    with lease() as held:
        held.remember({"visits-1-2021.07": ["uuid", 1]})
        held.mark_built(True)
    assert standing().built == {"visits-1-2021.07": ["uuid", 1]}


def test_the_oldest_change_that_waits_is_the_lag() -> None:
    first, _second = VisitFactory(), VisitFactory()
    ago = timezone.now() - timedelta(minutes=5)
    Outbox.objects.filter(visit_id=first.pk).update(created_at=ago)
    assert 300 <= standing().lag_seconds < 330


def test_refused_visits_are_counted() -> None:
    DeadLetter.objects.create(visit_id=VisitFactory().pk, reason="400")
    assert standing().dead == 1


def test_decisions_on_persons_are_read_once(django_assert_num_queries: Any) -> None:
    one, other = sorted((VisitFactory().person_key, VisitFactory().person_key))
    user = get_user_model().objects.create(username="tracer")
    PersonLink.objects.create(one=one, other=other, kind=LinkKind.JOINED, made_by=user)
    assert standing().links.whole([one]) == {one, other}
    with django_assert_num_queries(1):
        standing()
