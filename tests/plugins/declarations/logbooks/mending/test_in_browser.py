"""The grid of refused rows in Chromium, by keyboard as in a spreadsheet."""

import pytest
from playwright.sync_api import Page, expect

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from portal.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import visit_rows, workbook

FAULTY = [
    (101, "Trần Thị Kín", "0912", "5/7/2021", "7h", "8h"),
    (102, "Lê Văn Mở", "0987", "5/7/2021", "7h", "8h"),
    (103, "Đỗ Văn Khép", "0977", "5/7/2021", "7h", "8h"),
]
PASTE = """([input, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
    input.dispatchEvent(paste);
}"""


@pytest.fixture
def book(site_url):
    """One sound row and three with telephone numbers that are too short."""
    ward = AreaFactory(name="Phường Hà Đông")
    editor = UserFactory(username="sua", role=Role.WARD_EDITOR, areas=[ward])
    venue = VenueFactory(area=ward, category="market")
    data = workbook([*visit_rows(1), *FAULTY])
    logbook = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
    read_logbook(logbook)
    return logbook


@pytest.fixture
def grid(page: Page, site_url: str, book: Logbook) -> Page:
    """The page of the book, signed in."""
    page.goto(f"{site_url}/admin/login/")
    page.fill("input[name=username]", "sua")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site_url}/admin/")
    page.goto(f"{site_url}/admin/declarations/logbook/inspect/{book.pk}/")
    return page


def phone(page: Page, book: Logbook, number: int):
    """The cell of the telephone number of a row."""
    return page.locator(f"[name=c-{book.rows.get(row=number).pk}-2]")


def outcomes(book: Logbook) -> list[str]:
    return list(book.rows.order_by("row").values_list("outcome", flat=True))


def test_rows_are_mended_by_keyboard_alone(grid, book, screens):
    phone(grid, book, 3).focus()
    grid.keyboard.type("0912345678")
    screens(grid, "mend-grid")
    grid.keyboard.press("Enter")
    expect(phone(grid, book, 4)).to_be_focused()
    expect(grid.get_by_text("Dòng 3 đã sửa.")).to_be_visible()
    grid.keyboard.type("0987654321")
    grid.keyboard.press("ArrowDown")
    expect(grid.get_by_text("Dòng 4 đã sửa.")).to_be_visible()
    expect(grid.get_by_role("button", name="Nhập 3 lượt")).to_be_visible()
    assert outcomes(book) == [RowOutcome.MENDED, RowOutcome.MENDED, RowOutcome.REFUSED]


def test_escape_takes_an_edit_back(grid, book):
    cell = phone(grid, book, 3)
    cell.focus()
    grid.keyboard.type("0911")
    grid.keyboard.press("Escape")
    expect(cell).to_have_value("0912")
    grid.keyboard.press("ArrowDown")
    expect(phone(grid, book, 4)).to_be_focused()
    assert outcomes(book) == [RowOutcome.REFUSED] * 3


def test_the_last_row_is_saved_by_enter(grid, book):
    phone(grid, book, 5).focus()
    grid.keyboard.type("0977654321")
    grid.keyboard.press("Enter")
    expect(grid.get_by_text("Dòng 5 đã sửa.")).to_be_visible()
    expect(phone(grid, book, 5)).to_be_focused()


def test_a_pasted_block_fills_cells_to_the_right_and_below(grid, book):
    cell = phone(grid, book, 3)
    cell.focus()
    block = "0912345678\t6/7/2021\r\n0987654321\t7/7/2021\r\n0977654321\t8/7/2021\r\n"
    cell.evaluate(f"(input, text) => ({PASTE})([input, text])", block)
    expect(grid.get_by_text("Dòng 5 đã sửa.")).to_be_visible()
    grid.keyboard.press("Tab")
    grid.keyboard.press("ArrowDown")
    expect(grid.get_by_text("Dòng 3 đã sửa.")).to_be_visible()
    assert outcomes(book) == [RowOutcome.MENDED] * 3
    expect(grid.get_by_role("button", name="Nhập 4 lượt")).to_be_visible()


def test_a_row_is_set_aside_and_taken_back_by_its_button(grid, book):
    grid.get_by_role("button", name="Bỏ qua dòng 4").press("Enter")
    back = grid.get_by_role("button", name="Lấy lại dòng 4")
    expect(back).to_be_focused()
    back.press("Enter")
    expect(grid.get_by_role("button", name="Bỏ qua dòng 4")).to_be_focused()
    assert outcomes(book) == [RowOutcome.REFUSED] * 3


def test_what_is_typed_while_a_row_is_saved_stays(grid, book):
    phone(grid, book, 3).focus()
    grid.keyboard.type("0912345678")
    grid.keyboard.press("ArrowDown")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.type("0912000000")
    expect(grid.get_by_text("Dòng 3 đã sửa.")).to_be_visible()
    expect(phone(grid, book, 3)).to_have_value("0912000000")


def test_without_the_server_nothing_typed_is_lost(grid, book, watch):
    watch.allow("Failed to load resource")
    grid.route("**/mend/", lambda route: route.abort())
    phone(grid, book, 3).focus()
    grid.keyboard.type("0912345678")
    grid.keyboard.press("ArrowDown")
    expect(grid.get_by_text("Chưa lưu được")).to_be_visible()
    expect(phone(grid, book, 3)).to_have_value("0912345678")
    grid.unroute("**/mend/")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.press("ArrowDown")
    expect(grid.get_by_text("Dòng 3 đã sửa.")).to_be_visible()


def test_a_book_that_was_taken_away_meanwhile_keeps_what_was_typed_in_sight(grid, book, watch):
    watch.allow("Failed to load resource")
    Logbook.objects.update(status=LogbookStatus.CANCELLED)
    phone(grid, book, 3).focus()
    grid.keyboard.type("0912345678")
    grid.keyboard.press("ArrowDown")
    expect(grid.get_by_text("Hiện không sửa được các dòng")).to_be_visible()
    expect(phone(grid, book, 3)).to_have_value("0912345678")
