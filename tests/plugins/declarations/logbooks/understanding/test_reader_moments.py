"""Whole sheets of many layouts: when somebody came and left."""

from datetime import date, datetime, time

import pytest

from tests.plugins.declarations.logbooks.tables import PHONE, read_rows, read_sheets

HEADINGS = ["TT", "Họ tên", "SĐT", "Ngày", "Giờ vào", "Giờ ra"]


def row(number=1, name="Lê A", phone=PHONE, day="5/7/2021", came="7h", left=""):
    return [number, name, phone, day, came, left]


def test_a_row_above_each_day_gives_the_day():
    read = read_rows(
        [
            ["SỔ CHỢ - THÁNG 7 NĂM 2021"],
            ["TT", "Tên", "SĐT", "Vào", "Ra"],
            ["Thứ hai, ngày 5/7"],
            [1, "Lê A", PHONE, "7h", ""],
            ["Ngày 6 tháng 7"],
            [1, "Lê B", PHONE, "8h", ""],
            [date(2021, 7, 7)],
            [1, "Lê C", PHONE, "9h", ""],
        ]
    )
    days = ["2021-07-05 07:00", "2021-07-06 08:00", "2021-07-07 09:00"]
    assert [came for came, _left in read.times] == days


def test_a_day_row_that_cannot_be_spoils_the_rows_below_it():
    read = read_rows(
        [
            ["TT", "Tên", "SĐT", "Vào", "Ra"],
            ["Ngày 5/7/2021"],
            [1, "Lê A", PHONE, "7h", ""],
            ["Ngày 32/7/2021"],
            [1, "Lê B", PHONE, "8h", ""],
        ]
    )
    assert read.faults == [(5, ["date_impossible"])]


@pytest.mark.parametrize("name", ["05-07-2021", "Ngày 5.7.2021"])
def test_the_sheet_name_gives_the_day(name):
    read = read_rows([["Họ tên", "SĐT", "Vào", "Ra"], ["Lê A", PHONE, "7h", "8h"]], name=name)
    assert read.times == [("2021-07-05 07:00", "2021-07-05 08:00")]


def test_sheets_numbered_by_their_day():
    rows = [["Tháng 7 năm 2021"], ["Họ tên", "SĐT", "Vào", "Ra"], ["Lê A", PHONE, "7h", ""]]
    read = read_sheets({"5": rows, "06": rows})
    assert [came for came, _left in read.times] == ["2021-07-05 07:00", "2021-07-06 07:00"]


def test_the_title_gives_the_day():
    read = read_rows(
        [["SỔ KHÁCH NGÀY 05/07/2021"], ["Họ tên", "SĐT", "Vào", "Ra"], ["Lê A", PHONE, "7h", ""]]
    )
    assert read.times == [("2021-07-05 07:00", None)]


@pytest.mark.parametrize(
    "where",
    [
        {"name": "T7-2021"},
        {"file_name": "So ra vao 2021.xlsx"},
        {"year": 2021},
    ],
)
def test_the_year_comes_from_names_or_is_given(where):
    assert read_rows([HEADINGS, row(day="5/7")], **where).times == [("2021-07-05 07:00", None)]


def test_the_year_of_another_sheet_holds_for_all():
    read = read_sheets(
        {"Tuần 1": [["Năm 2021"], HEADINGS, row(day="5/7")], "Tuần 2": [HEADINGS, row(day="6/7")]}
    )
    assert [came for came, _left in read.times] == ["2021-07-05 07:00", "2021-07-06 07:00"]


def test_the_years_of_other_rows_hold_for_those_without():
    read = read_rows([HEADINGS, row(day="5/7/2021"), row(day="6/7")])
    assert [came for came, _left in read.times] == ["2021-07-05 07:00", "2021-07-06 07:00"]


@pytest.mark.parametrize("mistyped", ["7/7/2012", "7/7/2031"])
def test_one_mistyped_year_does_not_spread(mistyped):
    read = read_rows([HEADINGS, row(day="5/7"), row(day="6/7"), row(day=mistyped)])
    assert read.faults[:2] == [(2, ["date_year_unknown"]), (3, ["date_year_unknown"])]


