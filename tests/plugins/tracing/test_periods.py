"""The span of time that a question is about."""

from datetime import date

import pytest

from plugins.tracing.periods import Period
from tests.plugins.tracing.clock import at


def test_days_are_those_of_the_local_clock_and_both_count() -> None:
    period = Period.of_days(date(2021, 7, 5), date(2021, 7, 6))
    assert period == Period(at("2021-07-05 00:00"), at("2021-07-07 00:00"))


def test_days_may_be_left_open() -> None:
    assert Period.of_days(None, None).is_open


def test_reversed_days_are_an_error() -> None:
    with pytest.raises(ValueError, match="before"):
        Period.of_days(date(2021, 7, 6), date(2021, 7, 5))


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("2021-07-05 10:00", "2021-07-05 11:00", True),
        ("2021-07-04 23:00", "2021-07-05 00:01", True),
        ("2021-07-04 23:00", "2021-07-05 00:00", False),
        ("2021-07-05 00:00", "2021-07-05 00:00", True),
        ("2021-07-05 23:59", "2021-07-06 05:00", True),
        ("2021-07-06 00:00", "2021-07-06 05:00", False),
    ],
)
def test_a_stay_is_within_when_it_shares_time(start: str, end: str, inside: bool) -> None:
    day = Period.of_days(date(2021, 7, 5), date(2021, 7, 5))
    assert day.holds(at(start), at(end)) is inside
