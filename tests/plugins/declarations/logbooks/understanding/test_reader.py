"""Whole sheets of many layouts: which rows are visits, and who was there."""

import pytest

from tests.plugins.declarations.logbooks.tables import PHONE, read_rows

HEADINGS = ["TT", "Họ tên", "SĐT", "Ngày", "Giờ vào", "Giờ ra"]


def row(number=1, name="Lê A", phone=PHONE, day="5/7/2021", came="7h", left=""):
    return [number, name, phone, day, came, left]


def test_columns_in_any_order():
    read = read_rows(
        [["Ra", "ĐT", "Ngày", "Khách", "Vào"], ["8h", PHONE, "5/7/2021", "Lê A", "7h"]]
    )
    assert read.visits == [("Lê A", "+84912345678", "2021-07-05 07:00", "2021-07-05 08:00")]


def test_ditto_marks_in_any_column():
    read = read_rows([HEADINGS, row(left="8h"), [2, "Lê B", '"', "nt", '"', "như trên"]])
    assert read.visits[1] == (
        "Lê B", "+84912345678", "2021-07-05 07:00", "2021-07-05 08:00",
    )  # fmt: skip
    assert {code for _column, code, _cell in read.entries[1].repairs} == {"as_above"}


def test_one_heading_above_family_name_and_name():
    read = read_rows([["Họ và tên", "", "Ngày", "Giờ"], ["Lê Văn", "A", "15/7/2021", "7h"]])
    assert read.entries[0].name == "Lê Văn A"


def test_a_column_of_sexes_is_no_given_name():
    rows = [["Họ và tên", "", "Ngày", "Giờ"], ["Lê Văn A", "Nam", "15/7/2021", "7h"]]
    assert read_rows(rows).entries[0].name == "Lê Văn A"


def test_the_cough_is_no_family_name():
    rows = [["Họ tên", "Ho", "Sốt", "Ngày", "Giờ"], ["Lê A", "không", "có", "15/7/2021", "7h"]]
    assert read_rows(rows).entries[0].name == "Lê A"


@pytest.mark.parametrize("name", ["1. Lê A", "2) Lê A", " Lê A "])
def test_numbers_before_names(name):
    assert read_rows([HEADINGS, row(name=name)]).entries[0].name == "Lê A"


@pytest.mark.parametrize("name", ["Tổng", "Cộng", "tổng cộng 5/7", "#N/A"])
def test_what_is_no_name(name):
    read = read_rows([["Họ tên", "SĐT", "Ngày", "Giờ vào"], [name, "", "15/7/2021", 12]])
    assert not read.entries


def test_names_in_two_columns():
    read = read_rows(
        [["Họ đệm", "Tên", "SĐT", "Ngày", "Giờ"], ["Nguyễn Văn", "An", PHONE, "5/7/2021", "7h"]]
    )
    assert read.entries[0].name == "Nguyễn Văn An"


def test_details_are_kept():
    read = read_rows(
        [
            ["Họ tên", "Số nhà", "Phường", "Năm sinh", "Lý do", "Ngày", "Giờ vào", "Biển số"],
            ["Lê A", "Số 5", "Phúc La", 1990, "Thăm", "5/7/2021", "7h", "29A"],
        ]
    )
    details = {"address": "Số 5, Phúc La", "birth": "1990", "notes": "Thăm"}
    assert read.entries[0].details == details


def test_an_id_that_cannot_be_is_left_out_not_the_visit():
    read = read_rows([["Họ tên", "CCCD", "Ngày", "Giờ vào"], ["Lê A", "12345", "5/7/2021", "7h"]])
    assert read.entries[0].id_number is None
    assert read.entries[0].repairs == [("id", "id_length_left_out", "12345")]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"name": ""}, ["name_empty"]),
        ({"phone": "0912"}, ["phone_length"]),
        ({"day": "31/2/2021"}, ["date_impossible"]),
        ({"came": "25h70"}, ["time_impossible"]),
        ({"came": ""}, ["time_missing"]),
        ({"left": "8h60"}, ["time_impossible"]),
        ({"day": "5/7/2031"}, ["date_future"]),
        ({"name": "", "phone": "0912"}, ["phone_length", "name_empty"]),
    ],
)
def test_rows_with_faults_are_refused_with_all_of_them(changes, codes):
    assert read_rows([HEADINGS, row(), row(**changes)]).faults == [(3, codes)]


@pytest.mark.parametrize("phone", ["", "không", "-", "0"])
def test_no_phone_is_no_fault(phone):
    assert read_rows([HEADINGS, row(phone=phone)]).entries[0].phone is None


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["Tổng cộng: 40"], "total"),
        (["", "Cộng", "", "", "", 12], "total"),
        (["Ghi chú: khách phải đeo khẩu trang"], "note"),
        (["", "NGƯỜI LẬP SỔ", "", "", "TRƯỞNG BAN", ""], "note"),
        (["", "Nguyễn Văn X", "", "", "", ""], "note"),
        (["", "", "", "", "", 220.0], "note"),
        (HEADINGS, "heading"),
        ([1, 2, 3, 4, 5, 6], "heading"),
        (["Hà Đông, ngày 31 tháng 7 năm 2021"], "note"),
        ([1, "Nguyễn Văn A", PHONE, "5/7/2021", "7h", "8h", "Ví dụ, xoá dòng này"], "example"),
    ],
)
def test_rows_that_are_no_visits_are_not_counted(cells, why):
    read = read_rows([[*HEADINGS, "Ghi chú"], row(), cells])
    assert [ignored.why for ignored in read.ignored] == [why]
    assert len(read.entries) == 1
    assert not read.refused