def test_the_book_is_believed_before_the_editor():
    read = read_rows([["Năm 2021"], HEADINGS, row(day="5/7")], year=2020)
    assert read.times == [("2021-07-05 07:00", None)]


def test_no_year_anywhere():
    assert read_rows([HEADINGS, row(day="5/7")]).faults == [(2, ["date_year_unknown"])]


def test_a_day_row_may_stand_in_the_column_of_phones():
    read = read_rows([["ĐT", "Tên", "Vào"], ["5/7/2021"], [PHONE, "Lê A", "7h"]])
    assert read.times == [("2021-07-05 07:00", None)]


def test_month_titles_between_the_rows():
    read = read_rows(
        [["NĂM 2021"], HEADINGS, ["Tháng 7"], row(day=5), ["Tháng 8"], row(day=6, came="8h")]
    )
    assert [came for came, _left in read.times] == ["2021-07-05 07:00", "2021-08-06 08:00"]


def test_month_first_is_decided_for_the_whole_column():
    read = read_rows([HEADINGS, row(day="7/13/2021"), row(day="7/5/2021")])
    assert [came for came, _left in read.times] == ["2021-07-13 07:00", "2021-07-05 07:00"]


def test_dates_written_once_a_day():
    read = read_rows([HEADINGS, row(), row(day=""), row(day=""), row(day="6/7/2021"), row(day="")])
    days = [came[8:10] for came, _left in read.times]
    assert days == ["05", "05", "05", "06", "06"]


@pytest.mark.parametrize("day", ["5/7/2021", datetime(2021, 7, 5), "5/7/2021 14:05"])
def test_a_note_below_such_dates_is_no_visit(day):
    read = read_rows([HEADINGS, row(day=day), row(day=""), ["", "Ghi chú: đeo khẩu trang"]])
    assert (len(read.entries), [ignored.why for ignored in read.ignored]) == (2, ["note"])


def test_one_empty_date_among_many_is_a_fault():
    read = read_rows([HEADINGS, *[row(day=f"{day}/7/2021") for day in range(1, 9)], row(day="")])
    assert read.faults == [(10, ["date_missing"])]


def test_a_date_merged_over_several_rows():
    dates = [row(day=f"{day}/7/2021") for day in range(1, 9)]
    read = read_rows([HEADINGS, *dates, row(day="")], merged_down={3: frozenset({10})})
    assert read.times[-1] == ("2021-07-08 07:00", None)


def test_ditto_marks():
    read = read_rows([HEADINGS, row(), row(day='"'), row(day="6/7/2021"), row(day="nt")])
    assert [came[8:10] for came, _left in read.times] == ["05", "05", "06", "06"]


@pytest.mark.parametrize(
    "title", ["Kèm theo Quyết định số 12/QĐ-UBND ngày 29/5/2020", "(Mẫu số 02, 15/3/2020)"]
)
def test_the_day_of_a_decision_is_not_that_of_the_book(title):
    read = read_rows([[title], ["Năm 2021"], HEADINGS, row(day="15/7")])
    assert read.times == [("2021-07-15 07:00", None)]
    assert not read.layout.sheets[0].title_day


def test_a_table_for_each_day_below_its_title():
    headings, visit = ["TT", "Tên", "SĐT", "Vào", "Ra"], [1, "Lê A", PHONE, "7h", "chưa về"]
    read = read_rows(
        [
            ["SỔ KHÁCH NGÀY 5/7/2021"], headings, visit, [],
            ["SỔ KHÁCH NGÀY 6/7/2021"], headings, visit, ["Hà Đông, ngày 31 tháng 7 năm 2021"],
        ]
    )  # fmt: skip
    assert [came for came, _left in read.times] == ["2021-07-05 07:00", "2021-07-06 07:00"]
    assert [each.why for each in read.ignored] == ["day", "heading", "note"]


def test_a_heading_may_give_the_month():
    read = read_rows([["Họ tên", "Ngày (tháng 7/2021)", "Giờ vào"], ["Lê A", 5, "7h"]])
    assert read.times == [("2021-07-05 07:00", None)]


@pytest.mark.parametrize("left", ["6h hôm sau", "6h sáng hôm sau", "06:00 (+1)", "6/7/2021 6h"])
def test_the_next_day_in_words(left):
    read = read_rows([HEADINGS, row(day="5/7/2021", came="8h", left=left)])
    assert read.times == [("2021-07-05 08:00", "2021-07-06 06:00")]


