"""Where the headings are, and which column each announces."""

import pytest

from plugins.declarations.logbooks.understanding.header import find_header
from plugins.declarations.logbooks.understanding.layout import HEADER_WITHIN

HEADINGS = ["STT", "Họ và tên", "Số điện thoại", "Ngày", "Giờ vào"]


def columns(header):
    return [found.column.value for found in header.columns]


def test_the_header_may_stand_as_low_as_row_thirty():
    header = find_header([[""] * 5] * (HEADER_WITHIN - 1) + [HEADINGS])
    assert header.row == HEADER_WITHIN - 1


def test_further_down_it_is_not_looked_for():
    assert find_header([[""] * 5] * HEADER_WITHIN + [HEADINGS]) is None


def test_titles_above_are_not_taken_for_it():
    rows = [["SỔ GHI NGƯỜI RA VÀO", "", "", "", ""], ["Ngày 5/7/2021", "", "", "", ""], HEADINGS]
    assert find_header(rows).row == 2


def test_headings_over_two_rows():
    rows = [["STT", "Họ tên", "Thời gian", "", "Ghi chú"], ["", "", "Vào", "Ra", ""]]
    header = find_header(rows)
    assert header.rows == 2
    assert columns(header) == ["ordinal", "name", "time_in", "time_out", "notes"]


def test_the_first_row_of_data_is_no_second_row_of_headings():
    header = find_header([HEADINGS, ["1", "Nguyễn Thị Ngày", "0912345678", "5/7", "7h"]])
    assert header.rows == 1


def test_of_two_that_announce_the_same_the_plainer_is_believed():
    header = find_header([["Người đi cùng xe", "Khách", "Họ và tên", "Ngày", "Giờ vào"]])
    assert columns(header) == ["other", "other", "name", "date", "time_in"]


def test_several_address_columns_belong_together():
    header = find_header([["Họ tên", "Số nhà", "Xã/phường", "Ngày", "Giờ vào"]])
    assert columns(header) == ["name", "address", "address", "date", "time_in"]


def test_what_is_missing_is_said():
    header = find_header([["STT", "Số điện thoại", "Ngày"]])
    assert [column.value for column in header.missing] == ["name"]


def found_in(*headings):
    return columns(find_header([headings]))


def test_passengers_leave_first_and_arrive_then():
    assert found_in("Họ tên", "Ngày đi", "Giờ khởi hành", "Giờ đến") == [
        "name", "date", "time_in", "time_out",
    ]  # fmt: skip


def test_vehicles_come_first_and_leave_then():
    assert found_in("Lái xe", "Ngày", "Giờ vào bến", "Giờ xuất bến") == [
        "name", "date", "time_in", "time_out",
    ]  # fmt: skip


def test_a_day_of_leaving_alone_stays_one():
    assert found_in("Họ tên", "Giờ vào", "Ngày ra", "Giờ ra") == [
        "name", "time_in", "date_out", "time_out",
    ]  # fmt: skip


def test_a_note_below_is_no_second_row_of_headings():
    header = find_header([["Họ tên", "Lớp", "Giờ vào"], ["", "Ghi chú: đeo khẩu trang", ""]])
    assert header.rows == 1


@pytest.mark.parametrize(
    "headings",
    [
        ["Ho (Có/Không)", "Họ tên", "Ngày", "Giờ vào"],
        ["Ho", "Họ và tên", "Ngày", "Giờ vào"],
        ["Sốt/Ho/Khó thở", "Họ tên", "Ngày", "Giờ vào"],
        ["Ho/sốt", "Tên khách", "Ngày", "Giờ vào"],
        ["Ho", "Sốt", "Tên khách", "Giờ vào"],
    ],
)
def test_the_cough_is_no_family_name(headings):
    assert "family_name" not in found_in(*headings)


@pytest.mark.parametrize("family", ["Họ", "Ho", "HỌ", "Họ / Surname", "Họ đệm", "Ho dem"])
def test_a_family_name_beside_the_name(family):
    assert found_in(family, "Tên", "Ngày", "Giờ vào")[:2] == ["family_name", "name"]


def test_a_family_name_among_two_rows_of_headings():
    rows = [["STT", "Họ và tên", "", "Giờ"], ["", "Họ", "Tên", "Vào"], [1, "Lê", "A", "7h"]]
    assert columns(find_header(rows)) == ["ordinal", "family_name", "name", "time_in"]


@pytest.mark.parametrize(
    "other",
    ["SĐT người thân", "Điện thoại khẩn cấp", "SĐT phụ huynh", "SĐT gia đình", "ĐT báo tin"],
)
@pytest.mark.parametrize("own", ["SĐT", "ĐT", "Liên hệ"])
def test_the_phone_of_a_relative_is_not_the_visitors(other, own):
    assert found_in(other, "Họ tên", own, "Giờ vào")[::2] == ["other", "phone"]


def test_the_phone_of_a_relative_is_taken_where_there_is_no_other():
    assert found_in("Họ tên học sinh", "SĐT phụ huynh", "Giờ đến")[1] == "phone"
