"""Large paper books, made once and kept in build/bench/."""

import random
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

from tests.bench.report import BUILD

HEADINGS = (
    "STT", "Ngày", "Giờ vào", "Giờ ra", "Họ và tên", "Số điện thoại", "Số CCCD", "Địa chỉ",
    "Nơi đi", "Nhiệt độ", "Ghi chú",
)  # fmt: skip
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
MIDDLES = ("Văn", "Thị", "Hữu", "Ngọc", "Thanh", "Minh", "Quang", "Xuân")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Hương", "Lan", "Mai", "Nam", "Phúc", "Tuấn", "Yến")


def paper_book(rows: int) -> Path:
    """A workbook of ``rows`` x 11 cells, every row a sound visit of its own."""
    path = BUILD / "bench" / f"book-{rows}.xlsx"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draw = random.Random(rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ")
    sheet.append(HEADINGS)
    start = datetime(2021, 7, 1, 6)
    for number in range(1, rows + 1):
        came = start + timedelta(minutes=draw.randrange(14 * 60), days=draw.randrange(28))
        left = came + timedelta(minutes=draw.randrange(5, 120))
        name = f"{draw.choice(FAMILIES)} {draw.choice(MIDDLES)} {draw.choice(GIVEN)}"
        sheet.append(
            (
                number,
                came.strftime("%d/%m/%Y"),
                came.strftime("%Hh%M"),
                left.strftime("%Hh%M"),
                name,
                f"09{number:08d}",
                f"001{draw.randrange(2)}{draw.randrange(50, 99):02d}{number % 1_000_000:06d}",
                f"Số {draw.randrange(1, 300)} Quang Trung",
                "Hà Đông",
                36.5,
                "",
            )
        )
    book.save(path)
    return path
