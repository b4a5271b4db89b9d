"""The order in which contacts are called."""

from datetime import timedelta

import pytest

from plugins.tracing.meetings import Meeting
from plugins.tracing.risk import doses, risk
from tests.plugins.tracing.clock import at

BEGIN = at("2021-07-05 08:00")


def meeting(minutes: int, venue: int = 1) -> Meeting:
    return Meeting(venue, BEGIN, BEGIN + timedelta(minutes=minutes))


def test_an_hour_in_an_ordinary_room_is_66_of_100() -> None:
    assert risk(doses([meeting(60)], {})) == pytest.approx(66.1, abs=0.1)


def test_the_kind_of_venue_weighs() -> None:
    assert doses([meeting(55)], {1: 2.0}) == 120


def test_two_short_meetings_count_more_than_one_as_long() -> None:
    assert doses([meeting(10), meeting(10)], {}) > doses([meeting(20)], {})


def test_it_never_passes_100() -> None:
    assert risk(doses([meeting(60 * 24 * 30)], {1: 2.0})) <= 100
