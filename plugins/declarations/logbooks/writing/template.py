"""An empty book to be filled in, with the headings that are understood best.

All of it is in Vietnamese, whatever the language of the admin: clerks fill it in.
"""

import io
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from plugins.declarations.logbooks.understanding.example import EXAMPLE, ID, NAME, PHONE
from plugins.declarations.logbooks.understanding.resource import Line, LogbookResource
from portal.spreadsheets.cells import neutral

TITLE = "SỔ GHI NGƯỜI RA VÀO"
HOW = (
    "Mỗi lượt ghi một dòng. Ngày ghi đủ ngày/tháng/năm, giờ ghi theo 24 giờ. "
    "Xoá dòng ví dụ trước khi ghi."
)
VENUE_ROW, HEADER_ROW = 3, 5  # the row between stays empty: it parts the title from the table
ROWS = 2000  # prepared for filling in
MOST_VENUES = 2000
_WIDTHS = {"Ngày": 13, "Giờ vào": 10, "Giờ ra": 10, "Họ và tên": 28, "Địa chỉ": 34, "Ghi chú": 26}
_TEXT = "@"  # keeps zeros at the beginning, and dates as they are typed
_LISTS = "Danh mục"
_REASONS = (
    "Mua hàng",
    "Giao hàng",
    "Làm việc",
    "Liên hệ công việc",
    "Thăm người quen",
    "Khám bệnh",
)
# Heading → title and text of what Excel shows beside the cell.
_PROMPTS = {
    "Ngày": ("Ngày đến", "Ghi đủ ngày/tháng/năm, ví dụ 05/07/2021."),
    "Giờ vào": ("Giờ vào", "Ghi theo 24 giờ, ví dụ 07:30 hoặc 7h30."),
    "Giờ ra": ("Giờ ra", "Ghi theo 24 giờ, ví dụ 08:15. Để trống nếu không biết."),
    "Họ và tên": ("Họ và tên", "Ghi đủ họ, tên đệm và tên, có dấu."),
    "Số điện thoại": ("Số điện thoại", "Ghi đủ 10 chữ số, có số 0 ở đầu."),
    "Số CCCD/CMND": ("Số giấy tờ", "CCCD 12 chữ số hoặc CMND 9 chữ số. Có thể để trống."),
    "Địa chỉ": ("Địa chỉ", "Số nhà, đường; phường, xã."),
    "Ghi chú": ("Ghi chú", "Chọn lý do trong danh sách hoặc ghi nội dung khác."),
}


def template_workbook(venues: Sequence[str] = (), venue: str = "") -> bytes:
    """The bytes of the workbook. ``venues`` are the names with codes to choose from, ``venue`` the
    one that stands there already.
    """
    table = LogbookResource().export([_example()], export_fields=LogbookResource.OWN)
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Sổ")
    sheet["A1"], sheet["A2"] = TITLE, HOW
    sheet.cell(VENUE_ROW, 1, "Địa điểm:")
    sheet.cell(VENUE_ROW, 2, neutral(venue) if venue else None)
    for column, (heading, example) in enumerate(zip(table.headers, table[0], strict=True), start=1):
        sheet.cell(HEADER_ROW, column, heading)
        sheet.cell(HEADER_ROW + 1, column, example)
    _shape(sheet, table.headers)
    _dress(sheet)
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    _choose_from(sheet, lists, 1, "Địa điểm", venues[:MOST_VENUES], f"B{VENUE_ROW}")
    _prompts(sheet, lists, table.headers)
    _print_setup(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shape(sheet: Worksheet, headings: Sequence[str]) -> None:
    """Widths, text cells to be filled in, headings that stay in view."""
    for column, heading in enumerate(headings, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTHS.get(heading, 18)
        for row in range(HEADER_ROW + 1, HEADER_ROW + 2 + ROWS):
            sheet.cell(row, column).number_format = _TEXT
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.merge_cells(start_row=VENUE_ROW, end_row=VENUE_ROW, start_column=2, end_column=6)


def _dress(sheet: Worksheet) -> None:
    line = Side(style="thin", color="FF8A8A8A")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.cell(VENUE_ROW, 1).font = sheet.cell(VENUE_ROW, 2).font = Font(bold=True)
    sheet.cell(VENUE_ROW, 2).fill = PatternFill("solid", start_color="FFFFF7DB")
    for cell in sheet[HEADER_ROW]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="FFE3ECF7")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = Border(bottom=line)
    for cell in sheet[HEADER_ROW + 1]:
        cell.font = Font(italic=True, color="FF6B6B6B")


def _choose_from(
    sheet: Worksheet, lists: Worksheet, column: int, title: str, texts: Sequence[str], cells: str
) -> None:
    """A drop-down in ``cells`` of ``texts``, which stand in a column of the hidden sheet."""
    lists.cell(1, column, title)
    for row, text in enumerate(texts, start=2):
        lists.cell(row, column, neutral(text))
    letter = get_column_letter(column)
    validation = DataValidation(
        type="list", formula1=f"'{_LISTS}'!${letter}$2:${letter}${max(2, len(texts) + 1)}"
    )
    validation.showErrorMessage = False  # other texts may be written too
    validation.showInputMessage = True
    validation.promptTitle, validation.prompt = _PROMPTS.get(
        title, (title, "Chọn địa điểm của sổ này trong danh sách.")
    )
    sheet.add_data_validation(validation)
    validation.add(cells)


def _prompts(sheet: Worksheet, lists: Worksheet, headings: Sequence[str]) -> None:
    """What to write stands beside each cell as it is entered."""
    for column, heading in enumerate(headings, start=1):
        letter = get_column_letter(column)
        cells = f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + 1 + ROWS}"
        if heading == "Ghi chú":
            _choose_from(sheet, lists, 2, heading, _REASONS, cells)
            continue
        validation = _check(heading, f"{letter}{HEADER_ROW + 1}")
        validation.showInputMessage = True
        validation.promptTitle, validation.prompt = _PROMPTS[heading]
        sheet.add_data_validation(validation)
        validation.add(cells)


def _check(heading: str, cell: str) -> DataValidation:
    """Excel warns of numbers of the wrong length; the clerk may keep them all the same."""
    digits = f'LEN(SUBSTITUTE(SUBSTITUTE({cell}," ",""),".",""))'
    lengths = {
        "Số điện thoại": f"AND({digits}>=9,{digits}<=15)",
        "Số CCCD/CMND": f"OR({digits}=9,{digits}=12)",
    }
    if heading not in lengths:
        return DataValidation()
    validation = DataValidation(type="custom", formula1=lengths[heading], errorStyle="warning")
    validation.showErrorMessage = True
    validation.errorTitle = heading
    validation.error = f"{_PROMPTS[heading][1]} Vẫn ghi như vậy?"
    return validation


def _print_setup(sheet: Worksheet) -> None:
    """A4 across, one page wide, headings on each page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _example() -> Line:
    # Of today: a year in the book counts for dates that are written without one.
    came = timezone.localtime().replace(hour=7, minute=30)
    return Line(
        checked_in=came,
        checked_out=came + timedelta(minutes=45),
        name=NAME,
        phone=PHONE,
        id_number=ID,
        address="Số 1 phố Trần Phú, phường Hà Đông",
        notes=f"{EXAMPLE}, xoá dòng này",
    )
