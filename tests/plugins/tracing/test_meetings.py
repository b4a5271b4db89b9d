"""What counts as a meeting."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.tracing.meetings import Meeting, Presence, Stay, overlap, total_minutes, union

BEGIN = datetime(2021, 7, 5, 1, tzinfo=UTC)


def stay(start: int, end: int, venue: int = 1, assumed: bool = False) -> Stay:
    """A stay given in minutes."""
    return Stay(venue, BEGIN + timedelta(minutes=start), BEGIN + timedelta(minutes=end), assumed)


def meeting(start: int, end: int, venue: int = 1, assumed: bool = False) -> Meeting:
    return Meeting(venue, BEGIN + timedelta(minutes=start), BEGIN + timedelta(minutes=end), assumed)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 60), (30, 90), (30, 60)),  # the end of one
        ((30, 90), (0, 60), (30, 60)),  # its beginning
        ((0, 90), (30, 60), (30, 60)),  # within
        ((30, 60), (0, 90), (30, 60)),  # around
        ((0, 60), (0, 60), (0, 60)),  # the same
        ((0, 30), (30, 60), None),  # they only touch
        ((0, 30), (40, 60), None),  # apart
        ((0, 30), (10, 10), None),  # someone who was there for no time
    ],
)
def test_an_overlap_is_what_two_stays_share(one: tuple, other: tuple, expected: tuple | None):
    assert overlap(stay(*one), stay(*other)) == (meeting(*expected) if expected else None)


def test_another_venue_is_no_meeting() -> None:
    assert overlap(stay(0, 60, venue=1), stay(0, 60, venue=2)) is None


def test_a_margin_lengthens_the_first_stay_at_both_ends() -> None:
    margin = timedelta(minutes=15)
    assert overlap(stay(30, 60), stay(65, 90), margin) == meeting(65, 75)
    assert overlap(stay(30, 60), stay(0, 20), margin) == meeting(15, 20)
    assert overlap(stay(30, 60), stay(75, 90), margin) is None


@pytest.mark.parametrize("assumed", [(True, False), (False, True)])
def test_a_meeting_rests_on_an_assumed_end_of_either(assumed: tuple[bool, bool]) -> None:
    found = overlap(stay(0, 60, assumed=assumed[0]), stay(30, 90, assumed=assumed[1]))
    assert found is not None
    assert found.assumed


def test_stays_that_overlap_become_one() -> None:
    assert union([stay(0, 30), stay(20, 60), stay(90, 100)]) == [stay(0, 60), stay(90, 100)]


def test_stays_that_touch_remain_apart() -> None:
    assert union([stay(30, 60), stay(0, 30)]) == [stay(0, 30), stay(30, 60)]


def test_a_stay_of_no_length_is_none() -> None:
    assert union([stay(10, 10)]) == []


def test_minutes_are_whole_ones_of_all_meetings_together() -> None:
    half = timedelta(seconds=30)
    halves = [Meeting(1, BEGIN, BEGIN + half), Meeting(2, BEGIN, BEGIN + half)]
    assert total_minutes([halves[0]]) == 0
    assert total_minutes([*halves, meeting(0, 5)]) == 6


stays = st.lists(
    st.builds(
        lambda venue, start, length: stay(start, start + length, venue),
        st.integers(1, 3),
        st.integers(0, 60),
        st.integers(0, 40),
    ),
    max_size=12,
)


def minutes_at(some: list[Stay], margin: int = 0) -> set[tuple[int, int]]:
    """Every single minute that the stays cover, with its venue."""
    covered = set()
    for each in some:
        first = (each.start - BEGIN) // timedelta(minutes=1) - margin
        last = (each.end - BEGIN) // timedelta(minutes=1) + margin
        covered |= {(each.venue, minute) for minute in range(first, last)}
    return covered


@given(stays, stays, st.integers(0, 10))
def test_meetings_cover_the_minutes_that_both_cover(
    own: list[Stay], others: list[Stay], margin: int
) -> None:
    meetings = Presence(own, timedelta(minutes=margin)).meetings(others)
    shared = minutes_at(own, margin) & minutes_at(others)
    assert total_minutes(meetings) == len(shared)
    assert minutes_at([Stay(m.venue, m.start, m.end) for m in meetings]) == shared


@given(stays, stays)
def test_a_meeting_is_the_same_for_both(own: list[Stay], others: list[Stay]) -> None:
    assert Presence(own).meetings(others) == Presence(others).meetings(own)
