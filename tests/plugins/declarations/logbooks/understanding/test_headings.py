"""Headings with and without accents, shortened, in any words that clerks use."""

import pytest

from people.names import fold
from plugins.declarations.logbooks.understanding.headings import recognise

KNOWN = {
    "ordinal": ["STT", "TT", "Số TT", "Số thứ tự", "No.", "#", "STT / No."],
    "name": [
        "Họ và tên", "Họ tên", "H.Tên", "Tên", "Tên người đến", "Người vào chợ", "Khách",
        "Tên khách", "Họ và tên khách (viết in hoa)", "Full name", "Họ tên lái xe", "Hành khách",
        "Họ tên / Full name", "Khách\n(Guest)", "Họ vàtên", "HoTen", "full_name",
        "Họ tên phụ huynh", "Tên tiểu thương", "Tên hội viên",
    ],
    "family_name": ["Họ", "Họ đệm", "Họ và đệm", "Họ và tên đệm", "HỌ VÀ TÊN LÓT", "Surname"],
    "phone": [
        "Số điện thoại", "SĐT", "sdt", "ĐT", "Đ/T", "Số ĐT", "Điện thoại", "SĐT liên hệ", "Di động",
        "Số ĐT (nếu có)", "Phone", "SĐT/Zalo", "Contact No.", "SoDienThoai", "Số ĐTDĐ",
    ],
    "id": ["Số CCCD", "CMND", "CMT", "Số CMND/CCCD", "Giấy tờ", "Căn cước", "Hộ chiếu"],
    "address": ["Địa chỉ", "Đ/c", "Nơi ở", "Nơi cư trú", "Địa chỉ liên hệ", "Đến từ", "Thường trú"],
    "date": ["Ngày", "Ngày đến", "Ngày/tháng", "Ngày tháng năm", "Ngày vào", "Date", "Thứ/ngày",
        "Ngày làm việc", "Ngày khai báo", "Ngày (dd/mm/yyyy)", "Date of visit", "Ngày / Date"],
    "time_in": [
        "Giờ vào", "Vào lúc", "Giờ đến", "Giờ", "Vào", "Thời gian vào", "Thời gian", "Ngày giờ vào",
        "TG vào", "Time in", "Check-in", "Đến", "Giờ vào/ra",
        "Giờ lên xe", "Giờ vào ca", "G.vào", "Arrival time", "Dấu thời gian", "Timestamp",
    ],
    "time_out": ["Giờ ra", "Ra lúc", "Giờ về", "Ra", "Về", "Ngày giờ ra", "TG ra", "Time out",
        "Giờ tan ca", "Giờ xuống xe", "Giờ ra khỏi cổng", "Departure time", "Exit", "Giờ rời chợ",
        "Giờ ra cổng", "Giờ xuất bến"],
    "date_out": ["Ngày ra", "Ngày về"],
    "notes": ["Ghi chú", "Lý do đến", "Mục đích", "Nội dung công việc"],
    "birth": ["Năm sinh", "Ngày sinh", "Ngày tháng năm sinh"],
}  # fmt: skip
MISLEADING = [
    "Người cần gặp", "Họ tên người cần gặp", "Người tiếp đón", "Ngày cấp", "Nơi cấp", "Ký tên",
    "Nơi đến", "Biển số xe", "Nhiệt độ", "Giới tính", "Khoa", "Căn hộ", "Tên cơ quan", "Số người",
    "Bộ phận", "Lớp", "Ca", "Số ghế", "Email Address", "Nhiệt độ vào", "Chủ hộ",
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


@pytest.mark.parametrize(
    ("heading", "column"),
    [("1. STT", "ordinal"), ("2) Họ và tên (*)", "name"), ("(3). Giờ vào", "time_in")],
)
def test_numbers_before_headings(heading, column):
    assert recognise(heading) == column
