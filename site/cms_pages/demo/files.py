"""Documents that the sample pages offer, made when they are needed."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.base import ContentFile
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

LOGBOOK_COLUMNS = [
    ("STT", 6),
    ("Họ và tên", 28),
    ("Số điện thoại", 16),
    ("Số CCCD", 18),
    ("Địa chỉ", 30),
    ("Ngày", 12),
    ("Giờ vào", 10),
    ("Giờ ra", 10),
    ("Lý do đến", 24),
]
LOGBOOK_LINES = 25

BULLETIN = """BẢN TIN PHÁT TRÊN LOA PHƯỜNG
Phát bốn lần mỗi ngày: 6 giờ, 10 giờ 30, 16 giờ 30 và 19 giờ

Kính thưa bà con trong phường!

Mọi cửa hàng, quán ăn, chợ, cơ quan và chung cư trong phường đều treo mã QR ở lối vào.
Đến đâu, mời bà con quét mã ở đó; khi về, quét lại một lần nữa.

Bà con không phải cài ứng dụng: mở máy ảnh của điện thoại, đưa vào mã, điền họ tên và
số điện thoại rồi bấm gửi.

Bà con không có điện thoại thông minh, xin mang theo thẻ căn cước hoặc thẻ bảo hiểm y tế,
hoặc đọc họ tên, số điện thoại để người trực cổng ghi vào sổ.

Thông tin của bà con chỉ dùng để phòng, chống dịch. Xin cảm ơn bà con đã lắng nghe!
"""


def logbook_form() -> bytes:
    """An empty paper book to print, with the columns that the import knows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Sổ ra vào")
    sheet.append([name for name, _width in LOGBOOK_COLUMNS])
    for number in range(1, LOGBOOK_LINES + 1):
        sheet.append([number])
    line = Side(style="thin", color="999999")
    for row in sheet.iter_rows(max_col=len(LOGBOOK_COLUMNS)):
        for cell in row:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            # Text format: the spreadsheet must not eat the leading zero of a phone number.
            cell.number_format = "@"
    for index, (_name, width) in enumerate(LOGBOOK_COLUMNS, start=1):
        sheet.cell(1, index).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


# key in the page files -> (titles by language, file name, how to make it)
FILES: dict[str, tuple[dict[str, str], str, Callable[[], bytes]]] = {
    "logbook": (
        {"vi": "Mẫu sổ ghi khách ra vào", "en": "Form for the paper book (in Vietnamese)"},
        "mau-so-ra-vao.xlsx",
        logbook_form,
    ),
    "bulletin": (
        {"vi": "Lời đọc bản tin loa phường", "en": "Text of the bulletin (in Vietnamese)"},
        "ban-tin-loa-phuong.txt",
        # With a byte order mark, so that old Windows editors show Vietnamese.
        lambda: BULLETIN.encode("utf-8-sig"),
    ),
}


def document(key: str, language: str) -> AbstractDocument:
    """The document of that key, made if it is not there. Raises KeyError."""
    titles, name, make = FILES[key]
    title = titles[language]
    documents = get_document_model().objects
    if found := documents.filter(title=title).first():
        return found
    file = ContentFile(make(), name=name)
    return documents.create(title=title, file=file, file_size=file.size)