@pytest.mark.parametrize("cells", [[], ["", " ", ""], [2, "", "", "", "", ""]])
def test_empty_rows_and_numbered_empty_rows(cells):
    read = read_rows([HEADINGS, row(), [*cells, *[""] * (6 - len(cells))]])
    assert (len(read.entries), read.refused, read.ignored) == (1, [], [])


def test_somebody_called_tong_is_no_total():
    read = read_rows([HEADINGS, row(name="Tống Văn Cộng"), row(name="Tống Cộng Hòa", phone="0912")])
    assert len(read.entries) == 1
    assert read.faults == [(3, ["phone_length"])]


def test_a_numbered_row_with_a_name_alone_is_refused_not_lost():
    read = read_rows([HEADINGS, row(), row(), row(number=3, phone="", day="", came="")])
    assert read.faults == [(4, ["time_missing", "date_missing"])]


def test_a_sheet_without_times_is_left_out_with_the_reason():
    (left_out,) = read_rows(
        [["Ngày", "Họ tên", "SĐT"], ["5/7/2021", "Lê A", PHONE]]
    ).layout.left_out
    assert left_out.why == "missing_columns"
    assert [column.value for column in left_out.missing] == ["time_in"]


def test_a_layout_survives_the_way_through_the_database():
    layout = read_rows([["Tháng 7 năm 2021"], HEADINGS, row(day="5/7")]).layout
    assert type(layout).from_json(layout.to_json()) == layout


@pytest.mark.parametrize("tick", ["Không", "x", "có"])
def test_a_column_of_ticks_beside_the_name_is_no_family_name(tick):
    rows = [["Ho", "Tên khách", "Ngày", "Giờ"], [tick, "Lê A", "15/7/2021", "7h"]]
    assert read_rows(rows).entries[0].name == "Lê A"


def named(name, phone="", paper=""):
    rows = [["Họ tên", "SĐT", "CCCD", "Ngày", "Giờ vào"], [name, phone, paper, "15/7/2021", "7h"]]
    return read_rows(rows)


@pytest.mark.parametrize(
    "written",
    [
        f"Lê A - {PHONE}",
        f"Lê A ({PHONE})",
        "Lê A 0912.345.678",
        f"Lê A, SĐT: {PHONE}",
        f"{PHONE} Lê A",
        "Lê A 0912 345 678",
    ],
)
def test_a_phone_in_the_name_is_moved_to_the_phone(written):
    (entry,) = named(written).entries
    assert (entry.name, entry.phone) == ("Lê A", "+84912345678")
    assert entry.repairs == [("name", "number_in_name", written)]


def test_an_id_in_the_name_is_moved_to_the_id():
    (entry,) = named("Lê A CCCD 001090123456").entries
    assert (entry.name, entry.id_number, entry.phone) == ("Lê A", "001090123456", None)


def test_a_further_phone_in_the_name_is_kept_among_the_sealed_notes():
    (entry,) = named("Lê A 0987654321", PHONE).entries
    assert (entry.name, entry.phone) == ("Lê A", "+84912345678")
    assert entry.details == {"notes": "0987654321"}


def test_a_number_that_is_neither_is_not_left_in_the_name():
    (entry,) = named("Lê A 123456789012345").entries
    assert (entry.name, entry.details) == ("Lê A", {"notes": "123456789012345"})


@pytest.mark.parametrize("headings", [["Họ tên", "STT"], ["Họ đệm", "Tên"]])
def test_a_letter_lost_in_the_file_is_a_fault(headings):
    rows = [[*headings, "SĐT", "Ngày", "Giờ vào"], ["Nguy\ufffdn", "1", PHONE, "15/7/2021", "7h"]]
    assert "name_broken" in read_rows(rows).faults[0][1]


@pytest.mark.parametrize("name", ["x", "không tên", "#N/A", "Không rõ"])
def test_what_stands_for_a_name_and_is_none_is_said_to_be_none(name):
    assert named(name, PHONE).faults == [(2, ["name_no_name"])]


def test_a_mistyped_mark_makes_no_total_of_somebody():
    assert named("Tổng Văn An", PHONE).entries[0].name == "Tổng Văn An"


@pytest.mark.parametrize(
    ("name", "phone", "paper"),
    [("Đỗ Thị Lan", PHONE, ""), ("Nguyễn Văn A", "0987654321", ""),
     ("Nguyễn Văn A", PHONE, "001090123457")],
)  # fmt: skip
def test_an_example_row_that_was_typed_over_is_a_visit(name, phone, paper):
    headings = ["Họ tên", "SĐT", "CCCD", "Ngày", "Giờ vào", "Ghi chú"]
    cells = [name, phone, paper, "15/7/2021", "7h", "Ví dụ, xoá dòng này"]
    assert [entry.name for entry in read_rows([headings, cells]).entries] == [name]
