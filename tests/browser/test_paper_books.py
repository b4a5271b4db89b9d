"""A paper book from a messy file to a repaired, undone and repeated import, as its editor does it.

In Chromium, with the real worker. The counts are looked at after every step: what is read is
always what is new, known, faulty and set aside together.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from playwright.sync_api import Locator, Page, expect

from plugins.declarations.logbooks.models import LogbookMapping
from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from portal.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import SAMPLES
from tests.plugins.declarations.logbooks.codes import to_tcvn3

MESSY = SAMPLES / "sample_messy.xlsx"
HEADINGS = ("STT", "Ngày", "Giờ vào", "Giờ ra", "Họ và tên", "Điện thoại")
MAPPING = "Sổ có số phiếu"
WAIT = 30_000  # ms, for the worker


@pytest.fixture
def venue(site_url: str) -> Venue:
    """A market, whose gate wrote down one visitor of the messy book without a telephone number."""
    ward = AreaFactory(name="Phường Hà Đông")
    UserFactory(username="so", role=Role.WARD_EDITOR, areas=[ward])
    market = VenueFactory(name="Chợ Hà Đông", area=ward, category="market")
    came = datetime(2021, 10, 2, 19, 45, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    VisitFactory(venue=market, name="Hoàng Thị Thủy", phone=None, checked_in=came)
    return market


@pytest.fixture
def editor(page: Page, site_url: str, venue: Venue) -> Page:
    """The ward editor's browser, at the page on which books are uploaded."""
    page.goto(f"{site_url}/admin/login/")
    page.fill("input[name=username]", "so")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site_url}/admin/")
    page.get_by_role("link", name="Sổ giấy", exact=True).click()
    page.get_by_role("link", name="Nhập sổ giấy").first.click()
    return page


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("worker")
def test_a_messy_book_repaired_undone_and_repeated(editor, tmp_path, screens):
    template(editor, tmp_path)
    book = messy_book(editor, screens)
    other_column(editor)
    mended(editor)
    another_person(editor)
    imported(editor)
    result = one_more_mended(editor, tmp_path)
    only_the_mended_row(editor, result)
    nothing_new(editor)
    taken_back(editor, book)
    imported_again(editor)


def upload(page: Page, file: Path) -> None:
    """Choose a file and send it; the venue is the only one that there is."""
    if not page.url.split("?")[0].endswith("/create/"):
        page.get_by_role("link", name="Sổ giấy", exact=True).click()
        page.get_by_role("link", name="Nhập sổ giấy").first.click()
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Tải lên và xem").click()
    page.wait_for_url("**/inspect/**")


def expect_counts(page: Page, *counts: str) -> None:
    """Rows read, new or recorded, duplicates, with faults; and set aside, if there are any."""
    expect(page.locator(".cong-counts dd")).to_have_text(counts, timeout=WAIT)


def button(page: Page, name: str) -> Locator:
    """A button that becomes visible when the worker is done."""
    found = page.get_by_role("button", name=name)
    expect(found).to_be_visible(timeout=WAIT)
    return found


