"""Lists and counts of visits: the same, whichever engine answers."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areas.scope import EVERYTHING, Grant, Scope
from people.blind import phone_key
from plugins.declarations.models import Source, Visit
from plugins.tracing.engines import Engine
from plugins.tracing.engines.lists import Counts, Facet, Narrow, Sought, place_of
from plugins.tracing.finding import people_by_name
from plugins.tracing.periods import ALWAYS, Period
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONE, OTHER_PHONE = "+84912345678", "+84987654321"
MORNING = Period(at("2021-07-05 09:00"), at("2021-07-05 11:00"))


class TestLists:
    """What an engine lists and counts."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.venue = VenueFactory(category="market")
        self.there = Sought(venue=self.venue.pk)
        self.phones = Sought(keys=frozenset({phone_key(PHONE), phone_key(OTHER_PHONE)}))

    def visit(self, start: str, end: str, **kwargs: object) -> None:
        given = {"venue": self.venue, "phone": PHONE, **kwargs}
        VisitFactory(checked_in=at(start), checked_out=at(end), **given)

    def names(
        self, sought: Sought, scope: Scope = EVERYTHING, period: Period = ALWAYS
    ) -> list[str]:
        self.findable()
        return [row.name for row in self.engine.listed(sought, scope, period, 100)]

    def counts(self, sought: Sought, *facets: Facet, scope: Scope = EVERYTHING) -> Counts:
        self.findable()
        return self.engine.counted(sought, scope, ALWAYS, facets)

    def test_who_was_at_a_venue_is_listed_by_time(self) -> None:
        self.visit("2021-07-05 10:00", "2021-07-05 10:30", name="Trần Bé")
        self.visit("2021-07-05 09:30", "2021-07-05 10:30", name="Lê An")
        self.visit("2021-07-05 09:30", "2021-07-05 10:30", name="Đỗ Chi", venue=VenueFactory())
        assert self.names(self.there) == ["Lê An", "Trần Bé"]

    def test_who_came_before_and_stayed_was_there(self) -> None:
        self.visit("2021-07-05 08:00", "2021-07-05 09:30", name="Lê An")
        self.visit("2021-07-05 08:00", "2021-07-05 09:00", name="Trần Bé")
        self.visit("2021-07-05 11:00", "2021-07-05 12:00", name="Đỗ Chi")
        assert self.names(self.there, period=MORNING) == ["Lê An"]

    def test_who_came_days_before_and_stayed_was_there(self) -> None:
        self.visit("2021-07-02 08:00", "2021-07-05 09:30", name="Lê An")
        assert self.names(self.there, period=MORNING) == ["Lê An"]
        assert self.engine.counted(self.there, EVERYTHING, MORNING, ()).total == 1

    def test_pages_go_on_and_back_and_hold_every_visit_once(self) -> None:
        for minute in range(10):
            self.visit(f"2021-07-05 10:{minute // 3:02d}", "2021-07-05 11:00")
        self.findable()
        seen, pages, place = [], [], None
        while rows := self.engine.listed(self.there, EVERYTHING, ALWAYS, 4, place):
            pages.append([row.id for row in rows])
            seen += pages[-1]
            place, first = place_of(rows[-1]), rows[0]
        assert len(seen) == len(set(seen)) == 10
        assert [len(page) for page in pages] == [4, 4, 2]
        back = place_of(first, back=True)
        rows = self.engine.listed(self.there, EVERYTHING, ALWAYS, 4, back)
        assert [row.id for row in rows] == pages[1]

    def test_a_scope_hides_what_is_elsewhere(self) -> None:
        self.visit("2021-07-05 10:00", "2021-07-05 10:30")
        scope = Scope((Grant((AreaFactory().path,), None),))
        assert self.names(self.there, scope) == []
        assert self.counts(self.there, "source", scope=scope) == Counts(0, {"source": {}})

    def test_visits_are_counted_by_what_they_have_in_common(self) -> None:
        other = VenueFactory(category="shop")
        self.visit("2021-07-05 10:00", "2021-07-05 10:30")
        self.visit("2021-07-06 23:30", "2021-07-07 01:30", source=Source.GATE)
        self.visit("2021-07-05 10:15", "2021-07-05 10:30", venue=other, phone=OTHER_PHONE)
        found = self.counts(self.phones, "area", "category", "source", "day", "hour")
        assert found.total == 3
        assert found.by == {
            "area": {self.venue.area.path: 2, other.area.path: 1},
            "category": {"market": 2, "shop": 1},
            "source": {"phone": 2, "gate": 1},
            "day": {"2021-07-05": 2, "2021-07-06": 1},
            "hour": {"2021-07-05T10:00+07:00": 2, "2021-07-06T23:00+07:00": 1},
        }

    @pytest.mark.parametrize(
        ("narrow", "names"),
        [
            (Narrow(category="market"), ["Lê An"]),
            (Narrow(source="gate"), ["Trần Bé"]),
            (Narrow(day=date(2021, 7, 6)), ["Trần Bé"]),
            (Narrow(source="gate", category="market"), []),
        ],
    )
    def test_a_search_is_narrowed(self, narrow: Narrow, names: list[str]) -> None:
        other = VenueFactory(category="shop")
        self.visit("2021-07-05 10:00", "2021-07-05 10:30", name="Lê An")
        self.visit(
            "2021-07-06 10:00", "2021-07-06 11:00", name="Trần Bé", venue=other, source=Source.GATE
        )
        assert self.names(Sought(keys=self.phones.keys, narrow=narrow)) == names
        total = self.engine.counted(
            Sought(keys=self.phones.keys, narrow=narrow), EVERYTHING, ALWAYS, ()
        ).total
        assert total == len(names)

    def test_a_search_is_narrowed_to_an_area_and_all_below(self) -> None:
        self.visit("2021-07-05 10:00", "2021-07-05 10:30", name="Lê An")
        self.visit("2021-07-05 10:00", "2021-07-05 10:30", name="Trần Bé", venue=VenueFactory())
        path = self.venue.area.path
        assert self.names(Sought(keys=self.phones.keys, narrow=Narrow(area=path))) == ["Lê An"]

    def test_a_search_by_name_is_narrowed(self) -> None:
        self.visit("2021-07-05 10:00", "2021-07-05 10:30", name="Lê An")
        self.visit("2021-07-06 10:00", "2021-07-06 11:00", name="Lê An", phone=OTHER_PHONE)
        self.findable()
        narrow = Narrow(day=date(2021, 7, 6))
        found = people_by_name(self.engine, "Lê An", EVERYTHING, ALWAYS, narrow)
        assert [person.key for person in found.items] == [phone_key(OTHER_PHONE)]


minutes = st.integers(min_value=0, max_value=3 * 24 * 60)


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    stays=st.lists(st.tuples(minutes, st.integers(min_value=1, max_value=2000)), max_size=12),
    asked=st.tuples(minutes, st.integers(min_value=1, max_value=600)),
)
def test_a_venue_s_list_holds_just_who_was_there(
    engine: Engine,
    findable: Callable[[], None],
    stays: list[tuple[int, int]],
    asked: tuple[int, int],
) -> None:
    Visit.objects.all().delete()
    venue, begin = VenueFactory(), at("2021-07-05 00:00")
    for start, length in stays:
        came = begin + timedelta(minutes=start)
        VisitFactory(venue=venue, checked_in=came, checked_out=came + timedelta(minutes=length))
    findable()
    start = begin + timedelta(minutes=asked[0])
    period = Period(start, start + timedelta(minutes=asked[1]))
    sought = Sought(venue=venue.pk)
    rows = engine.listed(sought, EVERYTHING, period, 100)
    expected = {
        visit.pk for visit in Visit.objects.all() if period.holds(visit.checked_in, visit.stay_end)
    }
    assert {row.id for row in rows} == expected
    assert engine.counted(sought, EVERYTHING, period, ()).total == len(expected)
