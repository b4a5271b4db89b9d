"""Books put together at random: any columns in any order, any way of writing, titles and totals."""

from datetime import date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.plugins.declarations.logbooks.tables import read_rows

YEAR, MONTH = 2021, 7
HEADINGS = {
    "ordinal": ["STT", "TT", "Số TT"],
    "name": ["Họ và tên", "HỌ TÊN", "Tên khách", "Người đến", "Ho va ten", "Khách hàng"],
    "phone": ["SĐT", "Số điện thoại", "ĐT", "so dt", "Điện thoại liên hệ"],
    "id": ["CCCD", "Số CMND", "CMND/CCCD", "Giấy tờ tùy thân"],
    "address": ["Địa chỉ", "Nơi ở", "Đ/c"],
    "date": ["Ngày", "Ngày đến", "Ngày/tháng", "NGÀY VÀO"],
    "came": ["Giờ vào", "Vào lúc", "Giờ đến", "Vào", "TG vào"],
    "left": ["Giờ ra", "Ra lúc", "Giờ về", "Ra", "Thời gian ra"],
    "host": ["Người cần gặp", "Gặp ai"],
    "birth": ["Năm sinh", "Ngày sinh"],
    "other": ["Nhiệt độ", "Ký tên", "Biển số xe"],
}
TIMES = {
    "h": lambda h, m: f"{h}h{m:02d}",
    "g": lambda h, m: f"{h}g{m:02d}'",
    "colon": lambda h, m: f"{h:02d}:{m:02d}",
    "dot": lambda h, m: f"{h:02d}.{m:02d}",
    "words": lambda h, m: f"{h} giờ {m} phút",
    "halves": lambda h, m: f"{(h - 1) % 12 + 1}:{m:02d} {'SA' if h < 12 else 'CH'}",
    "cell": time,
    "fraction": lambda h, m: (h * 60 + m) / 1440,
}
DATES = {
    "full": lambda day: day.strftime("%d/%m/%Y"),
    "dashes": lambda day: f"{day.day}-{day.month}-{day.year}",
    "dots": lambda day: day.strftime("%d.%m.%y"),
    "short": lambda day: f"{day.day}/{day.month}",
    "words": lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    "cell": lambda day: day,
    "cell with time": lambda day: datetime(day.year, day.month, day.day),
    "serial": lambda day: (day - date(1899, 12, 30)).days,
}
ABOVE = [["UBND PHƯỜNG HÀ ĐÔNG"], ["SỔ THEO DÕI NGƯỜI RA VÀO"], []]
BELOW = [
    ["Tổng cộng: 12 lượt"],
    ["Ghi chú: khách phải đeo khẩu trang"],
    ["NGƯỜI LẬP SỔ", "", "TRƯỞNG BAN"],
    [],
]
EXTRA = ["ordinal", "id", "address", "host", "birth", "other"]
NAMES = ["Nguyễn Văn An", "TRẦN THỊ BÌNH", "Tống Công Minh", "Lê Ra", "H'Hen Niê"]

Visit = tuple[str, str | None, str, str | None]


@st.composite
def visits(draw: Any) -> list[dict[str, Any]]:
    """Rows of one day as (unformatted) values."""
    # Of 72 minutes a fraction of a day has two decimals: such times test_decimal_times looks at.
    minutes = st.integers(6 * 60, 21 * 60).filter(lambda minute: minute % 72)
    return [
        {
            "name": draw(st.sampled_from(NAMES)),
            "phone": draw(st.one_of(st.none(), st.integers(910_000_000, 919_999_999))),
            "came": (came := draw(minutes)),
            "left": draw(
                st.one_of(
                    st.none(), st.integers(came, came + 150).filter(lambda minute: minute % 72)
                )
            ),
        }
        for _ in range(draw(st.integers(2, 4)))
    ]


@st.composite
def books(draw: Any) -> tuple[list[list[Any]], list[Visit]]:
    """The rows of a book, and the visits that it tells of."""
    days_in_rows = draw(st.booleans())
    columns = ["name", "came", "left", "phone"] + ([] if days_in_rows else ["date"])
    columns += draw(st.lists(st.sampled_from(EXTRA), unique=True))
    columns = draw(st.permutations(columns))
    time_style, date_style = (
        draw(st.sampled_from(sorted(TIMES))),
        draw(st.sampled_from(sorted(DATES))),
    )
    written_once = draw(st.booleans())
    rows = [*draw(st.lists(st.sampled_from(ABOVE), max_size=3)), [f"Tháng {MONTH} năm {YEAR}"]]
    rows.append([draw(st.sampled_from(HEADINGS[column])) for column in columns])
    expected: list[Visit] = []
    for number in sorted(draw(st.sets(st.integers(1, 31), min_size=2, max_size=3))):
        day = date(YEAR, MONTH, number)
        if days_in_rows:
            rows.append(
                [
                    draw(
                        st.sampled_from(
                            [f"Ngày {number}/{MONTH}", f"Thứ hai, {number}/{MONTH}", day]
                        )
                    )
                ]
            )
        for at, visit in enumerate(draw(visits())):
            cells = {
                "ordinal": at + 1,
                "name": visit["name"],
                "phone": visit["phone"] or "",
                "id": "001090123456",
                "address": "Số 5 Trần Phú",
                "date": "" if written_once and at else DATES[date_style](day),
                "came": TIMES[time_style](*divmod(visit["came"], 60)),
                "left": TIMES[time_style](*divmod(visit["left"], 60)) if visit["left"] else "",
                "host": "Anh Nam",
                "birth": 1990,
                "other": "",
            }
            rows.append([cells[column] for column in columns])
            expected.append(_expected(day, visit))
    return [*rows, *draw(st.lists(st.sampled_from(BELOW), max_size=3))], expected


def _expected(day: date, visit: dict[str, Any]) -> Visit:
    came, left = (
        None if minutes is None else f"{day} {minutes // 60:02d}:{minutes % 60:02d}"
        for minutes in (visit["came"], visit["left"])
    )
    return visit["name"], f"+84{visit['phone']}" if visit["phone"] else None, came or "", left


@given(books())
def test_every_visit_is_read_and_nothing_else(book):
    rows, expected = book
    read = read_rows(rows)
    assert read.visits == expected
    assert not read.refused
