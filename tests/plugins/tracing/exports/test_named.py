"""Who stands on a list that was taken out is named in the record, and can be told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from audit.models import Action, AuditEntry
from people.blind import id_key, phone_key
from plugins.qr_venues.models import Venue
from plugins.tracing.exports import making, services
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.models import Case, HandOver, Spread
from plugins.tracing.reasons import Asker
from plugins.tracing.spread.models import SpreadContact
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.exports.conftest import KEY, PHONE

pytestmark = pytest.mark.django_db
Made = Callable[..., Export]
OTHER, ID = "+84987654321", "001090123456"
OTHERS_KEYS = {phone_key(OTHER), id_key(ID)}
DAY = {"start": at("2021-07-06 00:00").isoformat(), "end": at("2021-07-07 00:00").isoformat()}


@pytest.fixture
def market(db: None) -> Venue:
    """PHONE met OTHER, who gave an ID number as well."""
    venue = VenueFactory(name="Chợ Hà Đông")
    for phone, number in ((PHONE, None), (OTHER, ID)):
        VisitFactory(
            venue=venue,
            phone=phone,
            id_number=number,
            name="Lê Văn An" if phone == PHONE else "Trần Thị Bé",
            checked_in=at("2021-07-06 08:00"),
            checked_out=at("2021-07-06 08:30"),
        )
    return venue


def run_of(asker: Asker, *, order: int) -> Spread:
    """A run of the asker's from PHONE that found OTHER."""
    run = Spread.objects.create(
        key=KEY, name="Lê Văn An", reason=asker.reason, asked_by=asker.user, state="done"
    )
    SpreadContact.objects.create(
        spread=run, key=phone_key(OTHER), keys=sorted(map(str, OTHERS_KEYS)), name="Trần Thị Bé",
        order=order, minutes=30, meetings=1, last_met=at("2021-07-06 08:30"), risk=44.6,
    )  # fmt: skip
    return run


def named() -> list[set[UUID]]:
    """By entry about an export, in order, whom it names."""
    entries = AuditEntry.objects.filter(action=Action.EXPORT).order_by("pk")
    return [set(map(UUID, entry.details.get("keys", ()))) for entry in entries]


@pytest.mark.parametrize("kind", [Kind.PEOPLE, Kind.CONTACTS, Kind.PLACE, Kind.SPREAD])
def test_by_all_keys_that_the_person_has(
    asker: Asker, market: Venue, made: Made, kind: Kind
) -> None:
    asked = {
        Kind.PEOPLE: {"text": "trần thị bé"},
        Kind.CONTACTS: {"key": KEY.hex},
        Kind.PLACE: {"venue": market.pk, **DAY},
        Kind.SPREAD: {"spread": run_of(asker, order=1).pk.hex},
    }[kind]
    assert made(asker, kind, **asked).rows
    (keys,) = named()
    assert keys >= OTHERS_KEYS


def test_a_long_list_is_recorded_in_parts_before_anybody_has_it(
    asker: Asker, market: Venue, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "KEYS_AN_ENTRY", 2)
    for digit in range(3):
        VisitFactory(venue=market, phone=f"+8491111111{digit}", checked_in=at("2021-07-06 09:00"))
    export = made(asker, Kind.PLACE, venue=market.pk, **DAY)
    entries = AuditEntry.objects.filter(action=Action.EXPORT).order_by("pk")
    assert [entry.details.get("what") for entry in entries] == ["part", "part", None]
    assert all(len(keys) <= 2 for keys in named())
    assert len(set().union(*named())) == 6
    assert [entry.results for entry in entries] == [None, None, export.rows]


def test_a_list_that_nobody_gets_names_nobody(
    asker: Asker, market: Venue, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "KEYS_AN_ENTRY", 2)
    watched = making._watched

    def cancelled(export: Export, rows: Iterator[Any]) -> Iterator[Any]:
        yield from watched(export, rows)
        services.cancel(export)

    monkeypatch.setattr(making, "_watched", cancelled)
    assert made(asker, Kind.PLACE, venue=market.pk, **DAY).state == ExportState.GONE
    assert named() == []


def test_parts_of_a_list_say_their_case(
    asker: Asker, market: Venue, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "KEYS_AN_ENTRY", 1)
    Case.objects.create(number="HD-7", title="Chợ", area=market.area)
    asker = replace(asker, reason="HD-7")
    made(asker, Kind.PLACE, venue=market.pk, **DAY)
    entries = AuditEntry.objects.filter(action=Action.EXPORT)
    assert len(entries) == 3
    assert {entry.details.get("case") for entry in entries} == {"HD-7"}


def test_a_person_s_visits_name_the_person_by_all_keys(
    asker: Asker, market: Venue, made: Made
) -> None:
    made(asker, Kind.VISITS, key=phone_key(OTHER).hex)
    (keys,) = named()
    assert keys == OTHERS_KEYS


def test_first_contacts_where_visits_were_handed_over_stand_on_the_list(
    market: Venue, made: Made
) -> None:
    official = UserFactory(role=Role.TRACING, areas=[AreaFactory()])
    asker = Asker(official, "Ca bệnh ở chợ")
    HandOver.objects.create(
        keys=[str(KEY)], key=KEY, name="Lê Văn An", area=market.area, visits=1, state="granted",
        reason="Ca bệnh ở chợ", asked_by=official, until=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    near, far = run_of(asker, order=1), run_of(asker, order=2)
    assert made(asker, Kind.SPREAD, spread=near.pk.hex).rows == 1
    assert made(asker, Kind.SPREAD, spread=far.pk.hex).rows == 0
