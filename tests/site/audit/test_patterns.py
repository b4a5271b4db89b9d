"""What stands out in the record."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from audit.patterns import Finding, Limits, LookUp, Rule, find, is_night

LIMITS = Limits(
    same_person_days=3,
    people_without_case=3,
    night_look_ups=3,
    exported_rows=100,
    accounts_one_person=3,
    phones=100,
)
NOON = datetime(2021, 7, 5, 12)
DAY = timedelta(days=1)


def look_up(pk: int, at: datetime = NOON, **more: Any) -> LookUp:
    given = {
        "account": "an",
        "action": "open_person",
        "question": "key:a",
        "has_case": True,
        "results": 1,
    }
    return LookUp(pk, at, **{**given, **more})


def found(look_ups: list[LookUp]) -> list[Finding]:
    return find(look_ups, LIMITS)


def test_one_person_on_many_days() -> None:
    look_ups = [look_up(n, NOON + n * DAY) for n in range(3)]
    (finding,) = found(look_ups)
    assert finding == Finding(
        Rule.SAME_PERSON, "an", 3, NOON.date(), (NOON + 2 * DAY).date(), entry=2
    )


@pytest.mark.parametrize(
    "look_ups",
    [
        [look_up(n) for n in range(9)],
        [look_up(n, NOON + n * DAY, question=f"key:{n}") for n in range(9)],
        [look_up(n, NOON + n * DAY, account=f"u{n}") for n in range(9)],
        [look_up(n, NOON + n * DAY, action="change") for n in range(9)],
    ],
    ids=["one day", "several people", "several accounts", "no look-ups"],
)
def test_what_is_no_daily_look_up(look_ups: list[LookUp]) -> None:
    assert found(look_ups) == []


def test_many_people_without_a_case() -> None:
    (finding,) = found([look_up(n, question=f"key:{n}", has_case=False) for n in range(3)])
    assert (finding.rule, finding.account, finding.number) == (Rule.NO_CASE, "an", 3)


def test_with_a_case_many_people_are_work() -> None:
    assert found([look_up(n, question=f"key:{n}") for n in range(9)]) == []


@pytest.mark.parametrize(
    "question", ["cases:tasks", "case:HD-7", "places:open", "venue:K7M2XP", "graph:case:HD-7", ""]
)
def test_lists_cases_and_places_are_nobody(question: str) -> None:
    daily = [look_up(n, NOON + n * DAY, question=question) for n in range(9)]
    many = [
        look_up(n, NOON + n * DAY, question=question, account=f"u{n}", has_case=False)
        for n in range(9)
    ]
    assert found(daily + many) == []


def test_many_people_are_counted_by_day() -> None:
    look_ups = [look_up(n, NOON + n * DAY, question=f"key:{n}", has_case=False) for n in range(9)]
    assert found(look_ups) == []


def test_much_in_one_night_that_passes_midnight() -> None:
    start = datetime(2021, 7, 5, 23)
    look_ups = [look_up(n, start + timedelta(hours=n), question=f"key:{n}") for n in range(3)]
    (finding,) = found(look_ups)
    assert (finding.rule, finding.number) == (Rule.NIGHT, 3)


def test_a_little_every_night_is_not_much_in_one() -> None:
    start = datetime(2021, 7, 5, 23)
    assert found([look_up(n, start + n * DAY, question=f"key:{n}") for n in range(9)]) == []


@pytest.mark.parametrize(
    ("hour", "night"), [(21, False), (22, True), (0, True), (4, True), (5, False)]
)
def test_the_night_passes_midnight(hour: int, night: bool) -> None:
    assert is_night(datetime(2021, 7, 5, hour), LIMITS) is night


def test_a_night_within_one_day() -> None:
    limits = Limits(night_from=0, night_to=4)
    assert is_night(datetime(2021, 7, 5, 3), limits)
    assert not is_night(datetime(2021, 7, 5, 23), limits)


def test_exported_rows_add_up_in_a_day() -> None:
    (finding,) = found([look_up(n, action="export", results=50, question="") for n in range(2)])
    assert (finding.rule, finding.number) == (Rule.EXPORTED, 100)


def test_phones_that_were_shown_add_up_in_a_day_though_there_is_a_case() -> None:
    (finding,) = found([look_up(n, phones=True, results=50, question="") for n in range(2)])
    assert (finding.rule, finding.account, finding.number) == (Rule.PHONES, "an", 100)


def test_phones_of_several_days_do_not_add_up() -> None:
    look_ups = [look_up(n, NOON + n * DAY, phones=True, results=99, question="") for n in range(2)]
    assert found(look_ups) == []


def test_one_person_looked_up_by_many_without_a_case() -> None:
    (finding,) = found([look_up(n, account=f"u{n}", has_case=False) for n in range(3)])
    assert (finding.rule, finding.account, finding.number) == (Rule.ONE_BY_MANY, "", 3)


def test_the_highest_number_comes_first() -> None:
    look_ups = [
        look_up(10 * who + n, NOON + n * DAY, account=f"u{who}", question=f"key:{who}")
        for who, days in enumerate((3, 5, 4))
        for n in range(days)
    ]
    assert [finding.number for finding in found(look_ups)] == [5, 4, 3]
