"""Months and years that titles, sheets' names and files' names give."""

import pytest

from plugins.declarations.logbooks.understanding.periods import read_period


@pytest.mark.parametrize(
    ("title", "month_years", "years"),
    [
        ("SỔ GHI CHÉP NGƯỜI RA VÀO CHỢ - THÁNG 7 NĂM 2021", ((7, 2021),), (2021,)),
        ("Tháng 7/2021", ((7, 2021),), (2021,)),
        ("T7-2021", ((7, 2021),), (2021,)),
        ("07.2021", ((7, 2021),), (2021,)),
        ("Năm 2021", (), (2021,)),
        ("Sổ khách 2021", (), (2021,)),
        ("Từ ngày 25/12/2020 đến ngày 05/01/2021", ((12, 2020), (1, 2021)), (2020, 2021)),
        ("Ngày 05 tháng 07 năm 2021", ((7, 2021),), (2021,)),
        ("So_ra_vao_T7_2021", ((7, 2021),), (2021,)),
    ],
)
def test_titles(title, month_years, years):
    period = read_period(title)
    assert period.month_years == month_years
    assert period.years == years


@pytest.mark.parametrize(
    ("title", "month"), [("Tháng 7", 7), ("T7", 7), ("5-7", 7), ("ngày 5/7", 7)]
)
def test_a_month_without_its_year(title, month):
    assert read_period(title).month == month


@pytest.mark.parametrize(
    "title", ["Sheet1", "Trang1", "Tuần 1", "Số 2278/BTTTT-THH", "Công văn 1969/UBND"]
)
def test_titles_that_say_nothing(title):
    assert not read_period(title)


def test_two_years_are_not_one():
    assert read_period("Năm 2020 và năm 2021").year_of(7) is None
