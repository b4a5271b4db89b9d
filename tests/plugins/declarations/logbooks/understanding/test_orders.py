"""Day before month, or month before day: what a book shows, and what has to be asked."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.logbooks.understanding.choices import Choices
from tests.plugins.declarations.logbooks.tables import PHONE, TODAY, read_rows, read_sheets

HEADINGS = ["Họ tên", "SĐT", "Ngày", "Giờ vào"]


def book(*dates, above=(), heading="Ngày", **kwargs):
    """A book with these cells in its column of dates."""
    headings = [heading if each == "Ngày" else each for each in HEADINGS]
    rows = [[f"Lê {'ABCDEGHKLM'[at % 10]}", PHONE, cell, "7h"] for at, cell in enumerate(dates)]
    return read_rows([*([text] for text in above), headings, *rows], **kwargs)


def days(read):
    return [came[:10] for came, _left in read.times]


def test_a_day_beyond_the_twelfth_proves_it():
    read = book("05/07/2021", "13/07/2021")
    assert (read.layout.asks_order, read.layout.sheets[0].order_certain) == (False, True)
    assert days(read) == ["2021-07-05", "2021-07-13"]


def test_nothing_shows_it():
    read = book("05/07/2021", "05/07/2021")
    assert read.layout.asks_order
    assert not read.layout.sheets[0].order_certain
    assert read.layout.sheets[0].order_examples == ("05/07/2021",)
    assert days(read) == ["2021-07-05"] * 2


@pytest.mark.parametrize(("order", "day"), [("dmy", "2021-07-05"), ("mdy", "2021-05-07")])
def test_the_editor_says_it(order, day):
    read = book("05/07/2021", choices=Choices(date_order=order))
    assert not read.layout.asks_order
    assert days(read) == [day]


@pytest.mark.parametrize(
    "cells", [["05/05/2021"], ["2021-07-05"], ["ngày 5 tháng 7 năm 2021"], [date(2021, 7, 5)], [""]]
)
def test_where_both_orders_say_the_same_nothing_is_asked(cells):
    assert not book(*cells, above=["Năm 2021"]).layout.asks_order


@pytest.mark.parametrize(
    ("where", "first_day"),
    [
        ({"above": ["SỔ THÁNG 7 NĂM 2021"]}, "2021-07-05"),
        ({"above": ["Tháng 5/2021"]}, "2021-05-07"),
        ({"name": "T7"}, "2021-07-05"),
        ({"file_name": "so thang 5-2021.xlsx"}, "2021-05-07"),
        ({"heading": "Ngày/tháng/năm"}, "2021-07-05"),
        ({"heading": "Ngày (mm/dd/yyyy)"}, "2021-05-07"),
        ({"above": ["Ngày ghi đủ ngày/tháng/năm"]}, "2021-07-05"),
        ({"above": ["Date: MM/DD/YYYY"]}, "2021-05-07"),
    ],
)
def test_the_title_or_a_name_shows_it(where, first_day):
    read = book("05/07/2021", **where)
    assert not read.layout.asks_order
    assert days(read) == [first_day]


@pytest.mark.parametrize(
    ("cells", "first_day"),
    [
        (["05/07/2021", "06/07/2021", "07/07/2021", "08/07/2021"], "2021-07-05"),
        (["07/05/2021", "07/06/2021", "07/07/2021", "07/08/2021"], "2021-07-05"),
        (["9/7/2021", "6/7/2021", "8/7/2021", "5/7/2021"], "2021-07-09"),
        (["30/06/2021", "1/7/2021", "2/7/2021"], "2021-06-30"),
    ],
)
def test_dates_that_run_on_show_it(cells, first_day):
    read = book(*cells)
    assert not read.layout.asks_order
    assert days(read)[0] == first_day


def test_days_that_have_not_come_yet_show_it():
    assert days(book("05/02/2022", today=date(2022, 3, 1))) == ["2022-02-05"]
    assert days(book("02/05/2022", today=date(2022, 3, 1))) == ["2022-02-05"]


def test_dates_without_doubt_beside_them_show_it():
    read = book("07/05/2021", "2021-07-04", "July 6, 2021", date(2021, 7, 21))
    assert not read.layout.asks_order
    assert days(read)[0] == "2021-07-05"


@pytest.mark.parametrize("cell", ["05.07.2021", "Thứ hai 05/07/2021", "ngày 05/07/2021"])
def test_ways_of_writing_that_go_with_day_first(cell):
    read = book(cell)
    assert not read.layout.asks_order
    assert days(read) == ["2021-07-05"]


def test_what_contradicts_itself_is_asked():
    read = book("05/07/2021", above=["Tháng 7 năm 2021"], heading="Ngày (mm/dd/yyyy)")
    assert read.layout.asks_order


def test_one_mistyped_date_does_not_turn_the_column():
    read = book(*(f"{day}/07/2021" for day in range(13, 19)), "07/14/2021", "05/07/2021")
    assert not read.layout.asks_order
    assert read.faults == [(8, ["date_impossible"])]


def test_both_orders_in_one_column_are_asked():
    assert book("13/07/2021", "07/14/2021", "05/07/2021").layout.asks_order


def test_a_sheet_that_shows_nothing_follows_the_others():
    open_one = [HEADINGS, ["Lê A", PHONE, "05/07/2021", "7h"]]
    clear = [HEADINGS, ["Lê B", PHONE, "07/13/2021", "7h"]]
    read = read_sheets({"a": open_one, "b": clear})
    assert not read.layout.asks_order
    assert days(read) == ["2021-05-07", "2021-07-13"]


def test_dates_with_their_times_in_one_column():
    rows = [["Họ tên", "SĐT", "Thời gian vào"], ["Lê A", PHONE, "07/05/2021 7h30"]]
    assert read_rows(rows).layout.asks_order
    rows.append(["Lê B", PHONE, "07/15/2021 7h30"])
    assert read_rows(rows).times[0] == ("2021-07-05 07:30", None)


def test_a_program_that_took_days_for_months_is_put_right():
    """Typed 5/7, 6/7, 13/7, 14/7: an American Excel keeps 7 May, 7 June and the other two texts."""
    read = book(date(2021, 5, 7), date(2021, 6, 7), "13/07/2021", "14/07/2021")
    assert days(read) == ["2021-07-05", "2021-07-06", "2021-07-13", "2021-07-14"]
    repairs = [(column, code) for each in read.entries for column, code, _cell in each.repairs]
    assert repairs == [("date", "day_month_swapped")] * 2


def test_such_a_program_with_the_month_in_the_title():
    read = book(datetime(2021, 5, 7), datetime(2021, 6, 7), above=["Tháng 7 năm 2021"])
    assert days(read) == ["2021-07-05", "2021-07-06"]


@pytest.mark.parametrize(
    "cells",
    [
        [date(2021, 7, 5), date(2021, 7, 6), "13/07/2021"],
        [date(2021, 7, 5), date(2021, 7, 21), "13/07/2021"],
        [date(2021, 5, 7), date(2021, 6, 7)],
    ],
)
def test_dates_that_the_program_holds_stay_where_nothing_speaks_against_them(cells):
    read = book(*cells)
    assert days(read)[0] == cells[0].isoformat()
    assert not any(entry.repairs for entry in read.entries)


DAYS = st.dates(date(2021, 1, 1), TODAY)
FORMS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}


def way(written):
    """The days from each date to the next, all together."""
    days = [date.fromisoformat(each) for each in written]
    return sum(abs((b - a).days) for a, b in pairwise(days))


@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(sorted(FORMS)))
def test_a_column_is_read_right_or_asked(written, order):
    """Where days beyond the twelfth prove nothing, only a column that runs on is read unasked."""
    read = book(*(day.strftime(FORMS[order]) for day in written))
    right = [day.isoformat() for day in written]
    if any(day.day > 12 for day in written):
        assert not read.layout.asks_order
        assert days(read) == right
    elif not read.layout.asks_order and days(read) != right:
        assert len(set(right)) > 2
        assert 4 * way(days(read)) <= way(right)


@given(DAYS, st.integers(3, 12))
def test_a_run_of_days_is_never_asked(start, length):
    run = [date.fromordinal(start.toordinal() - at) for at in range(length, 0, -1)]
    read = book(*(day.strftime("%d/%m/%Y") for day in run))
    assert not read.layout.asks_order
    assert days(read) == [day.isoformat() for day in run]
