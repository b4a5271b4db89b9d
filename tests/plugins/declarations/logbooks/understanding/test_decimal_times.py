"""Decimal numbers as times: what the other cells of the column show decides."""

import pytest

from tests.plugins.declarations.logbooks.tables import read_rows


def read(*came):
    return read_rows(
        [["Ngày", "Giờ vào", "Họ tên"], *[["15/7/2021", cell, "Lê A"] for cell in came]]
    )


@pytest.mark.parametrize(
    ("cell", "time"), [(0.15, "00:15"), (0.5, "00:50"), (7.5, "07:50"), (7.3, "07:30")]
)
def test_beside_clock_times_a_decimal_is_one(cell, time):
    assert read(7.45, 23.1, cell).times[-1] == (f"2021-07-15 {time}", None)


@pytest.mark.parametrize(("cell", "time"), [(0.15, "03:36"), (0.5, "12:00")])
def test_beside_fractions_of_a_day_a_decimal_is_one(cell, time):
    assert read(0.3125, cell).times[-1] == (f"2021-07-15 {time}", None)


@pytest.mark.parametrize("cell", [0.15, 0.3, 7.5, "7.5", "7,5"])
def test_where_nothing_decides_the_row_is_refused(cell):
    assert read(cell, "8h").faults == [(2, ["time_ambiguous"])]


@pytest.mark.parametrize("cell", [0.3125, 7.75])
def test_where_the_column_contradicts_seven_and_a_half_it_is_refused(cell):
    assert (3, ["time_ambiguous"]) in read(cell, 7.5).faults


@pytest.mark.parametrize(("cell", "time"), [(0.25, "06:00"), (0.75, "18:00")])
def test_quarters_of_a_day(cell, time):
    assert read(cell).times == [(f"2021-07-15 {time}", None)]


@pytest.mark.parametrize(
    ("cell", "codes"), [(0.15, ["decimal_time"]), (7.3, ["decimal_time"]), (7.45, [])]
)
def test_it_is_said_what_a_decimal_was_read_as(cell, codes):
    assert [code for _column, code, _cell in read(7.45, cell).entries[1].repairs] == codes
