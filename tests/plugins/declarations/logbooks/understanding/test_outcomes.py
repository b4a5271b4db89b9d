"""Our own result workbook, uploaded again."""

import pytest

from plugins.declarations.logbooks.understanding.outcomes import is_settled
from tests.plugins.declarations.logbooks.tables import PHONE, read_rows

HEADINGS = ["Họ tên", "SĐT", "Ngày", "Giờ vào"]
ROW = ["Lê A", PHONE, "15/07/2021", "7h"]


@pytest.mark.parametrize("heading", ["Kết quả (sổ 1a2b3c4d)", "Result (book 1a2b3c4d)"])
def test_its_first_column_is_recognised(heading):
    read = read_rows([[heading, *HEADINGS], ["đã nhập", *ROW]])
    assert read.layout.result_of == "1a2b3c4d"
    assert read.columns() == ["outcome", "name", "phone", "date", "time_in"]
    assert len(read.entries) == 1


@pytest.mark.parametrize("heading", ["Kết quả", "Kết quả xét nghiệm", "Kết quả (sổ chợ)"])
def test_other_results_are_none(heading):
    read = read_rows([[heading, *HEADINGS], ["âm tính", *ROW]])
    assert read.layout.result_of == ""
    assert read.columns()[0] == "other"


@pytest.mark.parametrize(
    "cell", ["đã nhập", "trùng", "bỏ qua", "imported", "Duplicate", "trùng: dòng 5"]
)
def test_rows_with_nothing_left_to_do(cell):
    assert is_settled(cell)


@pytest.mark.parametrize("cell", ["lỗi: Số điện thoại", "error: Phone", "", 5, "đã sửa"])
def test_rows_that_may_have_been_mended(cell):
    assert not is_settled(cell)


def test_a_date_row_above_still_holds():
    read = read_rows(
        [
            ["Kết quả (sổ 1a2b3c4d)", "Họ tên", "SĐT", "Giờ vào"],
            ["", "Ngày 15/7/2021", "", ""],
            ["lỗi: x", "Lê A", PHONE, "7h"],
        ]
    )
    assert read.times == [("2021-07-15 07:00", None)]
