"""Dates in every way that clerks write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.logbooks.understanding.dates import DateContext, parse_date
from plugins.declarations.logbooks.understanding.periods import Period

JULY_2021 = DateContext(periods=(Period(month_years=((7, 2021),), years=(2021,)),))
NOTHING_KNOWN = DateContext()
FIFTH = date(2021, 7, 5)


@pytest.mark.parametrize(
    "written",
    [
        "05/07/2021", "5-7-21", "5.7.2021", "05 07 2021", "5 / 7 / 2021", "2021-07-05", "2021/7/5",
        "ngày 5/7/2021", "Ngày 05 tháng 07 năm 2021", "5 thg 7, 2021", "T2 5/7/2021",
        "Thứ Hai, 05/07/2021", "05072021", "20210705", "5-Jul-21", "July 5, 2021", "05/07/2021.",
        "44382", 44382, 44382.0, 5072021, date(2021, 7, 5), datetime(2021, 7, 5, 9, 0),
    ],
)  # fmt: skip
def test_whole_dates_need_nothing_around_them(written):
    assert parse_date(written, NOTHING_KNOWN).day == FIFTH


@pytest.mark.parametrize("written", ["5/7", "05-07", "5.7", "ngày 5/7", "5 tháng 7", 5.7, "T2 5/7"])
def test_the_year_comes_from_the_title(written):
    assert parse_date(written, JULY_2021).day == FIFTH


@pytest.mark.parametrize("written", ["5", "05", "ngày 5", "mùng 5", 5, 5.0])
def test_a_day_alone_takes_the_month_of_the_title(written):
    assert parse_date(written, JULY_2021).day == FIFTH


def test_the_nearest_title_decides():
    nearest, farther = Period(years=(2021,)), Period(years=(2020,))
    assert parse_date("5/7", DateContext(periods=(nearest, farther))).day == FIFTH


def test_a_span_over_new_year_gives_each_month_its_year():
    span = DateContext(periods=(Period(month_years=((12, 2020), (1, 2021)), years=(2020, 2021)),))
    assert parse_date("30/12", span).day == date(2020, 12, 30)
    assert parse_date("2/1", span).day == date(2021, 1, 2)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("31/2/2021", "date_impossible"),
        ("31/2", "date_impossible"),
        ("0/7/2021", "date_impossible"),
        ("5/13/2021", "date_impossible"),
        ("29/2/2021", "date_impossible"),
        ("5/7/1921", "date_impossible"),
        ("5/7", "date_year_unknown"),
        ("5", "date_month_unknown"),
        ("5/7/20211", "date_unreadable"),
        ("hôm qua", "date_unreadable"),
    ],
)
def test_faults(written, problem):
    assert parse_date(written, NOTHING_KNOWN).problem == problem


def test_a_day_that_has_not_come_yet():
    context = DateContext(today=date(2021, 7, 4))
    assert parse_date("05/07/2021", context).problem == "date_future"


def test_october_without_its_zero_is_asked_not_guessed():
    year = DateContext(periods=(Period(years=(2021,)),))
    assert parse_date(5.1, year).problem == "date_ambiguous"


def test_month_first_when_the_column_proves_it():
    assert parse_date("7/5/2021", DateContext(order="mdy")).day == FIFTH


@pytest.mark.parametrize("written", ["5.7", "5", 5.7])
def test_outside_a_column_of_dates_these_are_times(written):
    assert parse_date(written, JULY_2021, loose=False).problem == "date_unreadable"


def test_what_stands_behind_the_date_is_handed_back():
    assert parse_date("05/07/2021 14:05", NOTHING_KNOWN).rest == "14:05"


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FORMS = [
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y-%m-%d",
    "ngày %d tháng %m năm %Y",
    "%d%m%Y",
    "%d/%m/%y",
]


@given(DAYS, st.sampled_from(FORMS))
def test_every_day_in_every_form(day, form):
    assert parse_date(day.strftime(form), NOTHING_KNOWN).day == day


@given(DAYS)
def test_every_serial_number(day):
    assert parse_date((day - date(1899, 12, 30)).days, NOTHING_KNOWN).day == day


@given(DAYS)
def test_every_day_without_its_year(day):
    context = DateContext(periods=(Period(years=(day.year,)),))
    assert parse_date(f"{day.day}/{day.month}", context).day == day


@given(DAYS)
def test_month_first_mirrors_day_first(day):
    context = DateContext(order="mdy")
    assert parse_date(f"{day.month}/{day.day}/{day.year}", context).day == day


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers()))
def test_anything_gives_a_day_or_a_problem_or_nothing(value):
    result = parse_date(value, JULY_2021)
    assert result.day is None or result.problem is None
