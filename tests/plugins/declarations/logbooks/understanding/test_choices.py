"""What the editor says about sheets and columns is believed before what is found."""

import pytest

from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import Column
from tests.plugins.declarations.logbooks.tables import PHONE, read_rows, read_sheets

HEADINGS = ["Họ tên", "Điện thoại", "Ngày", "Giờ vào"]
ROW = ["Lê A", PHONE, "15/07/2021", "7h"]
BY_LETTER = {0: Column.NAME, 1: Column.PHONE, 2: Column.DATE, 3: Column.TIME_IN}


def chosen(**kwargs):
    return Choices(sheets={1: SheetChoices(**kwargs)})


def test_a_column_is_taken_for_something_else():
    rows = [["Họ tên", "Mã", "Ngày", "Giờ vào", "Điện thoại"], ["Lê A", PHONE, *ROW[2:], "12"]]
    read = read_rows(rows, choices=chosen(columns={1: Column.PHONE}))
    assert read.visits[0][1] == "+84912345678"
    assert read.columns() == ["name", "phone", "date", "time_in", "other"]


def test_a_column_without_a_heading_is_taken():
    read = read_rows([[*HEADINGS, ""], [*ROW, "8h"]], choices=chosen(columns={4: Column.TIME_OUT}))
    assert read.times == [("2021-07-15 07:00", "2021-07-15 08:00")]


def test_a_column_is_left_out():
    read = read_rows([HEADINGS, ROW], choices=chosen(columns={1: Column.OTHER}))
    assert read.visits[0][1] is None


def test_several_columns_of_an_address_stay():
    rows = [[*HEADINGS, "Địa chỉ", "Tổ"], [*ROW, "Số 5", "Tổ 3"]]
    read = read_rows(rows, choices=chosen(columns={5: Column.ADDRESS}))
    assert read.entries[0].details["address"] == "Số 5, Tổ 3"


def test_the_row_of_the_headings():
    rows = [HEADINGS, ["Họ tên khách", *HEADINGS[1:]], ROW]
    read = read_rows(rows, choices=chosen(header_row=2))
    assert (read.layout.sheets[0].header_row, len(read.entries)) == (2, 1)


def test_a_row_far_below_can_be_the_one():
    rows = [*([""] * 4 for _ in range(40)), HEADINGS, ROW]
    assert not read_rows(rows).layout.sheets
    assert len(read_rows(rows, choices=chosen(header_row=41)).entries) == 1


def test_a_sheet_without_headings():
    assert read_rows([ROW, ROW]).layout.left_out[0].why == "no_header"
    read = read_rows([ROW, ROW], choices=chosen(header_row=0, columns=BY_LETTER))
    assert [entry.row for entry in read.entries] == [1, 2]


def test_columns_alone_make_a_sheet_readable():
    assert len(read_rows([ROW, ROW], choices=chosen(columns=BY_LETTER)).entries) == 2


def test_strange_headings_are_read_once_their_columns_are_known():
    rows = [["Tên gì", "A", "B", "C"], ROW]
    assert not read_rows(rows).layout.sheets
    read = read_rows(rows, choices=chosen(header_row=1, columns=BY_LETTER))
    assert len(read.entries) == 1


def test_what_is_still_missing_is_said():
    left_out = read_rows([ROW], choices=chosen(columns={0: Column.NAME})).layout.left_out[0]
    assert (left_out.why, left_out.missing) == ("missing_columns", (Column.TIME_IN,))


def test_a_sheet_is_left_out():
    read = read_sheets({"a": [HEADINGS, ROW], "b": [HEADINGS, ROW]}, choices=chosen(left_out=True))
    assert [(sheet.number, sheet.why) for sheet in read.layout.left_out] == [(1, "by_choice")]
    assert [entry.sheet for entry in read.entries] == [2]


@pytest.mark.parametrize("columns", [{90: Column.TIME_OUT}, {-1: Column.TIME_OUT}])
def test_a_column_that_is_not_there_is_passed_over(columns):
    assert len(read_rows([HEADINGS, ROW], choices=chosen(columns=columns)).entries) == 1


def test_choices_survive_the_way_through_the_database():
    choices = Choices("vni", "mdy", {2: SheetChoices(3, {0: Column.NAME}, left_out=True)})
    assert Choices.from_json(choices.to_json()) == choices
