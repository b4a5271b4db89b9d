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


# What clerks get wrong: column (from 0) and what stands in it.
FAULTS = ((1, "31/06/2021"), (2, "25h70"), (5, "09123"), (4, ""), (3, "5h?"))


def paper_book(rows: int, faulty_in: int = 0) -> Path:
    """A workbook of ``rows`` x 11 cells, every row a visit of its own.

    One row of every ``faulty_in`` has a fault; 0: none.
    """
    path = BUILD / "bench" / f"book-{rows}{f'-{faulty_in}' if faulty_in else ''}.xlsx"
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
        cells = [
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
        ]
        if faulty_in and number % faulty_in == 0:
            column, wrong = FAULTS[number // faulty_in % len(FAULTS)]
            cells[column] = wrong
        sheet.append(cells)
    book.save(path)
    return path
