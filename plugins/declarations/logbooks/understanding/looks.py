"""What cells and texts look like, for rows that cannot be read as visits."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from people.names import fold
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.text import Cell, as_text, plain
from plugins.declarations.logbooks.understanding.times import parse_time

MOMENTS = frozenset({Column.TIME_IN, Column.TIME_OUT, Column.DATE, Column.DATE_OUT})
_TIMES = frozenset({Column.TIME_IN, Column.TIME_OUT})
_TIME_LIKE = re.compile(r"\d{1,2}\s*(h|g|gio|:|\.)")
_DATE_LIKE = re.compile(r"\d\s*[-/]\s*\d")
# With its marks, since Tống is a family name and tổng a total; without them, what follows tells.
_TOTAL = re.compile(
    r"^\W*(?:(?:tổng|cộng|tong|cong|total|sum)(?:\W*$|\W+(?:\d|(?:cộng|cong|số|so|lượt|luot|khách"
    r"|khach|người|nguoi|ngày|ngay|tuần|tuan|tháng|thang|trang|hợp|hop|trong|các|toàn|of)\b))"
    r"|(?:lũy|luỹ|luy) (?:kế|ke)\b|(?:tổng|cộng|tong|cong|total|sum)\b[^\d]*\d)"
)
# No single words that are names too: Trường, Kỳ, Đậu.
_SIGNS = re.compile(
    r"\b(nguoi lap|lap so|lap bang|truong (ban|phong|tram|khoa|ca|don vi|bo phan)|pho ban"
    r"|giam doc|thu truong|ky (ten|ghi|va|nhan)|dong dau|xac nhan|phu trach|bao ve|quan ly"
    r"|ban quan|to truong|dai dien|chu tich|can bo|ghi chu|luu y|chu y|mau so)\b|^ky$"
)
_SECTION = re.compile(r"^(to|ca|khu|tang|phong|lop|so|trang|buoi|thang|ngay|tuan|thu|khoa|day) ")
_WORD = re.compile(r"[^\W\d_]+[.']?[^\W\d_]*")


def tells(column: Column, cell: Cell) -> bool:
    """Whether a cell is what its column promises, at least by its looks."""
    if column in _TIMES and isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell > 0 and parse_time(cell).minutes is not None
    return tells_surely(column, cell)


def tells_surely(column: Column, cell: Cell) -> bool:
    """The same, where a whole number may be a count and not a time."""
    if column in MOMENTS:
        if isinstance(cell, datetime | date | time | timedelta):
            return True
        if isinstance(cell, str):
            return bool(_TIME_LIKE.search(plain(cell)) or _DATE_LIKE.search(cell))
        return isinstance(cell, float) and not cell.is_integer()
    if column in {Column.PHONE, Column.ID}:
        return sum(map(str.isdigit, as_text(cell))) >= 6
    return False


def is_total(cell: Cell) -> bool:
    """Whether a cell announces a sum: "Tổng cộng: 40", "Cộng", and not "TONG THI C"."""
    return bool(_TOTAL.match(unicodedata.normalize("NFC", as_text(cell).lower())))


def has_letters(cell: Cell) -> bool:
    """Whether there is anything of a word in a cell."""
    return any(map(str.isalpha, as_text(cell)))


def is_of_signing(cell: Cell) -> bool:
    """Whether a cell is of those below a table: who kept the book, who signs, what to mind."""
    return bool(_SIGNS.search(fold(as_text(cell))))


def like_name(cell: Cell) -> bool:
    """Whether a text looks like somebody's name: two to six words that begin with capitals."""
    if not isinstance(cell, str) or _SECTION.match(fold(cell)) or is_of_signing(cell):
        return False
    words = cell.split()
    return 2 <= len(words) <= 6 and all(
        _WORD.fullmatch(word) and word[0].isupper() for word in words
    )
