"""Which places are at risk, and the times that a notice tells."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from plugins.tracing.casework.at_risk import GRAIN, Infectious, places, rounded
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.periods import Period
from plugins.tracing.persons import people_in
from tests.plugins.tracing.clock import at

AN, BE = UUID(int=1), UUID(int=2)
JULY = Period(at("2021-07-03 00:00"), at("2021-07-09 00:00"))
START = at("2021-07-05 08:00")


def visit(key: UUID, venue: int, start: str, hours: float = 1) -> VisitRow:
    begun = at(start)
    return VisitRow(
        id=uuid4(), venue_id=venue, checked_in=begun, stay_end=begun + timedelta(hours=hours),
        assumed=False, source="phone", name="A", person_key=key, second_key=None,
    )  # fmt: skip


def test_only_stays_while_infectious_count() -> None:
    rows = [visit(AN, 1, "2021-07-05 08:00"), visit(AN, 2, "2021-07-20 08:00")]
    found = places(people_in(rows), [Infectious(7, AN, JULY)])
    assert [place.venue for place in found] == [1]


def test_places_of_more_cases_come_first_then_the_latest() -> None:
    rows = [
        visit(AN, 1, "2021-07-07 08:00"),
        visit(AN, 2, "2021-07-05 08:00"),
        visit(BE, 2, "2021-07-04 08:00"),
        visit(AN, 3, "2021-07-08 08:00"),
    ]
    cases = [Infectious(7, AN, JULY), Infectious(8, BE, JULY)]
    found = places(people_in(rows), cases)
    assert [(place.venue, len(place.cases)) for place in found] == [(2, 2), (3, 1), (1, 1)]


def test_two_cases_of_one_person_both_count() -> None:
    cases = [Infectious(7, AN, JULY), Infectious(8, AN, JULY)]
    (place,) = places(people_in([visit(AN, 1, "2021-07-05 08:00")]), cases)
    assert place.cases == {7, 8}


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 300)), max_size=12))
def test_rounded_spans_hold_every_stay_and_never_touch(stays: list[tuple[int, int]]) -> None:
    spans = [
        (START + timedelta(minutes=begun), START + timedelta(minutes=begun + lasted))
        for begun, lasted in stays
    ]
    found = rounded(spans)
    for start, end in spans:
        assert any(first <= start and end <= last for first, last in found)
    assert all(one[1] < two[0] for one, two in pairwise(found))
    for start, end in found:
        assert start.timestamp() % GRAIN.total_seconds() == 0
        assert end.timestamp() % GRAIN.total_seconds() == 0
