"""How dates are read, in words."""

import pytest
from django.utils import translation

from plugins.declarations.logbooks.choosing.dates_shown import date_facts, orders
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.layout import (
    BookLayout,
    FoundColumn,
    SheetLayout,
)
from plugins.declarations.logbooks.understanding.periods import Period

DATED = (FoundColumn(0, "Ngày", Column.DATE),)


def sheet(**fields):
    return SheetLayout(1, "Sổ", 1, 1, fields.pop("columns", DATED), **fields)


def facts(samples=(), **fields):
    shown = sheet(**fields)
    return date_facts(shown, BookLayout("xlsx", (shown,)), {"1": {"0": list(samples)}})


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def test_an_example_from_the_book_shows_the_order():
    assert "“05/07/2021” được đọc là ngày 5 tháng 7 năm 2021." in facts(["05/07/2021"])


def test_an_example_in_english():
    with translation.override("en"):
        assert "“05/07/2021” is read as 5 July 2021." in facts(["05/07/2021"])


def test_with_the_month_first_an_open_date_is_the_example():
    said = facts(["01/02/2021"], date_order="mdy", order_examples=("05/07/2021",))
    assert said[:2] == [
        "Tháng trước, ngày sau.",
        "“05/07/2021” được đọc là ngày 7 tháng 5 năm 2021.",
    ]


def test_with_the_month_first_a_date_that_the_program_holds_is_no_example():
    assert not any("được đọc là" in fact for fact in facts(["01/02/2021"], date_order="mdy"))


def test_the_year_of_a_title_goes_into_the_example():
    said = facts(["5/7"], period=Period(years=(2021,)))
    assert "“5/7” được đọc là ngày 5 tháng 7 năm 2021." in said


def test_a_date_that_cannot_be_read_is_no_example():
    assert len(facts(["hôm qua"])) == 1


def test_a_sheet_with_day_rows_says_so():
    assert any("dòng riêng" in fact for fact in facts(columns=()))


def test_days_beside_the_times_stand_in_no_row_of_their_own():
    timed = (FoundColumn(0, "Ngày giờ vào", Column.TIME_IN),)
    assert len(facts(["01/09/2021 18:00"], columns=timed)) == 1
    assert len(facts(["18:00"], columns=timed)) == 2


def test_a_sheet_of_a_single_day_says_so():
    said = facts(columns=(), title_day="ngay 5/7/2021")
    assert any("tên trang tính" in fact for fact in said)


def test_dates_put_right_are_told():
    assert any("hiểu nhầm ngày thành tháng" in fact for fact in facts(swapped_cells=True))


def test_a_book_that_shows_its_order_may_stay_as_it_is():
    assert [order for order, _text in orders(BookLayout("xlsx", (sheet(),)))] == ["", "dmy", "mdy"]


def test_a_book_that_does_not_show_its_order_asks_with_real_dates():
    asked = sheet(order_asked=True, order_examples=("05/07/2021", "03/09/2021"))
    assert orders(BookLayout("xlsx", (asked,), asks_order=True)) == [
        (
            "dmy",
            "Ngày trước, tháng sau: 05/07/2021 = ngày 5 tháng 7 năm 2021; "
            "03/09/2021 = ngày 3 tháng 9 năm 2021",
        ),
        (
            "mdy",
            "Tháng trước, ngày sau: 05/07/2021 = ngày 7 tháng 5 năm 2021; "
            "03/09/2021 = ngày 9 tháng 3 năm 2021",
        ),
    ]
