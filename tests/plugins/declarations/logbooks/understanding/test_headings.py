"""Headings with and without accents, shortened, in any words that clerks use."""

import pytest

from people.names import fold
from plugins.declarations.logbooks.understanding.headings import recognise

KNOWN = {
    "ordinal": ["STT", "TT", "Số TT", "Số thứ tự", "No.", "#"],
    "name": [
        "Họ và tên", "Họ tên", "H.Tên", "Tên", "Tên người đến", "Người vào chợ", "Khách",
        "Tên khách", "Họ và tên khách (viết in hoa)", "Full name", "Họ tên lái xe", "Hành khách",
    ],
    "family_name": ["Họ", "Họ đệm", "Họ và đệm"],
    "phone": [
        "Số điện thoại", "SĐT", "sdt", "ĐT", "Đ/T", "Số ĐT", "Điện thoại", "SĐT liên hệ", "Di động",
        "Số ĐT (nếu có)", "Phone",
    ],
    "id": ["Số CCCD", "CMND", "CMT", "Số CMND/CCCD", "Giấy tờ", "Căn cước", "Hộ chiếu"],
    "address": ["Địa chỉ", "Đ/c", "Nơi ở", "Nơi cư trú", "Địa chỉ liên hệ", "Đến từ", "Thường trú"],
    "date": ["Ngày", "Ngày đến", "Ngày/tháng", "Ngày tháng năm", "Ngày vào", "Date"],
    "time_in": [
        "Giờ vào", "Vào lúc", "Giờ đến", "Giờ", "Vào", "Thời gian vào", "Thời gian", "Ngày giờ vào",
        "TG vào", "Time in", "Check-in", "Đến", "Giờ vào/ra",
    ],
    "time_out": ["Giờ ra", "Ra lúc", "Giờ về", "Ra", "Về", "Ngày giờ ra", "TG ra", "Time out"],
    "date_out": ["Ngày ra", "Ngày về"],
    "notes": ["Ghi chú", "Lý do đến", "Mục đích", "Nội dung công việc"],
    "birth": ["Năm sinh", "Ngày sinh", "Ngày tháng năm sinh"],
}  # fmt: skip
MISLEADING = [
    "Người cần gặp", "Họ tên người cần gặp", "Người tiếp đón", "Ngày cấp", "Nơi cấp", "Ký tên",
    "Nơi đến", "Biển số xe", "Nhiệt độ", "Giới tính", "Khoa", "Căn hộ", "Tên cơ quan", "Số người",
]  # fmt: skip
PAIRS = [(heading, column) for column, headings in KNOWN.items() for heading in headings]


@pytest.mark.parametrize(("heading", "column"), PAIRS)
def test_headings_are_recognised(heading, column):
    assert recognise(heading) == column


@pytest.mark.parametrize(("heading", "column"), [pair for pair in PAIRS if pair[0] != "#"])
def test_accents_and_case_do_not_matter(heading, column):
    assert recognise(fold(heading)) == column
    assert recognise(heading.upper()) == column


@pytest.mark.parametrize("heading", MISLEADING)
def test_what_sounds_alike_is_not_taken(heading):
    assert recognise(heading) == "other"


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "0912345678", "", "Hà Đông"])
def test_data_is_no_heading(text):
    assert recognise(text) is None
