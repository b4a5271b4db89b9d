"""Visits of a person, whichever engine answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from areas.scope import EVERYTHING, Grant, Scope
from people.blind import id_key, phone_key
from plugins.declarations.models import Source, Visit
from plugins.declarations.services import check_out
from plugins.qr_venues.models import Venue
from plugins.tracing.engines import Engine
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.finding import visits_of_person
from plugins.tracing.periods import ALWAYS, Period
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory, shipped_category
from tests.plugins.tracing.clock import at

PHONE, OTHER_PHONE = "+84912345678", "+84987654321"
ID = "001090123456"


class TestHistories:
    """What an engine finds for keys."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.venue = VenueFactory()

    def visit(self, **kwargs: object) -> Visit:
        made = VisitFactory(**{"venue": self.venue, "phone": PHONE, **kwargs})
        self.findable()
        return made

    def found(self, scope: Scope = EVERYTHING, period: Period = ALWAYS) -> list[VisitRow]:
        return visits_of_person(self.engine, [phone_key(PHONE)], scope, period).items

    def test_a_visit_comes_back_as_it_was_recorded(self) -> None:
        made = self.visit(
            name="Lê Văn An",
            id_number=ID,
            source=Source.GATE,
            checked_in=at("2021-07-05 08:00") + timedelta(microseconds=123_456),
            checked_out=at("2021-07-05 09:30"),
        )
        assert self.found() == [
            VisitRow(
                id=made.pk,
                venue_id=self.venue.pk,
                checked_in=made.checked_in,
                stay_end=at("2021-07-05 09:30"),
                assumed=False,
                source="gate",
                name="Lê Văn An",
                person_key=phone_key(PHONE),
                second_key=id_key(ID),
            )
        ]

    def test_a_stay_that_nobody_ended_gets_the_default_of_its_category(self) -> None:
        shop = VenueFactory(category="shop")
        self.visit(venue=shop, checked_in=at("2021-07-05 08:00"))
        (row,) = self.found()
        assert row.assumed
        stay = timedelta(minutes=shipped_category("shop").default_stay)
        assert row.stay_end == at("2021-07-05 08:00") + stay

    def test_a_check_out_ends_the_stay(self) -> None:
        made = self.visit(checked_in=at("2021-07-05 08:00"))
        check_out(made.pk, at("2021-07-05 08:10"))
        self.findable()
        (row,) = self.found()
        assert (row.assumed, row.stay_end) == (False, at("2021-07-05 08:10"))

    def test_the_newest_visit_comes_first(self) -> None:
        days = [at(f"2021-07-{day:02d} 08:00") for day in (5, 7, 6)]
        for day in days:
            VisitFactory(venue=self.venue, phone=PHONE, checked_in=day)
        self.findable()
        rows = self.engine.visits_of([phone_key(PHONE)], EVERYTHING, ALWAYS, 10).items
        assert [row.checked_in for row in rows] == sorted(days, reverse=True)

    def test_an_id_leads_to_visits_without_the_phone(self) -> None:
        both = self.visit(id_number=ID)
        only_id = self.visit(phone=None, id_number=ID)
        other_phone = self.visit(phone=OTHER_PHONE, id_number=ID)
        assert {row.id for row in self.found()} == {both.pk, only_id.pk, other_phone.pk}

    def test_other_people_are_left_out(self) -> None:
        self.visit(phone=OTHER_PHONE)
        assert self.found() == []

    def test_a_limit_cuts_off_and_says_so(self) -> None:
        for _ in range(5):
            VisitFactory(venue=self.venue, phone=PHONE)
        self.findable()
        cut = self.engine.visits_of([phone_key(PHONE)], EVERYTHING, ALWAYS, 4)
        whole = self.engine.visits_of([phone_key(PHONE)], EVERYTHING, ALWAYS, 5)
        assert (len(cut.items), cut.complete) == (4, False)
        assert (len(whole.items), whole.complete) == (5, True)

    @pytest.mark.parametrize(
        ("start", "end", "inside"),
        [
            ("2021-07-05 00:00", "2021-07-06 00:00", True),
            ("2021-07-05 23:30", "2021-07-05 23:40", True),
            ("2021-07-06 00:00", "2021-07-07 00:00", True),  # it lasts past midnight
            ("2021-07-06 01:00", "2021-07-07 00:00", False),  # it ended just then
            ("2021-07-04 00:00", "2021-07-05 23:00", False),  # it begins just then
        ],
    )
    def test_a_period_holds_stays_that_share_time_with_it(
        self, start: str, end: str, inside: bool
    ) -> None:
        self.visit(checked_in=at("2021-07-05 23:00"), checked_out=at("2021-07-06 01:00"))
        assert bool(self.found(period=Period(at(start), at(end)))) is inside

    def test_a_period_holds_a_stay_of_no_length_at_its_beginning(self) -> None:
        midnight = at("2021-07-05 00:00")
        self.visit(checked_in=midnight, checked_out=midnight)
        assert len(self.found(period=Period(midnight, None))) == 1

    def test_visits_outside_the_scope_are_left_out(self) -> None:
        ward, other = AreaFactory(), AreaFactory()
        seen = self.visit(venue=VenueFactory(area=ward))
        self.visit(venue=VenueFactory(area=other))
        assert [r.id for r in self.found(Scope((Grant((ward.path,), None),)))] == [seen.pk]

    def test_an_area_holds_the_areas_below_it(self) -> None:
        province = AreaFactory()
        ward = AreaFactory(parent=province)
        self.visit(venue=VenueFactory(area=ward))
        assert len(self.found(Scope((Grant((province.path,), None),)))) == 1
        assert len(self.found(Scope((Grant((ward.path,), None),)))) == 1

    def test_a_sector_narrows_an_area(self) -> None:
        school = VenueFactory(category="school")
        self.visit(venue=school)
        sector = school.category.sector
        assert len(self.found(Scope((Grant(None, (sector,)),)))) == 1
        assert self.found(Scope((Grant((school.area.path,), ("transport",)),))) == []

    def test_grants_add_up(self) -> None:
        one, two, three = (VenueFactory() for _ in range(3))
        for venue in (one, two, three):
            VisitFactory(venue=venue, phone=PHONE)
        self.findable()
        scope = Scope((Grant((one.area.path,), None), Grant((two.area.path,), None)))
        assert {row.venue_id for row in self.found(scope)} == {one.pk, two.pk}

    def test_when_a_venue_moves_its_visits_move_with_it(self) -> None:
        self.visit()
        there = AreaFactory()
        Venue.objects.update(area=there)
        self.findable()
        assert len(self.found(Scope((Grant((there.path,), None),)))) == 1

    def test_no_key_finds_nothing(self) -> None:
        self.visit()
        assert self.engine.visits_of([], EVERYTHING, ALWAYS, 10).items == []

    def test_the_engine_counts_what_it_knows(self) -> None:
        self.visit()
        self.visit()
        assert self.engine.documents() == 2
