"""After a parting phones, IDs and declarations are the right one's, and both are told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from areas.models import Area
from audit.keys import Names
from audit.models import AuditEntry
from people.blind import phone_key
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.visit_ids import scan_id
from plugins.tracing import cases
from plugins.tracing.casework.members import NewMember, add_members
from plugins.tracing.casework.phones import phones_of, record_opening, record_person
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.exports.models import Export
from plugins.tracing.links import services as links
from plugins.tracing.models import Case
from plugins.tracing.reasons import Asker
from plugins.tracing.spread import running
from plugins.tracing.spread import services as runs
from plugins.tracing.spread.limits import Limits
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.exports.conftest import made, private_root, sheets, work

__all__ = ["made", "private_root", "work"]  # fixtures

PHONE, THIRD = "+84912345678", "+84905555555"
KEY = phone_key(PHONE)
AN_ID, BE_ID = "001090123456", "001190123457"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> Area:
    return AreaFactory()


@pytest.fixture
def be(asker: Asker, ward: Area) -> UUID:
    """The key of Trần Thị Bé, parted from Lê Văn An; both used one phone, each has an ID."""
    venue = VenueFactory(area=ward, category="shop")
    for name, number, hour in (("Lê Văn An", AN_ID, 8), ("Trần Thị Bé", BE_ID, 9)):
        when = {"checked_in": at(f"2021-07-05 {hour:02d}:00")}
        when["checked_out"] = at("2021-07-05 11:00")
        VisitFactory(venue=venue, phone=PHONE, name=name, id_number=number, **when)
    VisitFactory(venue=venue, phone=THIRD, name="Đỗ Chi", **when)
    return links.part(asker, KEY, ["Trần Thị Bé"])


@pytest.fixture
def case(asker: Asker, ward: Area, be: UUID) -> Case:
    """An is F0, Bé F1."""
    case = cases.open_case(
        Case(number="HD-07", title="Chợ", area=ward), by=asker.user, person=KEY, name="Lê Văn An"
    )
    add_members(case, [NewMember(be, "Trần Thị Bé", 1)], by=asker.user)
    return case


def test_each_person_of_a_case_has_phone_and_id_of_their_own(case: Case, be: UUID) -> None:
    found = phones_of(case.members.all())
    assert {key: each.ids for key, each in found.items()} == {KEY: [AN_ID], be: [BE_ID]}
    assert [phone for phone, _shown in found[be].phones] == [PHONE]


def test_a_run_s_list_has_their_own_ids(
    asker: Asker, be: UUID, made: Callable[..., Export]
) -> None:
    run = runs.start(asker, phone_key(THIRD), "Đỗ Chi", Limits(orders=1))
    running.run(run.pk)
    export = made(asker, Kind.SPREAD, spread=run.pk.hex)
    rows = {row[1]: row[3] for row in sheets(export)[1][1:]}
    assert rows == {"Lê Văn An": AN_ID, "Trần Thị Bé": BE_ID}


@pytest.mark.parametrize("of", ["Lê Văn An", "Trần Thị Bé"])
def test_declarations_are_those_of_the_one(
    of: str, client: Client, asker: Asker, be: UUID, ward: Area
) -> None:
    for name, sign in (("Lê Văn An", "fever"), ("Trần Thị Bé", "sore_throat")):
        now = timezone.now()
        record_declaration(
            NewDeclaration(
                scan_id(now), "health", name, now,
                phone=PHONE, health=HealthAnswers((sign,)), area_id=ward.pk,
            )
        )  # fmt: skip
    client.force_login(asker.user)
    client.post("/admin/tracing/reason/", {"reason": asker.reason})
    key = KEY if of == "Lê Văn An" else be
    context = client.get(f"/admin/tracing/people/{key}/declared/").context
    assert [each.name for each, _lines in context["declarations"]] == [of]


def _opened(case: Case, be: UUID, user: Any, what: str) -> None:
    member = case.members.get(key=be)
    if what == "member":
        record_person(member, by=user, address=None)
    else:
        record_opening(case, [member], by=user, address=None, what=what)


@pytest.mark.parametrize("what", ["member", "calls"])
def test_who_was_parted_is_told_by_the_phone(case: Case, be: UUID, asker: Asker, what: str) -> None:
    _opened(case, be, asker.user, what)
    entry = AuditEntry.objects.filter(Names([KEY])).latest("pk")
    assert entry.details["what"] == what


def test_a_look_up_of_the_parted_is_told_by_the_phone(be: UUID, asker: Asker) -> None:
    links.person_of(asker, be)
    assert AuditEntry.objects.filter(Names([KEY]), question=f"key:{be.hex}").exists()
