"""Times of day in every way that clerks write them."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.logbooks.understanding.times import END_OF_DAY, parse_time

HALF_PAST_SEVEN = 7 * 60 + 30


@pytest.mark.parametrize(
    "written",
    [
        "7h30", "7g30", "7:30", "07.30", "7 giờ 30", "7h30'", "7h30’", "7h30p", "7 giờ 30 phút",
        "7 giờ rưỡi", "7 h 30", "7H30", "7Giờ30", "07:30:00", "7:30 AM", "7h30 SA", "7h30 sáng",
        "sáng 7h30", "lúc 7h30", "khoảng 7h30", "730", "0730", "7 30", "7h:30", "0.3125", ".3125",
        "7,30",
    ],
)  # fmt: skip
def test_half_past_seven(written):
    assert parse_time(written).minutes == HALF_PAST_SEVEN


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("7h", 420),
        ("7 giờ", 420),
        ("7", 420),
        ("14h15'", 855),
        ("2h15 CH", 855),
        ("2:15 PM", 855),
        ("2 giờ 15 chiều", 855),
        ("12h30 CH", 750),
        ("12h30 SA", 30),
        ("12h trưa", 720),
        ("1h trưa", 780),
        ("11h trưa", 660),
        ("9h tối", 1260),
        ("12h đêm", 0),
        ("14h CH", 840),
        ("7h5", 425),
        ("0h00", 0),
        ("24h", END_OF_DAY),
        ("7.5", 470),  # 7.50 whose zero got lost
    ],
)
def test_other_times(written, minutes):
    assert parse_time(written).minutes == minutes


@pytest.mark.parametrize("written", ["", " ", "-", "x", "chưa", "chưa về", "không", None])
def test_nothing_written_is_no_fault(written):
    result = parse_time(written)
    assert result.minutes is None
    assert result.problem is None


@pytest.mark.parametrize("written", ["25h70", "7h60", "25h", "24h30", "2475", "14h sáng"])
def test_impossible_times(written):
    assert parse_time(written).problem == "time_impossible"


@pytest.mark.parametrize("written", ["abc", "7h30 rồi đi", "-1h", "5/7", True])
def test_unreadable_times(written):
    assert parse_time(written).problem == "time_unreadable"


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (time(7, 30), 450),
        (datetime(1900, 1, 1, 7, 30), 450),
        (timedelta(hours=7, minutes=30), 450),
        (timedelta(hours=24), END_OF_DAY),
        (0.3125, 450),
        (7.3, 450),  # "7.30" that a program took for a number
        (7, 420),
        (730, 450),
        (44382.3125, 450),
        (0, 0),
    ],
)
def test_cells_that_are_no_text(cell, minutes):
    assert parse_time(cell).minutes == minutes


@pytest.mark.parametrize("cell", [timedelta(hours=30), -0.5, 7.75, 25])
def test_impossible_cells(cell):
    assert parse_time(cell).problem == "time_impossible"


FORMS = [
    "{h}h{m:02d}",
    "{h}g{m:02d}",
    "{h}:{m:02d}",
    "{h:02d}.{m:02d}",
    "{h} giờ {m:02d}",
    "{h}h{m:02d}'",
]


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(FORMS))
def test_every_minute_of_the_day_in_every_form(hour, minute, form):
    assert parse_time(form.format(h=hour, m=minute)).minutes == hour * 60 + minute


@given(st.integers(0, END_OF_DAY - 1))
def test_every_fraction_of_a_day(minutes):
    assert parse_time(minutes / END_OF_DAY).minutes == minutes


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.booleans()))
def test_anything_gives_a_time_or_a_problem_or_nothing(value):
    result = parse_time(value)
    assert result.minutes is None or result.problem is None
    assert result.minutes is None or 0 <= result.minutes <= END_OF_DAY


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("8h kém 15", 465), ("9 giờ kém 5", 535), ("8 kém 10 tối", 1190), ("7 rưỡi", 450)],
)
def test_quarters_to_and_half_past(written, minutes):
    assert parse_time(written).minutes == minutes


WAYS = [
    "{0}h{1:02d}", "{0}g{1:02d}", "{0:02d}:{1:02d}", "{0:02d}.{1:02d}", "{0}h{1:02d}'",
    "{0} giờ {1:02d} phút", "{0:02d}:{1:02d}:00", "{0:02d}{1:02d}", "{0} h {1}", "{0}H{1:02d}",
    "lúc {0}h{1:02d}", "{0};{1:02d}",
]  # fmt: skip


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(WAYS))
def test_every_minute_in_every_way(hour, minute, way):
    assert parse_time(way.format(hour, minute)).minutes == hour * 60 + minute


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from([("SA", "CH"), ("am", "PM")]))
def test_every_minute_of_both_halves(hour, minute, halves):
    written = f"{(hour - 1) % 12 + 1}:{minute:02d} {halves[hour >= 12]}"
    assert parse_time(written).minutes == hour * 60 + minute


@given(st.integers(0, 1439))
def test_every_minute_as_programs_hold_it(minutes):
    assert parse_time(minutes / 1440).minutes == minutes
    assert parse_time(timedelta(minutes=minutes)).minutes == minutes
    assert parse_time(time(*divmod(minutes, 60))).minutes == minutes


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers()))
def test_any_cell_is_a_time_of_a_day_or_a_problem(value):
    found = parse_time(value)
    assert found.minutes is None or 0 <= found.minutes <= 1440
    assert found.minutes is None or found.problem is None
