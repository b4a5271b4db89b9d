"""Fixtures of the tests of one's own record."""

import pytest
from django.utils import timezone

from plugins.declarations import rates
from plugins.declarations.declaring import area_search
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.own.codes import code_of
from plugins.declarations.personal_codes import services as personal_codes
from plugins.declarations.visit_ids import derived_id, scan_id
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory


@pytest.fixture(autouse=True)
def fresh():
    rates.forget()
    area_search.forget()
    yield
    rates.forget()
    area_search.forget()


@pytest.fixture
def visit(db):
    """A visit to a shop."""
    return VisitFactory(
        venue=VenueFactory(name="Tạp hoá Bình Minh"), name="Trần Thị Bình", phone="+84912345678"
    )


@pytest.fixture
def asked_at_visit(visit):
    """The health declaration made with that visit."""
    return declared(
        id=derived_id(visit.pk, "declaration"),
        visit_id=visit.pk,
        venue_id=visit.venue_id,
        health=HealthAnswers(("fever",)),
    )


@pytest.fixture
def alone(db):
    """A health declaration by itself, with its personal code."""
    area = AreaFactory(name="Phường Hà Đông")
    made = declared(
        area_id=area.pk, health=HealthAnswers(), details={"address": "12 Lê Lợi", "area": area.name}
    )
    personal_codes.give(made.pk, made.declared_at)
    return made


def declared(**given):
    now = timezone.now()
    given = {"id": scan_id(now), "phone": "+84912345678"} | given
    new = NewDeclaration(kind="health", name="Trần Thị Bình", declared_at=now, **given)
    record_declaration(new)
    return Declaration.objects.get(pk=new.id)


@pytest.fixture
def enter(client):
    """enter(record) types its code; returns the answer."""

    def typed(record):
        code = record if isinstance(record, str) else code_of(record.pk)
        return client.post("/khai-bao/cua-toi/", {"code": code})

    return typed