def test_the_month_of_an_earlier_day_row_holds():
    visit = [1, "Lê A", PHONE, "7h", ""]
    read = read_rows(
        [["TT", "Tên", "SĐT", "Vào", "Ra"], ["Ngày 5/7/2021"], visit, ["Ngày 6"], visit]
    )
    assert [came for came, _left in read.times] == ["2021-07-05 07:00", "2021-07-06 07:00"]


def test_a_faulty_date_spoils_the_rows_that_repeat_it():
    read = read_rows([HEADINGS, row(), row(day=""), row(day="31/2/2021"), row(day=""), row(day="")])
    assert [number for number, _codes in read.faults] == [4, 5, 6]


@pytest.mark.parametrize("left", ["9h", "07h30 - 9h", "9:00:00"])
def test_date_and_time_in_one_cell(left):
    read = read_rows([["Họ tên", "SĐT", "Thời gian vào"], ["Lê A", PHONE, f"5/7/2021 {left}"]])
    assert read.times[0][0] == ("2021-07-05 07:30" if "-" in left else "2021-07-05 09:00")


def test_time_in_and_out_in_one_cell():
    read = read_rows(
        [["Ngày", "Thời gian", "Họ tên", "ĐT"], ["5/7/2021", "7h30 - 9h", "Lê A", PHONE]]
    )
    assert read.times == [("2021-07-05 07:30", "2021-07-05 09:00")]


def test_midnight_in_a_column_of_dates_is_no_time():
    read = read_rows([HEADINGS, row(day=datetime(2021, 7, 5), came="")])
    assert read.faults == [(2, ["time_missing"])]


def test_cells_of_dates_and_times():
    read = read_rows(
        [
            HEADINGS,
            row(day=date(2021, 7, 5), came=time(7, 30), left=time(8, 0)),
            row(day=datetime(2021, 7, 5), came=0.3125, left=0.5),
            row(day=44382, came="7:30", left=8),
        ]
    )
    assert {came for came, _left in read.times} == {"2021-07-05 07:30"}
    assert [left[-5:] for _came, left in read.times] == ["08:00", "12:00", "08:00"]


def test_past_midnight():
    read = read_rows([HEADINGS, row(came="22h", left="1h30")])
    assert read.times == [("2021-07-05 22:00", "2021-07-06 01:30")]
    assert read.entries[0].repairs == [("time_out", "past_midnight", "1h30")]


def test_out_before_in_is_refused_when_no_night_explains_it():
    assert read_rows([HEADINGS, row(came="9h", left="8h")]).faults == [(2, ["time_out_before_in"])]


def test_the_day_out_may_be_written():
    read = read_rows(
        [
            ["Họ tên", "Ngày vào", "Giờ vào", "Ngày ra", "Giờ ra"],
            ["Lê A", "5/7/2021", "22h", "7/7/2021", "10h"],
        ]
    )
    assert read.times == [("2021-07-05 22:00", "2021-07-07 10:00")]


def test_a_column_of_nothing_but_dates_is_one_whatever_its_heading():
    read = read_rows([["Thời gian", "Vào", "Ra", "Họ tên"], ["05/07/2021", "7h", "8h", "Lê A"]])
    assert read.times == [("2021-07-05 07:00", "2021-07-05 08:00")]


def test_the_day_on_which_an_id_was_given_out_is_not_the_day_of_the_visit():
    read = read_rows(
        [
            ["Tên", "CMND", "Ngày cấp", "Vào"],
            ["Ngày 5/7/2021"],
            ["Lê A", "012345678", "01/02/2015", "7h"],
        ]
    )
    assert read.times == [("2021-07-05 07:00", None)]


def test_one_impossible_date_does_not_cost_the_column():
    rows = [[f"{day}/7/2021", "7h", "8h", "Lê A"] for day in (5, 6, 7, 8, 9, 32)]
    read = read_rows([["Thời gian", "Vào", "Ra", "Họ tên"], *rows])
    assert (len(read.entries), read.faults) == (5, [(7, ["date_impossible"])])
