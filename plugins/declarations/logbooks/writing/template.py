"""An empty book to be filled in, with the headings that are understood best."""

import io
from datetime import timedelta

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from plugins.declarations.logbooks.understanding.reader import EXAMPLE
from plugins.declarations.logbooks.understanding.resource import Line, LogbookResource

_TITLE = "SỔ GHI NGƯỜI RA VÀO"
_HOW = "Mỗi lượt ghi một dòng. Ngày ghi đủ ngày, tháng, năm. Xoá dòng ví dụ trước khi ghi."
_WIDTHS = {"Ngày": 13, "Giờ vào": 10, "Giờ ra": 10, "Họ và tên": 28, "Địa chỉ": 34, "Ghi chú": 30}
_HEADER_ROW = 3
_TEXT = "@"  # keeps zeros at the beginning and dates as they are typed
_ROWS = 2000  # formatted for filling in


def template_workbook() -> bytes:
    """The bytes of the workbook: title, headings that stay in view, one example row."""
    table = LogbookResource().export([_example()], export_fields=LogbookResource.OWN)
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Sổ")
    sheet.append([_TITLE])
    sheet.append([_HOW])
    sheet.append(table.headers)
    sheet.append(list(table[0]))
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[_HEADER_ROW]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="FFE3ECF7")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for cell in sheet[_HEADER_ROW + 1]:
        cell.font = Font(italic=True, color="FF6B6B6B")
    for column, heading in zip(sheet.columns, table.headers, strict=True):
        letter = column[_HEADER_ROW - 1].column_letter
        sheet.column_dimensions[letter].width = _WIDTHS.get(heading, 18)
        for row in range(_HEADER_ROW + 1, _HEADER_ROW + 1 + _ROWS):
            sheet[f"{letter}{row}"].number_format = _TEXT
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _example() -> Line:
    # Of today: a year in the book counts for dates that are written without one.
    came = timezone.localtime().replace(hour=7, minute=30)
    return Line(
        checked_in=came,
        checked_out=came + timedelta(minutes=45),
        name="Nguyễn Văn A",
        phone="+84912345678",
        id_number="001090123456",
        address="Số 1 phố Trần Phú, phường Hà Đông",
        notes=f"{EXAMPLE}, xoá dòng này",
    )
