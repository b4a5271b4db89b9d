"""A history as bars on days."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from plugins.tracing.engines.base import VisitRow
from plugins.tracing.timeline import days, gaps
from tests.plugins.tracing.clock import ZONE, at


def visit(start: str, end: str) -> VisitRow:
    return VisitRow(uuid4(), 1, at(start), at(end), False, "phone", "Lê An", UUID(int=1), None)


def test_a_stay_is_a_bar_on_its_day() -> None:
    (day,) = days([visit("2021-07-05 06:00", "2021-07-05 12:00")], ZONE)
    (bar,) = day.bars
    assert (str(day.day), bar.left, bar.width, bar.lane) == ("2021-07-05", 25.0, 25.0, 0)


def test_a_stay_past_midnight_is_a_bar_on_both_days() -> None:
    newer, older = days([visit("2021-07-05 18:00", "2021-07-06 06:00")], ZONE)
    assert [(bar.left, bar.width) for bar in newer.bars] == [(0.0, 25.0)]
    assert [(bar.left, bar.width) for bar in older.bars] == [(75.0, 25.0)]


def test_a_stay_until_midnight_is_not_on_the_next_day() -> None:
    assert len(days([visit("2021-07-05 18:00", "2021-07-06 00:00")], ZONE)) == 1


def test_a_stay_of_no_length_is_on_its_day() -> None:
    (day,) = days([visit("2021-07-05 00:00", "2021-07-05 00:00")], ZONE)
    assert day.bars[0].width == 0


def test_stays_that_overlap_lie_below_each_other() -> None:
    rows = [
        visit("2021-07-05 00:00", "2021-07-05 06:00"),
        visit("2021-07-05 05:00", "2021-07-05 11:00"),
        visit("2021-07-05 06:00", "2021-07-05 12:00"),
    ]
    (day,) = days(rows, ZONE)
    assert [bar.lane for bar in day.bars] == [0, 1, 0]
    assert day.lanes == 2


def test_names_beside_short_bars_do_not_overlap_either() -> None:
    rows = [
        visit("2021-07-05 06:00", "2021-07-05 06:30"),
        visit("2021-07-05 08:00", "2021-07-05 08:30"),
    ]
    (day,) = days(rows, ZONE)
    assert [(bar.label, bar.lane) for bar in day.bars] == [("after", 0), ("after", 1)]


def test_late_short_bars_have_their_name_before() -> None:
    (day,) = days([visit("2021-07-05 22:00", "2021-07-05 22:30")], ZONE)
    assert day.bars[0].label == "before"


def test_days_without_stays_are_counted() -> None:
    rows = [visit(f"2021-07-{day} 08:00", f"2021-07-{day} 09:00") for day in ("01", "02", "06")]
    assert [(str(day.day), day.gap) for day in days(rows, ZONE)] == [
        ("2021-07-06", 3),
        ("2021-07-02", 0),
        ("2021-07-01", 0),
    ]


def test_only_the_latest_days_are_shown() -> None:
    begin = at("2021-07-01 08:00")
    rows = [
        VisitRow(
            uuid4(),
            1,
            begin + timedelta(days=number),
            begin + timedelta(days=number, hours=1),
            False,
            "phone",
            "Lê An",
            UUID(int=1),
            None,
        )
        for number in range(40)
    ]
    shown = days(rows, ZONE, most=31)
    assert len(shown) == 31
    assert str(shown[0].day) == "2021-08-09"


def test_days_without_visits_stand_between_the_visits_around_them() -> None:
    newest, middle, oldest = (
        visit("2021-07-10 08:00", "2021-07-10 09:00"),
        visit("2021-07-09 08:00", "2021-07-09 09:00"),
        visit("2021-07-02 08:00", "2021-07-02 09:00"),
    )
    found = gaps([newest, middle, oldest], ZONE)
    assert found == {middle.id: (date(2021, 7, 3), date(2021, 7, 8))}


def test_who_stayed_over_night_has_no_gap() -> None:
    newer, older = (
        visit("2021-07-05 08:00", "2021-07-05 09:00"),
        visit("2021-07-02 08:00", "2021-07-04 09:00"),
    )
    assert gaps([newer, older], ZONE) == {}


def test_a_day_of_the_picture_says_which_days_lack() -> None:
    found = days(
        [
            visit("2021-07-05 08:00", "2021-07-05 09:00"),
            visit("2021-07-03 08:00", "2021-07-03 09:00"),
        ],
        ZONE,
    )
    assert found[0].gap_days == (date(2021, 7, 4), date(2021, 7, 4))


def test_a_day_has_no_more_bars_than_can_be_told_apart() -> None:
    (day,) = days([visit("2021-07-05 08:00", "2021-07-05 09:00") for _n in range(50)], ZONE)
    assert (len(day.bars), day.more, day.lanes) == (40, 10, 40)
