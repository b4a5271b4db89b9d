"""The other kinds of lists: people found, call lists, runs, venues."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import Action, AuditEntry
from people.blind import phone_key
from plugins.qr_venues.models import Venue
from plugins.tracing import finding
from plugins.tracing.casework.models import MemberState
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.exports.sources import people, place
from plugins.tracing.models import Case, CaseMember, Spread
from plugins.tracing.reasons import Asker
from plugins.tracing.spread.models import SpreadContact
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.exports.conftest import KEY, PHONE, sheets

pytestmark = pytest.mark.django_db
Made = Callable[..., Export]
OTHER = "+84987654321"
DAY = {"start": at("2021-07-06 00:00").isoformat(), "end": at("2021-07-07 00:00").isoformat()}


@pytest.fixture
def market(db: None) -> Venue:
    venue = VenueFactory(name="Chợ Hà Đông", area=AreaFactory(name="Hà Cầu"))
    for hour, phone, name in ((8, PHONE, "Lê Văn An"), (9, OTHER, "Trần Thị Bé")):
        VisitFactory(
            venue=venue,
            phone=phone,
            name=name,
            checked_in=at(f"2021-07-06 0{hour}:00"),
            checked_out=at(f"2021-07-06 0{hour}:30"),
        )
    return venue


@pytest.fixture
def stranger(db: None) -> Asker:
    """Of another ward."""
    return Asker(UserFactory(role=Role.TRACING, areas=[AreaFactory()]), "Ca bệnh ở chợ")


@pytest.fixture
def case(market: Venue) -> Case:
    """Trần Thị Bé must be called; someone else was called already."""
    case = Case.objects.create(number="HD-7", title="Chợ", area=market.area)
    for phone, name, state in (
        (OTHER, "Trần Thị Bé", MemberState.TO_CALL),
        (PHONE, "Lê Văn An", MemberState.CALLED),
    ):
        CaseMember.objects.create(
            case=case, key=phone_key(phone), name=name, order=1, minutes=30, state=state
        )
    return case


@pytest.fixture
def run(asker: Asker, market: Venue) -> Spread:
    """A run of the asker's that found Trần Thị Bé."""
    run = Spread.objects.create(
        key=KEY, name="Lê Văn An", reason=asker.reason, asked_by=asker.user, state="done"
    )
    SpreadContact.objects.create(
        spread=run,
        key=phone_key(OTHER),
        keys=[str(phone_key(OTHER))],
        name="Trần Thị Bé",
        order=2,
        minutes=30,
        meetings=1,
        last_met=at("2021-07-06 09:30"),
        risk=44.6,
    )
    return run


def test_people_found(asker: Asker, market: Venue, made: Made) -> None:
    _first, rows = sheets(made(asker, Kind.PEOPLE, text="trần thị bé"))
    (person,) = rows[1:]
    assert (person[0], person[2]) == ("Trần Thị Bé", "0987 654 321")
    assert person[4:6] == (1, 1)
    assert person[8] == "Chợ Hà Đông"


def test_people_found_are_narrowed_as_on_the_page(asker: Asker, market: Venue, made: Made) -> None:
    assert made(asker, Kind.PEOPLE, text="trần thị bé", narrow="day=2021-07-07").rows == 0
    assert made(asker, Kind.PEOPLE, text="trần thị bé", narrow="day=2021-07-06").rows == 1


