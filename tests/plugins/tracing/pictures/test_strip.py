"""The hours of a venue as a strip."""

from datetime import date

from plugins.tracing.pictures.strip import LABEL, Day, Stay, Strip, cases_in, hours_used, strip
from tests.plugins.tracing.clock import ZONE, at

FIRST, LAST = date(2021, 7, 5), date(2021, 7, 7)


def make(counts: dict[str, int], *stays: Stay) -> Strip:
    by_hour = {at(f"2021-07-{text}"): number for text, number in counts.items()}
    return strip(by_hour, stays, FIRST, LAST, ZONE)


def day(made: Strip, number: int) -> Day:
    return made.days[number]


def test_every_day_has_a_line_of_24_hours() -> None:
    made = make({})
    assert [each.day for each in made.days] == [FIRST, date(2021, 7, 6), LAST]
    assert {len(each.cells) for each in made.days} == {24}


def test_numbers_stand_at_their_hours() -> None:
    made = make({"06 09:00": 12})
    assert day(made, 1).cells[9].number == 12
    assert sum(cell.number for each in made.days for cell in each.cells) == 12


def test_the_busiest_hour_is_darkest_and_nobody_is_blank() -> None:
    made = make({"05 08:00": 100, "05 09:00": 1, "05 10:00": 40})
    assert [day(made, 0).cells[hour].level for hour in (7, 8, 9, 10)] == [0, 5, 1, 2]


def test_the_legend_says_what_the_levels_stand_for() -> None:
    made = make({"05 08:00": 100, "05 09:00": 41})
    assert made.bounds[2] == (41, 60)
    assert day(made, 0).cells[9].level == 3


def test_few_people_leave_levels_that_nothing_can_have() -> None:
    assert [bound for bound in make({"05 08:00": 2}).bounds if bound[0] <= bound[1]] == [
        (1, 1),
        (2, 2),
    ]


def test_a_stay_over_midnight_is_marked_on_both_days() -> None:
    made = make({}, Stay("HD-7", at("2021-07-05 23:00"), at("2021-07-06 02:00")))
    assert [(len(each.marks), each.cases) for each in made.days] == [
        (1, ["HD-7"]),
        (1, ["HD-7"]),
        (0, []),
    ]
    assert day(made, 1).marks[0].x == LABEL


def test_a_stay_before_the_days_is_not_marked() -> None:
    made = make({}, Stay("HD-7", at("2021-07-04 08:00"), at("2021-07-05 00:00")))
    assert not any(each.marks for each in made.days)


def test_hours_used_are_those_between_the_first_and_the_last_person() -> None:
    assert hours_used(make({"05 08:00": 1, "06 11:00": 2}).days) == range(8, 12)
    assert hours_used(make({}).days) == range(0)


def test_a_short_stay_up_to_the_hour_is_not_in_the_next_one() -> None:
    made = make({}, Stay("HD-7", at("2021-07-05 08:58"), at("2021-07-05 09:00")))
    assert [cases_in(day(made, 0), hour, ZONE) for hour in (7, 8, 9)] == [[], ["HD-7"], []]
