"""Visits at a venue, hour by hour: the same, whichever engine answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areas.scope import EVERYTHING, Grant, Scope
from plugins.declarations.models import Visit
from plugins.tracing.engines import Engine
from plugins.tracing.engines.lists import HOUR, SECOND, hours_of
from plugins.tracing.periods import Period
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

DAY = Period(at("2021-07-05 00:00"), at("2021-07-06 00:00"))


class TestHours:
    """How many were there, hour by hour."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.venue = VenueFactory()

    def visit(self, start: str, end: str) -> None:
        VisitFactory(venue=self.venue, checked_in=at(start), checked_out=at(end))

    def there(self, scope: Scope = EVERYTHING, period: Period = DAY) -> dict[str, int]:
        self.findable()
        found = self.engine.hours_at(self.venue.pk, scope, period)
        return {f"{hour:%d %H:%M}": number for hour, number in sorted(found.items())}

    def test_a_visit_counts_in_every_hour_that_it_lasts_into(self) -> None:
        self.visit("2021-07-05 08:50", "2021-07-05 10:05")
        self.visit("2021-07-05 09:10", "2021-07-05 09:20")
        assert self.there() == {"05 08:00": 1, "05 09:00": 2, "05 10:00": 1}

    def test_who_leaves_as_an_hour_begins_is_not_there_in_it(self) -> None:
        self.visit("2021-07-05 08:00", "2021-07-05 09:00")
        assert self.there() == {"05 08:00": 1}

    def test_who_stays_over_the_edges_of_the_period_counts_within_it(self) -> None:
        self.visit("2021-07-04 23:00", "2021-07-05 00:30")
        self.visit("2021-07-05 23:30", "2021-07-06 05:00")
        assert self.there() == {"05 00:00": 1, "05 23:00": 1}

    def test_who_came_days_before_counts(self) -> None:
        self.visit("2021-07-03 10:00", "2021-07-05 01:30")
        assert self.there() == {"05 00:00": 1, "05 01:00": 1}

    def test_a_venue_out_of_scope_has_nobody(self) -> None:
        self.visit("2021-07-05 08:00", "2021-07-05 09:00")
        assert self.there(Scope((Grant((AreaFactory().path,), None),))) == {}

    def test_other_venues_do_not_count(self) -> None:
        VisitFactory(checked_in=at("2021-07-05 08:00"), checked_out=at("2021-07-05 09:00"))
        assert self.there() == {}


# Whole hours and half ones are more likely than chance would have them.
minutes = st.one_of(st.integers(0, 3 * 24 * 60), st.integers(0, 3 * 24).map(lambda hour: hour * 60))


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(stays=st.lists(st.tuples(minutes, st.integers(0, 30).map(lambda n: n * 30)), max_size=12))
def test_hours_are_those_of_counting_one_by_one(
    engine: Engine, findable: Callable[[], None], stays: list[tuple[int, int]]
) -> None:
    Visit.objects.all().delete()
    venue, begin = VenueFactory(), at("2021-07-04 00:00")
    for start, length in stays:
        came = begin + timedelta(minutes=start)
        VisitFactory(venue=venue, checked_in=came, checked_out=came + timedelta(minutes=length))
    findable()
    expected = {}
    for hour in hours_of(DAY):
        there = Visit.objects.filter(
            checked_in__lt=hour + HOUR, stay_end__gte=hour + SECOND
        ).count()
        if there:
            expected[hour] = there
    assert engine.hours_at(venue.pk, EVERYTHING, DAY) == expected
