"""Makes books of many layouts from a seed, each with the visits that it tells of.

Every choice that clerks make differently is drawn: where the headings stand and what they are
called, one row of them or two, which columns there are and in what order, where the day stands,
how dates, times and phones are written, what stands above, between and below the visits.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

Visit = tuple[str, str | None, str, str | None]
Cells = list[Any]

HEADINGS = {
    "ordinal": ["STT", "TT", "Số TT", "STT / No.", "#", "S.T.T"],
    "name": [
        *("Họ và tên", "HỌ TÊN", "Họ tên khách", "Tên khách", "Người đến", "Họ tên / Full name"),
        *("Họ và tên\n(Full name)", "Tên người ra vào", "Họ & tên", "H.Tên", "Visitor name"),
        *("Họ và tên phụ huynh", "Họ tên hành khách", "Khách hàng", "Tên tiểu thương"),
    ],
    "family": ["Họ đệm", "Họ và tên đệm", "Họ lót", "Họ"],
    "given": ["Tên"],
    "phone": [
        *("SĐT", "Số điện thoại", "ĐT", "Số ĐTDĐ", "SĐT/Zalo", "Điện thoại liên hệ", "Phone"),
        *("Số ĐT người đến", "Mobile", "Di động", "S.ĐT", "Contact No."),
    ],
    "id": ["CCCD", "Số CMND", "CMND/CCCD", "Giấy tờ tùy thân", "Số CCCD/CMT", "ID card", "CMT"],
    "address": ["Địa chỉ", "Nơi ở", "Đ/c", "Chỗ ở hiện nay", "Địa chỉ / Address"],
    "date": ["Ngày", "Ngày đến", "Ngày tháng", "NGÀY VÀO", "Date", "Ngày/tháng/năm", "Ngày / Date"],
    "came": [
        *("Giờ vào", "Vào lúc", "Giờ đến", "Vào", "TG vào", "T.gian vào", "Time in", "Check-in"),
        *("Thời gian đến", "Giờ vào cổng", "Giờ vào ca", "Giờ lên xe", "Giờ vào / In", "G.vào"),
    ],
    "left": [
        *("Giờ ra", "Ra lúc", "Giờ về", "Ra", "TG ra", "Thời gian ra về", "Time out", "Check-out"),
        *("Giờ ra cổng", "Giờ tan ca", "Giờ xuống xe", "Giờ ra / Out", "G.ra", "Giờ đi"),
    ],
    "both": ["Thời gian", "Giờ vào - ra", "Giờ vào/ra", "Thời gian vào - ra", "Vào - ra"],
    "moment": ["Thời gian vào", "Ngày giờ đến", "Ngày, giờ vào", "Thời điểm vào", "Dấu thời gian"],
}
# Columns that hold other things, with what stands in them.
OTHERS = {
    "Lớp": "6A1",
    "Căn hộ": "12A05",
    "Biển số xe": "29B-123.45",
    "Nhiệt độ": 36.5,
    "Người cần gặp": "Anh Nam",
    "Bộ phận": "May 2",
    "Ký tên": "",
    "Năm sinh": 1990,
    "Đã tiêm vắc xin": "2 mũi",
    "Gặp ai": "Phòng 302",
    "Nơi đến": "Lào Cai",
    "Số ghế": "A12",
}
TIMES: dict[str, Callable[[int, int], Any]] = {
    "h": lambda h, m: f"{h}h{m:02d}",
    "h alone": lambda h, m: f"{h}h" if not m else f"{h}h{m}",
    "g": lambda h, m: f"{h}g{m:02d}'",
    "colon": lambda h, m: f"{h:02d}:{m:02d}",
    "dot": lambda h, m: f"{h:02d}.{m:02d}",
    "words": lambda h, m: f"{h} giờ {m:02d}" if m else f"{h} giờ",
    "halves": lambda h, m: f"{(h - 1) % 12 + 1}:{m:02d} {'SA' if h < 12 else 'CH'}",
    "am": lambda h, m: f"{(h - 1) % 12 + 1:02d}:{m:02d} {'AM' if h < 12 else 'PM'}",
    "seconds": lambda h, m: f"{h:02d}:{m:02d}:00",
    "spaced": lambda h, m: f" {h} h {m:02d} ",
    "cell": time,
    "fraction": lambda h, m: (h * 60 + m) / 1440,
    "duration": lambda h, m: timedelta(hours=h, minutes=m),
    "number": lambda h, m: h * 100 + m,
}
DATES: dict[str, Callable[[date], Any]] = {
    "full": lambda day: day.strftime("%d/%m/%Y"),
    "dashes": lambda day: f"{day.day}-{day.month}-{day.year}",
    "dots": lambda day: day.strftime("%d.%m.%y"),
    "short": lambda day: f"{day.day}/{day.month}",
    "short dashes": lambda day: day.strftime("%d-%m"),
    "words": lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    "weekday": lambda day: f"T{day.weekday() + 2} {day.day}/{day.month}" if day.weekday() < 6
    else f"CN {day.day}/{day.month}",
    "day alone": lambda day: day.day,
    "iso": lambda day: day.isoformat(),
    "cell": lambda day: day,
    "cell with time": lambda day: datetime(day.year, day.month, day.day),
    "serial": lambda day: (day - date(1899, 12, 30)).days,
}  # fmt: skip
DAY_ROWS: list[Callable[[date], Any]] = [
    lambda day: f"Ngày {day.day}/{day.month}/{day.year}",
    lambda day: f"NGÀY {day.day}/{day.month}",
    lambda day: f"Ngày {day.day} tháng {day.month}",
    lambda day: f"Thứ hai, {day.day}/{day.month}/{day.year}",
    lambda day: day.strftime("%d/%m/%Y"),
    lambda day: f"{day.day}-{day.month}",
    lambda day: day,
]
PHONES: list[Callable[[str], Any]] = [
    lambda digits: digits,
    lambda digits: int(digits),
    lambda digits: float(digits),
    lambda digits: f"{digits[:4]}.{digits[4:7]}.{digits[7:]}",
    lambda digits: f"{digits[:4]} {digits[4:7]} {digits[7:]}",
    lambda digits: f"+84{digits[1:]}",
    lambda digits: f"84{digits[1:]}",
    lambda digits: f"{digits} / 0987.654.321",
    lambda digits: f"{digits} (zalo)",
]
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Tống", "Hồ", "Võ", "Vũ", "Đỗ"]
MIDDLES = ["Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh"]
GIVEN = ["An", "Bình", "Cường", "Hạnh", "Thủy", "Vào", "Ngày", "Ra", "Giờ", "Hương", "Tháng"]
ABOVE = [
    ["UBND PHƯỜNG HÀ ĐÔNG"],
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["SỔ THEO DÕI NGƯỜI RA VÀO"],
    ["", "", "(Mẫu số 02)"],
    ["Đề nghị ghi rõ họ tên, số điện thoại, giờ vào, giờ ra"],
    [],
    ["Điện thoại trực: 024 3352 1234"],
]
BELOW = [
    ["Tổng cộng: 12 lượt"],
    ["", "Cộng", "", 12],
    ["Ghi chú: khách phải đeo khẩu trang"],
    ["NGƯỜI LẬP SỔ", "", "TRƯỞNG BAN QUẢN LÝ"],
    ["(Ký, ghi rõ họ tên)", "", "(Ký tên, đóng dấu)"],
    ["", "Nguyễn Thị Trực", "", "Lê Văn Ban"],
    [],
]


@dataclass
class Made:
    """A sheet's rows and the visits in them. ``merged``: rows whose date is merged with above."""

    rows: list[Cells] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    merged: set[int] = field(default_factory=set)
    date_at: int | None = None


