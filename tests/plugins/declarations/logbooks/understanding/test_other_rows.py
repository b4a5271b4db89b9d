"""Rows that are no visits are told from visits that somebody wrote badly."""

import pytest

from tests.plugins.declarations.logbooks.tables import PHONE, read_rows

SYMPTOMS = ["Sốt (có/không)", "Ho (có/không)", "Khó thở (có/không)", "Đau họng (có/không)"]
NUMBERED = ["STT", "Họ tên", "SĐT", "Ngày", "Giờ vào", "Giờ ra"]


def outcomes(rows):
    """Numbers of refused rows, and kinds of those passed over."""
    read = read_rows(rows)
    return [number for number, _codes in read.faults], [each.why for each in read.ignored]


def test_answers_that_repeat_a_word_of_their_headings_are_no_headings():
    rows = [
        ["Ngày", "Giờ vào", "Họ và tên", "SĐT", *SYMPTOMS],
        ["15/7/2021", "7h30", "Lê A", PHONE, *["không"] * 4],
        ["15/7/2021", "8h", "Lê B", "091234", *["không"] * 4],
        ["15/7/2021", "25h", "Lê C", PHONE, "không", "không", "có", "không"],
    ]
    assert outcomes(rows) == ([3, 4], [])


def test_a_time_as_a_whole_number_makes_a_visit_of_a_row_without_its_date():
    rows = [["Ngày", "Giờ vào", "Họ và tên"], *[[f"{d}/7/2021", 730, "Lê A"] for d in (5, 6, 20)]]
    assert outcomes([*rows, ["", 830, "Phạm Thị D"]]) == ([5], [])


@pytest.mark.parametrize("came", ["sáng sớm", "abc", "", 2560, "không nhớ rõ"])
def test_a_name_beside_a_time_that_cannot_be_read_is_refused(came):
    rows = [["Ngày 5/7/2021"], ["Họ và tên", "Giờ vào"], ["Lê A", "7h30"], ["Trần Văn B", came]]
    assert outcomes(rows) == ([4], [])


@pytest.mark.parametrize("name", ["Trần Văn Trường", "Lê Thị Kỳ", "Bùi Đậu"])
def test_names_that_sound_like_an_office_are_names(name):
    rows = [["Ngày 5/7/2021"], ["Họ và tên", "Giờ vào"], ["Lê A", "7h30"], [name, "sáng sớm"]]
    assert outcomes(rows) == ([4], [])


@pytest.mark.parametrize("came", ["sáng sớm", 2560])
def test_so_it_is_where_the_other_rows_are_numbered(came):
    rows = [NUMBERED, [1, "Lê A", PHONE, "15/7/2021", "7h", ""], ["", "Lê B", "", "", came, ""]]
    assert outcomes(rows) == ([3], [])


@pytest.mark.parametrize("name", ["TONG THI C", "Tong Van Nam", "TONG CONG D"])
def test_somebody_called_tong_without_marks_is_no_total(name):
    rows = [NUMBERED, [3, name, "12", "15/7/21", 900, 1000]]
    assert outcomes(rows) == ([2], [])


@pytest.mark.parametrize(
    "cells",
    [
        ["", "Tổng cộng", "", "15/7/2021", "", 12],
        ["", "TONG CONG", "", "", 12, 12],
        ["", "Tổng số khách: 40"],
        ["Cộng ngày 15/7: 12 lượt"],
        ["", "Lũy kế", 40],
        ["", "Tong luot", 40],
    ],
)
def test_sums_stay_sums(cells):
    rows = [NUMBERED, [1, "Lê A", PHONE, "15/7/2021", "7h", ""], [*cells, *[""] * (6 - len(cells))]]
    assert outcomes(rows) == ([], ["total"])


@pytest.mark.parametrize(
    "cells",
    [
        ["Người lập sổ"],
        ["Người lập sổ", "Trưởng ban"],
        ["Nguyễn Thị Trực", "Lê Văn Ban"],
        ["Ghi chú: đeo khẩu trang"],
        ["(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)"],
        ["Tổ 2"],
    ],
)
def test_what_stands_below_a_table_without_numbers_stays_a_note(cells):
    rows = [["Ngày 5/7/2021"], ["Họ và tên", "Giờ vào"], ["Lê A", "7h30"], cells]
    assert outcomes(rows) == ([], ["note"])


def test_headings_of_two_rows_are_known_when_the_first_is_repeated():
    rows = [
        ["Ngày 5/7/2021"],
        ["Họ tên", "SĐT", "Thời gian", ""],
        ["", "", "Vào", "Ra"],
        ["Lê A", PHONE, "7h", ""],
        ["Họ tên", "SĐT", "Thời gian", ""],
    ]
    assert outcomes(rows) == ([], ["heading"])