def test_people_found_are_all_who_fit_not_the_best_alone(
    made: Made, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PEOPLE_LIMIT", 2)
    monkeypatch.setattr(people, "BATCH", 2)
    for _n in range(7):
        VisitFactory(name="Ngô Thị Lan")
    export = made(asker, Kind.PEOPLE, text="ngô thị lan")
    assert (export.rows, export.complete) == (7, True)


def test_the_record_of_a_search_holds_no_readable_question(
    asker: Asker, market: Venue, made: Made
) -> None:
    made(asker, Kind.PEOPLE, text="trần thị bé")
    entry = AuditEntry.objects.get(action=Action.EXPORT)
    assert entry.question.startswith("name:")
    assert "bé" not in entry.question


def test_all_pages_of_a_search_are_read(
    asker: Asker, market: Venue, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugins.tracing.exports.sources import people

    monkeypatch.setattr(people, "BATCH", 1)
    for digit in range(3):
        VisitFactory(venue=market, phone=f"+8491111111{digit}", name="Ngô Thị Lan")
    assert made(asker, Kind.PEOPLE, text="ngô thị lan").rows == 3


def test_a_call_list_holds_those_to_be_called(official: Any, case: Case, made: Made) -> None:
    export = made(Asker(official, "HD-7"), Kind.CASE, case=case.pk, filters={})
    _first, rows = sheets(export)
    assert [row[1:3] for row in rows[1:]] == [("Trần Thị Bé", "0987 654 321")]


def test_the_filters_of_the_page_count(official: Any, case: Case, made: Made) -> None:
    export = made(Asker(official, "HD-7"), Kind.CASE, case=case.pk, filters={"order": "2"})
    assert (export.state, export.rows) == (ExportState.READY, 0)


def test_whose_phone_was_opened_for_a_call_list_is_recorded(
    official: Any, case: Case, made: Made
) -> None:
    made(Asker(official, "HD-7"), Kind.CASE, case=case.pk, filters={})
    opened = AuditEntry.objects.get(action=Action.CONTACTS)
    assert opened.details["keys"] == [phone_key(OTHER).hex]
    assert AuditEntry.objects.get(action=Action.EXPORT).details["case"] == "HD-7"


def test_another_area_s_case_is_refused(stranger: Asker, case: Case, made: Made) -> None:
    assert made(stranger, Kind.CASE, case=case.pk, filters={}).problem == "refused"


def test_a_run_s_contacts(asker: Asker, run: Spread, made: Made) -> None:
    _first, rows = sheets(made(asker, Kind.SPREAD, spread=run.pk.hex))
    assert rows[1][:3] == ("F2", "Trần Thị Bé", "0987 654 321")
    assert rows[1][4:7] == (45, 30, 1)


def test_another_account_s_run_is_refused(stranger: Asker, run: Spread, made: Made) -> None:
    assert made(stranger, Kind.SPREAD, spread=run.pk.hex).problem == "refused"


def test_a_contact_that_may_not_be_seen_any_more_is_left_out(
    stranger: Asker, run: Spread, made: Made
) -> None:
    Spread.objects.filter(pk=run.pk).update(asked_by=stranger.user)
    export = made(stranger, Kind.SPREAD, spread=run.pk.hex)
    assert (export.rows, export.complete) == (0, False)


def test_who_was_at_a_venue_in_the_order_of_coming(
    asker: Asker, market: Venue, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "ROWS_A_QUERY", 1)
    VisitFactory(venue=market, checked_in=at("2021-07-08 08:00"), checked_out=None)
    _first, rows = sheets(made(asker, Kind.PLACE, venue=market.pk, **DAY))
    assert [row[5] for row in rows[1:]] == ["Lê Văn An", "Trần Thị Bé"]


def test_two_who_came_at_the_same_moment_stand_there_once_each(
    asker: Asker, market: Venue, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "ROWS_A_QUERY", 2)
    for digit in range(5):
        VisitFactory(venue=market, phone=f"+8491111111{digit}", checked_in=at("2021-07-06 09:00"))
    _first, rows = sheets(made(asker, Kind.PLACE, venue=market.pk, **DAY))
    assert len(rows) == 8
    assert len({row[6] for row in rows[1:]}) == 7


def test_another_area_s_venue_is_refused(stranger: Asker, market: Venue, made: Made) -> None:
    assert made(stranger, Kind.PLACE, venue=market.pk, **DAY).problem == "refused"


@pytest.mark.parametrize(("kind", "most"), [(Kind.VISITS, 45), (Kind.PEOPLE, 52), (Kind.PLACE, 42)])
def test_queries_do_not_grow_with_the_rows(
    asker: Asker,
    made: Made,
    kind: Kind,
    most: int,
    django_assert_max_num_queries: Any,
) -> None:
    venue = VenueFactory()
    now = timezone.now()
    for hour in range(60):
        VisitFactory(
            venue=venue,
            phone=PHONE if kind == Kind.VISITS else f"+849111111{hour:02d}",
            name="Lê Văn An",
            checked_in=now - timedelta(hours=hour + 1),
        )
    asked = {
        Kind.VISITS: {"key": KEY.hex},
        Kind.PEOPLE: {"text": "lê văn an"},
        Kind.PLACE: {
            "venue": venue.pk,
            "start": (now - timedelta(days=9)).isoformat(),
            "end": now.isoformat(),
        },
    }[kind]
    with django_assert_max_num_queries(most):
        assert made(asker, kind, **asked).rows == 60