class Clerk:
    """Somebody with habits: one seed, one way of keeping books."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        pick = self.draw.choice
        self.month, self.year = self.draw.randint(1, 12), 2021
        self.days = pick(["column", "rows", "sheet", "moment"])
        self.times = pick(["two", "two", "two", "both", "in only"])
        if self.days == "moment":
            self.times = pick(["two", "in only"])
        self.split_name = self.draw.random() < 0.2
        self.accents = self.draw.random() < 0.8
        self.time, self.date = pick(sorted(TIMES)), pick(sorted(DATES))
        self.phone = pick(PHONES)
        self.left_empty = pick([0, 0, 0, 1, 2])
        self.two_rows = self.times == "two" and self.days != "moment" and self.draw.random() < 0.25
        self.once = self.draw.random() < 0.3
        self.columns = self._columns()
        self.headings = {key: self._heading(key) for key in self.columns}

    def _columns(self) -> list[str]:
        columns = ["family", "given"] if self.split_name else ["name"]
        extra = self.draw.sample(["ordinal", "id", "address", *sorted(OTHERS)], k=4)
        if self.times == "both":
            times = ["both"]
        else:
            first = "moment" if self.days == "moment" else "came"
            times = [first, "left"] if self.times == "two" else [first]
        rest = ["phone", *extra, *(["date"] if self.days == "column" else [])]
        self.draw.shuffle(rest)
        at = self.draw.randint(0, len(rest))
        rest[at:at] = columns
        at = self.draw.choice([i for i in range(len(rest) + 1) if rest[i - 1 : i] != ["family"]])
        rest[at:at] = times
        return rest

    def _heading(self, key: str) -> str:
        if key in OTHERS:
            text = key
        elif self.two_rows and key in {"came", "left"}:
            text = {"came": "Vào", "left": "Ra"}[key]
        else:
            text = self.draw.choice(HEADINGS[key])
        return text if self.accents else without_marks(text)

    def header(self) -> list[Cells]:
        """One row of headings, or two with "Thời gian" over both times."""
        names = [self.headings[key] for key in self.columns]
        if not self.two_rows:
            return [names]
        upper, lower = list(names), [""] * len(names)
        for at, key in enumerate(self.columns):
            if key in {"came", "left"}:
                upper[at], lower[at] = ("Thời gian" if key == "came" else ""), names[at]
        return [upper, lower]

    def sheet(self, day: date | None = None) -> Made:
        """A sheet with visits of some days, or of the one that its name gives."""
        draw, made = self.draw, Made()
        made.rows += draw.sample(ABOVE, k=draw.randint(0, 4))
        made.rows += [[] for _ in range(draw.choice([0, 0, 0, 1, 12]))]
        made.rows.append([f"Tháng {self.month} năm {self.year}"])
        made.rows += self.header()
        if draw.random() < 0.2:
            made.rows.append([f"({at})" for at in range(1, len(self.columns) + 1)])
        if "date" in self.columns:
            made.date_at = self.columns.index("date") + self.left_empty
        days = [day] if day else [date(self.year, self.month, n) for n in self._numbers()]
        for number, of_day in enumerate(days):
            if self.days == "rows":
                made.rows.append([draw.choice(DAY_ROWS)(of_day)])
            for at in range(draw.randint(2, 4)):
                self._visit(made, of_day, at)
            if number == 0 and draw.random() < 0.15:
                made.rows += self.header()[:1]
        made.rows += draw.sample(BELOW, k=draw.randint(0, 4))
        made.rows = [[""] * self.left_empty + row for row in made.rows]
        return made

    def _numbers(self) -> list[int]:
        return sorted(self.draw.sample(range(1, 29), k=3))

    def _visit(self, made: Made, day: date, at: int) -> None:
        draw = self.draw
        family = f"{draw.choice(FAMILIES)} {draw.choice(MIDDLES)}"
        given = draw.choice(GIVEN)
        digits = f"09{draw.randint(10_000_000, 19_999_999)}" if draw.random() < 0.8 else ""
        came = draw.randrange(6 * 60, 22 * 60)
        stays = draw.randrange(5, 110) if draw.random() < 0.8 else None
        if self.times == "in only":
            stays = None
        left = came + stays if stays is not None else None
        if self.time == "halves" and left is not None:
            left = min(left, 23 * 60 + 59)
        merged = self.once and at > 0 and self.days == "column"
        cells = {
            "ordinal": at + 1,
            "name": f"{family} {given}",
            "family": family,
            "given": given,
            "phone": self.phone(digits) if digits else "",
            "id": f"001090{draw.randrange(10**6):06d}",
            "address": f"Số {at + 5} Trần Phú",
            "date": "" if merged else DATES[self.date](day),
            "came": self._time(came),
            "left": "" if left is None else self._time(left % 1440),
            "both": self._both(came, left),
            "moment": f"{day.day:02d}/{day.month:02d}/{day.year} {came // 60}h{came % 60:02d}",
            **OTHERS,
        }
        made.rows.append([cells[key] for key in self.columns])
        if merged:
            made.merged.add(len(made.rows))
        made.visits.append(
            (
                f"{family} {given}",
                f"+84{digits[1:]}" if digits else None,
                _shown(day, came) or "",
                _shown(day, left),
            )
        )

    def _time(self, minutes: int) -> Any:
        return TIMES[self.time](*divmod(minutes, 60))

    def _both(self, came: int, left: int | None) -> str:
        texts = [f"{m // 60 % 24}h{m % 60:02d}" for m in (came, left) if m is not None]
        return " - ".join(texts)


def _shown(day: date, minutes: int | None) -> str | None:
    if minutes is None:
        return None
    day += timedelta(days=minutes // 1440)
    return f"{day} {minutes // 60 % 24:02d}:{minutes % 60:02d}"


def without_marks(text: str) -> str:
    """As typed on a keyboard without Vietnamese."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def make_book(seed: int) -> dict[str, Made]:
    """A book's sheets by their names."""
    clerk = Clerk(seed)
    if clerk.days != "sheet":
        name = clerk.draw.choice(["Sheet1", f"T{clerk.month}", f"Tháng {clerk.month}.{clerk.year}"])
        return {name: clerk.sheet()}
    named = clerk.draw.choice(["{0}-{1}", "Ngày {0}", "{0}", "{0}.{1}", "{0}-{1}-2021"])
    return {
        named.format(number, clerk.month): clerk.sheet(date(clerk.year, clerk.month, number))
        for number in clerk._numbers()
    }
