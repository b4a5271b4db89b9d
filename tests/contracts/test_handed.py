"""What lies in other areas, and what they handed over, whichever engine answers."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areas.models import Area
from areas.scope import EVERYTHING, Grant, Scope
from people.blind import id_key, phone_key
from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from plugins.tracing.contacts import first_order, next_order
from plugins.tracing.engines import Engine
from plugins.tracing.finding import people_by_name, visits_of_person
from plugins.tracing.handover.sight import Handed, Sight
from plugins.tracing.periods import ALWAYS, Period
from plugins.tracing.persons import people_in
from tests.contracts.test_random import PHONES, random, record, stay
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONE, OTHER_PHONE, THIRD_PHONE = "+84912345678", "+84987654321", "+84905555555"
ID = "001090123456"


def within(*areas: Area) -> Scope:
    """The scope of an account of these areas."""
    return Scope((Grant(tuple(area.path for area in areas), None),))


def handed(scope: Scope, area: Area, *keys: UUID) -> Sight:
    """The scope with one person's visits in an area."""
    return Sight(scope.grants, (Handed(frozenset(keys), area.path),))


class TestElsewhere:
    """How many visits of a person the scope hides, by area."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.province = AreaFactory()
        self.mine, self.other = (AreaFactory(parent=self.province) for _ in range(2))

    def visit(self, area: Area, start: str = "2021-07-05 08:00", **kwargs: object) -> Visit:
        given = {"phone": PHONE, "checked_in": at(start), **kwargs}
        return VisitFactory(venue=VenueFactory(area=area), **given)

    def elsewhere(self, scope: Scope, period: Period = ALWAYS, key: UUID | None = None) -> dict:
        self.findable()
        return self.engine.visits_elsewhere([key or phone_key(PHONE)], scope, period)

    def test_visits_of_other_areas_are_counted_by_area(self) -> None:
        third = AreaFactory(parent=AreaFactory())
        for area in (self.mine, self.other, self.other, third):
            self.visit(area)
        assert self.elsewhere(within(self.mine)) == {self.other.path: 2, third.path: 1}

    def test_a_venue_of_the_area_above_counts_there(self) -> None:
        for area in (self.province, self.other):
            self.visit(area)
        assert self.elsewhere(within(self.mine)) == {self.province.path: 1, self.other.path: 1}

    def test_an_area_of_one_s_own_leaves_nothing_elsewhere(self) -> None:
        self.visit(self.mine)
        assert self.elsewhere(within(self.province)) == {}

    def test_who_sees_everything_has_nothing_elsewhere(self) -> None:
        self.visit(self.other)
        assert self.elsewhere(EVERYTHING) == {}

    def test_who_sees_nothing_has_all_elsewhere(self) -> None:
        self.visit(self.other)
        assert self.elsewhere(Scope(())) == {self.other.path: 1}

    def test_another_sector_is_elsewhere(self) -> None:
        self.visit(self.mine)
        scope = Scope((Grant((self.mine.path,), ("education",)),))
        assert self.elsewhere(scope) == {self.mine.path: 1}

    def test_only_the_period_counts(self) -> None:
        self.visit(self.other, "2021-07-05 08:00")
        self.visit(self.other, "2021-07-07 08:00")
        period = Period(at("2021-07-06 00:00"), None)
        assert self.elsewhere(within(self.mine), period) == {self.other.path: 1}

    def test_a_visit_under_two_of_the_keys_counts_once(self) -> None:
        self.visit(self.other, id_number=ID)
        self.findable()
        keys = [phone_key(PHONE), id_key(ID)]
        counts = self.engine.visits_elsewhere(keys, within(self.mine), ALWAYS)
        assert counts == {self.other.path: 1}

    def test_other_people_do_not_count(self) -> None:
        self.visit(self.other, phone=OTHER_PHONE)
        assert self.elsewhere(within(self.mine)) == {}

    def test_what_was_handed_over_is_no_longer_elsewhere(self) -> None:
        self.visit(self.other)
        sight = handed(within(self.mine), self.other, phone_key(PHONE))
        assert self.elsewhere(sight) == {}


class TestHanded:
    """What a hand-over shows, and what it does not."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.mine, self.other, self.third = (AreaFactory() for _ in range(3))
        self.market = VenueFactory(area=self.other)
        self.sight = handed(within(self.mine), self.other, phone_key(PHONE))

    def stay(self, phone: str | None, venue: Venue, hours: tuple[int, int], **more: object) -> None:
        start, end = (at(f"2021-07-05 {hour:02d}:00") for hour in hours)
        given = {"venue": venue, "phone": phone, "checked_in": start, "checked_out": end}
        VisitFactory(**{**given, **more})

    def found(self, phone: str, scope: Scope | None = None) -> set[int]:
        """Venues of the visits found."""
        self.findable()
        keys = [phone_key(phone)]
        rows = visits_of_person(self.engine, keys, scope or self.sight, ALWAYS).items
        return {row.venue_id for row in rows}

    def met(self, phone: str, order: int = 1) -> set[UUID]:
        """Whom someone met, as the one with the hand-over sees it."""
        self.findable()
        rows = visits_of_person(self.engine, [phone_key(phone)], self.sight, ALWAYS).items
        if not rows:
            return set()
        (person,) = people_in(rows)
        found = first_order(self.engine, person, self.sight)
        if order == 2:
            found = next_order(self.engine, person, found, self.sight, ALWAYS)
        return {contact.person.key for contact in found.items}

    def test_the_person_s_visits_in_that_area_are_seen(self) -> None:
        self.stay(PHONE, self.market, (8, 10))
        assert self.found(PHONE) == {self.market.pk}
        assert self.found(PHONE, within(self.mine)) == set()

    def test_in_the_areas_below_too(self) -> None:
        below = VenueFactory(area=AreaFactory(parent=self.other))
        self.stay(PHONE, below, (8, 10))
        assert self.found(PHONE) == {below.pk}

    def test_those_in_a_third_area_are_not(self) -> None:
        self.stay(PHONE, VenueFactory(area=self.third), (8, 10))
        assert self.found(PHONE) == set()

    def test_other_people_s_visits_in_that_area_are_not(self) -> None:
        self.stay(OTHER_PHONE, self.market, (8, 10))
        assert self.found(OTHER_PHONE) == set()

    def test_a_key_that_is_first_learnt_there_opens_no_more(self) -> None:
        self.stay(PHONE, self.market, (8, 10), id_number=ID)
        elsewhere = VenueFactory(area=self.other)
        self.stay(None, elsewhere, (11, 12), id_number=ID)
        assert self.found(PHONE) == {self.market.pk}

    def test_whom_the_person_met_there_is_seen(self) -> None:
        self.stay(PHONE, self.market, (8, 10))
        self.stay(OTHER_PHONE, self.market, (9, 11))
        assert self.met(PHONE) == {phone_key(OTHER_PHONE)}

    def test_whom_someone_else_met_there_is_not(self) -> None:
        shop = VenueFactory(area=self.mine)
        self.stay(THIRD_PHONE, shop, (6, 7))
        self.stay(THIRD_PHONE, self.market, (8, 10))
        self.stay(OTHER_PHONE, self.market, (9, 11))
        assert self.met(THIRD_PHONE) == set()

    def test_whom_the_people_met_there_met_in_turn_is_not(self) -> None:
        self.stay(PHONE, self.market, (8, 10))
        self.stay(OTHER_PHONE, self.market, (9, 14))
        self.stay(THIRD_PHONE, self.market, (12, 13))
        assert self.met(PHONE, order=2) == set()

    def test_a_search_by_name_stays_within_the_scope(self) -> None:
        self.stay(PHONE, self.market, (8, 10), name="Lê Văn An")
        self.findable()
        assert people_by_name(self.engine, "le van an", self.sight, ALWAYS).items == []

    def test_without_a_limit_of_scope_a_hand_over_changes_nothing(self) -> None:
        self.stay(PHONE, self.market, (8, 10))
        assert self.found(PHONE, EVERYTHING) == {self.market.pk}


