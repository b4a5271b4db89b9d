"""Decisions on persons go when none of their visits is left."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from people.blind import phone_key
from plugins.tracing.links.forgetting import forget_links
from plugins.tracing.links.known import part_key
from plugins.tracing.links.models import PersonLink
from tests.factories.declarations import VisitFactory

pytestmark = pytest.mark.django_db
PHONE = "+84912345678"
KEY, GONE = phone_key(PHONE), uuid4()
PART = part_key(KEY, "Trần Thị Bé")
NOW = timezone.now()


def decided(kind: str, key: UUID, other: UUID, *, days_ago: int = 31) -> PersonLink:
    one, other = sorted((key, other))
    link = PersonLink.objects.create(one=one, other=other, kind=kind, reason="Hai người")
    PersonLink.objects.filter(pk=link.pk).update(made_at=NOW - timedelta(days=days_ago))
    return link


def kept() -> list[PersonLink]:
    forget_links(NOW - timedelta(days=30))
    return list(PersonLink.objects.order_by("pk"))


def test_on_persons_without_visits_they_go() -> None:
    decided("joined", GONE, uuid4())
    decided("parted", KEY, PART)
    assert kept() == []


def test_young_ones_stay() -> None:
    link = decided("joined", GONE, uuid4(), days_ago=29)
    assert kept() == [link]


def test_while_one_of_the_two_has_visits_they_stay() -> None:
    VisitFactory(phone=PHONE)
    links = [decided("joined", KEY, GONE), decided("parted", KEY, PART)]
    assert kept() == links


def test_who_was_parted_lives_as_long_as_the_phone() -> None:
    VisitFactory(phone=PHONE)
    other_part = uuid4()
    links = [decided("parted", KEY, PART), decided("joined", PART, other_part)]
    assert kept() == links


def test_a_second_key_counts_as_well() -> None:
    visit = VisitFactory(phone=PHONE, id_number="001090123456")
    link = decided("joined", visit.second_key, GONE)
    assert kept() == [link]
