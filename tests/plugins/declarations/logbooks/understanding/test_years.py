"""Short dates with the year first, and days whose year is probably mistyped."""

from datetime import datetime

import pytest

from tests.plugins.declarations.logbooks.tables import read_rows

HEADINGS = ["Ngày", "Giờ vào", "Họ tên"]


def read(*days, above=()):
    return read_rows([*above, HEADINGS, *[[day, "7h", "Lê A"] for day in days]])


def days_of(read):
    return [came[:10] for came, _left in read.times]


@pytest.mark.parametrize("third", ["05", "15"])
def test_the_year_first(third):
    found = read("21/07/15", "21/07/16", f"21/07/{third}")
    assert days_of(found) == ["2021-07-15", "2021-07-16", f"2021-07-{third}"]
    assert not found.layout.asks_order


def test_it_is_said_that_the_year_was_read_first():
    assert ("date", "year_first", "21/07/15") in read("21/07/15", "21/07/16").entries[0].repairs


def test_the_day_first_where_that_is_as_recent():
    assert days_of(read("19/07/21", "20/07/21")) == ["2021-07-19", "2021-07-20"]


def test_a_title_of_that_year_keeps_the_day_first():
    found = read("21/07/15", "22/07/15", above=[["Năm 2015"]])
    assert days_of(found) == ["2015-07-21", "2015-07-22"]


def test_full_years_among_them_are_read_as_ever():
    found = read("21/07/15", "21/07/16", "21/07/17", "18/07/2021")
    assert days_of(found)[-1] == "2021-07-18"


@pytest.mark.parametrize("odd", ["15/07/2012", "15/07/2020", datetime(2019, 7, 15)])
def test_a_day_far_from_the_others_is_pointed_out(odd):
    found = read("15/07/2021", "16/07/2021", "17/07/2021", odd)
    codes = [[code for _column, code, _cell in entry.repairs] for entry in found.entries]
    assert codes == [[], [], [], ["date_far"]]


def test_days_of_a_whole_year_are_not():
    found = read(*[f"15/{month}/2021" for month in range(1, 13)])
    assert not any(entry.repairs for entry in found.entries)