class TestAnyHanded:
    """Random visits and hand-overs, reckoned by hand."""

    def test_each_visit_is_either_seen_or_counted_elsewhere(
        self, engine: Engine, findable: Callable[[], None]
    ) -> None:
        areas = [AreaFactory() for _ in range(3)]
        venues = [VenueFactory(area=area, category="market") for area in areas]

        @random
        @given(st.lists(stay, max_size=12), st.integers(0, 2), st.integers(0, 5))
        def holds(stays: list[tuple], place: int, holder: int) -> None:
            record(stays, venues)
            findable()
            sight = handed(within(areas[0]), areas[place], phone_key(PHONES[holder]))
            recorded = Visit.objects.values_list("person_key", "venue_id")
            for phone in PHONES:
                key = phone_key(phone)
                seen_at = {venues[0].pk} | (
                    {venues[place].pk} if phone == PHONES[holder] else set()
                )
                mine = [venue for person, venue in recorded if person == key]
                seen = engine.visits_of([key], sight, ALWAYS, 100).items
                hidden = engine.visits_elsewhere([key], sight, ALWAYS)
                assert sorted(r.venue_id for r in seen) == sorted(v for v in mine if v in seen_at)
                assert hidden == Counter(
                    areas[venues.index(venue)].path
                    for venue in venues
                    for other in mine
                    if other == venue.pk and venue.pk not in seen_at
                )

        holds()