def template(page: Page, folder: Path) -> None:
    """The empty workbook has the venue to choose."""
    with page.expect_download() as told:
        page.get_by_role("link", name="Tải mẫu sổ trống").click()
    told.value.save_as(folder / "mau.xlsx")
    cells = [
        cell
        for sheet in load_workbook(folder / "mau.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    assert any("Chợ Hà Đông" in str(cell) for cell in cells)


def messy_book(page: Page, screens) -> str:
    """What was understood is shown, nothing is recorded. Returns the page's address."""
    upload(page, MESSY)
    button(page, "Nhập 175 lượt")
    expect_counts(page, "231", "175", "12", "44")
    expect(page.get_by_text("được đọc là ngày 1 tháng 10 năm 2021")).to_be_visible()
    expect(page.get_by_text("1 dòng có thể trùng với lượt đã có")).to_be_visible()
    assert Visit.objects.count() == 1
    screens(page, "paper-book-preview")
    return page.url


def other_column(page: Page) -> None:
    """What looks like IDs are numbers of receipts here: a note. Kept for the next book."""
    column = page.get_by_role("row", name="Giấy tờ").first
    expect(column.locator("select")).to_have_value("id")
    column.locator("select").select_option("notes")
    page.get_by_role("button", name="Đọc lại với các thay đổi này").click()
    button(page, "Nhập 175 lượt")
    expect(page.get_by_role("row", name="Giấy tờ").first.locator("select")).to_have_value("notes")
    expect_counts(page, "231", "175", "12", "44")
    page.get_by_label("Lưu cách đọc này cho các sổ cùng loại").fill(MAPPING)
    page.get_by_role("button", name="Lưu cách đọc", exact=True).click()
    expect(page.get_by_text(f"“{MAPPING}”")).to_be_visible()
    assert LogbookMapping.objects.get().name == MAPPING


def mended(page: Page) -> None:
    """One row is mended by keyboard, one is no visit."""
    cell = page.get_by_role("textbox", name="SĐT liên hệ, Dòng 7", exact=True)
    cell.focus()
    page.keyboard.type("0912345678")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dòng 7 đã sửa.")).to_be_visible()
    button(page, "Nhập 176 lượt")
    page.get_by_role("button", name="Bỏ qua dòng 11:").press("Enter")
    expect(page.get_by_role("button", name="Lấy lại dòng 11:")).to_be_visible()
    page.reload()
    expect_counts(page, "231", "176", "12", "42", "1")


def another_person(page: Page) -> None:
    """The visitor whom the gate wrote down has the same name, and is somebody else."""
    page.get_by_role("link", name="Xem và quyết định").click()
    expect(page.locator(".cong-pair")).to_have_count(1)
    page.get_by_role("button", name="Người khác", exact=True).click()
    expect(page.get_by_text("Không còn dòng nào cần quyết định.")).to_be_visible()
    page.get_by_role("link", name="Trở lại sổ").click()
    expect_counts(page, "231", "177", "11", "42", "1")


def imported(page: Page) -> None:
    """All that is sound goes in, once."""
    button(page, "Nhập 177 lượt").click()
    expect(page.get_by_role("link", name="Tải tệp kết quả")).to_be_visible(timeout=WAIT)
    expect_counts(page, "231", "177", "11", "42", "1")
    assert Visit.objects.count() == 1 + 177


def one_more_mended(page: Page, folder: Path) -> Path:
    """The result workbook says of each row what became of it; one is mended in it."""
    with page.expect_download() as told:
        page.get_by_role("link", name="Tải tệp kết quả").click()
    path = folder / "ket-qua.xlsx"
    told.value.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    said = [str(row[0].value or "") for row in sheet.iter_rows(min_row=4)]
    assert sum(each.startswith("đã nhập") for each in said) == 177
    assert sum(each.startswith("trùng") for each in said) == 11
    assert sum(each.startswith("lỗi") for each in said) == 42
    assert sum(each.startswith("bỏ qua") for each in said) == 1
    name_at = next(cell.column for cell in sheet[3] if cell.value == "Tên người đến")
    assert sheet.cell(16, 1).value == "lỗi: Họ và tên: Thiếu họ tên."
    sheet.cell(16, name_at).value = "Trần Thị Thêm"
    book.save(path)
    return path


def only_the_mended_row(page: Page, result: Path) -> None:
    """Uploaded again, what was dealt with is left out and one row is new."""
    upload(page, result)
    button(page, "Nhập 1 lượt")
    expect_counts(page, "42", "1", "0", "41")
    expect(page.get_by_text("188 dòng đã xử lý")).to_be_visible()
    expect(page.get_by_text("Các dòng đã bỏ qua trước đó: 1")).to_be_visible()
    button(page, "Nhập 1 lượt").click()
    expect(page.get_by_role("link", name="Tải tệp kết quả")).to_be_visible(timeout=WAIT)
    expect_counts(page, "42", "1", "0", "41")
    assert Visit.objects.count() == 1 + 177 + 1
    assert Visit.objects.filter(name="Trần Thị Thêm").count() == 1


def nothing_new(page: Page) -> None:
    """The first file once more, read in the way that was kept: all of it is known."""
    upload(page, MESSY)
    expect(page.get_by_text("Chính tệp này đã được")).to_be_visible(timeout=WAIT)
    use = page.get_by_role("listitem").filter(has_text=MAPPING).get_by_role("button")
    expect(use).to_be_visible(timeout=WAIT)
    use.click()
    expect(page.get_by_text("không có gì mới để nhập")).to_be_visible(timeout=WAIT)
    expect_counts(page, "231", "0", "187", "44")
    page.get_by_role("button", name="Hủy việc nhập").click()
    expect(page.get_by_text("Đã hủy").first).to_be_visible()
    assert Visit.objects.count() == 1 + 177 + 1


def taken_back(page: Page, book: str) -> None:
    """What the first import brought goes; the gate's visit and the later import's stay."""
    page.goto(book)
    page.get_by_role("link", name="Hoàn tác lần nhập này").click()
    expect(page.get_by_text("177 lượt do lần nhập này")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    button(page, "Nhập lại sổ này")
    expect_counts(page, "177", "0")
    assert Visit.objects.count() == 1 + 1


def imported_again(page: Page) -> None:
    """Read anew, with all that was chosen, mended and decided before."""
    page.get_by_role("button", name="Nhập lại sổ này").click()
    button(page, "Nhập 177 lượt").click()
    expect(page.get_by_role("link", name="Tải tệp kết quả")).to_be_visible(timeout=WAIT)
    expect_counts(page, "231", "177", "11", "42", "1")
    assert Visit.objects.count() == 1 + 177 + 1


@pytest.mark.usefixtures("worker")
def test_questions_that_only_the_editor_can_answer(editor, tmp_path, screens):
    upload(editor, old_letters(tmp_path))
    confirm = button(editor, "Nhập 2 lượt")
    expect(editor.get_by_role("cell", name="Nguyễn Thị Hường").first).to_be_visible()
    confirm.click()
    unticked = editor.get_by_label("Chữ ở cột bên phải đã đúng")
    expect(unticked).to_be_focused()  # the browser asks for it
    unticked.check()
    confirm.click()
    expect(editor.get_by_role("link", name="Tải tệp kết quả")).to_be_visible(timeout=WAIT)
    expect_counts(editor, "2", "2", "0", "0")
    assert Visit.objects.filter(name="Nguyễn Thị Hường").count() == 1

    upload(editor, open_order(tmp_path))
    question = editor.get_by_role("heading", name="Ngày đứng trước hay tháng đứng trước?")
    expect(question).to_be_visible(timeout=WAIT)
    expect(editor.get_by_role("button", name="Nhập 2 lượt")).to_have_count(0)
    expect_counts(editor, "2", "2", "0", "0")
    screens(editor, "paper-book-order")
    editor.get_by_label("Tháng trước, ngày sau").check()
    editor.get_by_role("button", name="Đọc lại theo thứ tự này").click()
    button(editor, "Nhập 2 lượt").click()
    expect(editor.get_by_role("link", name="Tải tệp kết quả")).to_be_visible(timeout=WAIT)
    expect_counts(editor, "2", "2", "0", "0")
    assert Visit.objects.filter(checked_in__month=5, checked_in__day=7).count() == 2


def old_letters(folder: Path) -> Path:
    """A book typed in a .Vn font."""
    book = Workbook()
    for row in (
        HEADINGS,
        (1, "15/10/2021", "7h30", "8h", "Nguyễn Thị Hường", "0912345678"),
        (2, "16/10/2021", "7h30", "8h", "Phạm Quốc Dũng", "0987654321"),
    ):
        book.active.append([to_tcvn3(cell) if isinstance(cell, str) else cell for cell in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.font = Font(name=".VnTime")
    path = folder / "so-cu.xlsx"
    book.save(path)
    return path


def open_order(folder: Path) -> Path:
    """A book whose only day may be the 5th of July or the 7th of May."""
    book = Workbook()
    for row in (
        HEADINGS,
        (1, "05/07/2021", "7h30", "8h", "Lê Văn Tám", "0912345678"),
        (2, "05/07/2021", "9h30", "10h", "Trần Thị Mai", "0987654321"),
    ):
        book.active.append(row)
    path = folder / "so-ngay.xlsx"
    book.save(path)
    return path
