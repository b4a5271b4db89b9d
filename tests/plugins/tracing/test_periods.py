"""The span of time that a question is about."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from plugins.tracing.periods import Period, check_day
from tests.plugins.tracing.clock import at


def test_days_are_those_of_the_local_clock_and_both_count() -> None:
    period = Period.of_days(date(2021, 7, 5), date(2021, 7, 6))
    assert period == Period(at("2021-07-05 00:00"), at("2021-07-07 00:00"))


def test_days_may_be_left_open() -> None:
    assert Period.of_days(None, None).is_open


def test_reversed_days_are_an_error() -> None:
    with pytest.raises(ValueError, match="before"):
        Period.of_days(date(2021, 7, 6), date(2021, 7, 5))


def test_the_days_of_this_portal_s_time_are_possible() -> None:
    check_day(date(2000, 1, 1))
    check_day(date(timezone.localdate().year + 1, 12, 31))


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date.max])
def test_other_days_are_not(day: date) -> None:
    with pytest.raises(ValidationError):
        check_day(day)


def test_the_day_after_the_end_of_next_year_is_not() -> None:
    with pytest.raises(ValidationError):
        check_day(date(timezone.localdate().year + 2, 1, 1))


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
