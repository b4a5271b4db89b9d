"""Possible duplicates in Chromium: decided by keyboard, and shown to fit a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.models import Logbook, RowOutcome
from portal.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, workbook

ROWS = [
    (n, name, phone, "5/7/2021", "7:30", "")
    for n, (name, phone) in enumerate(
        [
            ("Lê Văn An", "0912345678"),
            ("Lê Văn An", ""),
            ("Đỗ Thị Bình", "0987654321"),
            ("Đỗ Thị Bình", ""),
        ]
    )
]


@pytest.fixture
def book(site_url):
    """Two rows that may repeat the ones above them."""
    ward = AreaFactory(name="Phường Hà Đông")
    editor = UserFactory(username="sua", role=Role.WARD_EDITOR, areas=[ward])
    venue = VenueFactory(area=ward, category="market")
    data = workbook([HEADINGS, *ROWS])
    logbook = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
    read_logbook(logbook)
    return logbook


@pytest.fixture
def pairs(page: Page, site_url: str, book: Logbook) -> Page:
    """The page of possible duplicates, reached from the book's."""
    page.goto(f"{site_url}/admin/login/")
    page.fill("input[name=username]", "sua")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site_url}/admin/")
    page.goto(f"{site_url}/admin/declarations/logbook/inspect/{book.pk}/")
    page.get_by_role("link", name="Xem và quyết định").click()
    expect(page.locator(".cong-pair")).to_have_count(2)
    return page


def outcomes(book: Logbook) -> list[str]:
    return list(book.rows.order_by("row").values_list("outcome", flat=True))


def test_one_after_the_other_by_keyboard(pairs, book):
    pairs.get_by_role("button", name="Cùng một lượt", exact=True).first.focus()
    pairs.keyboard.press("Tab")
    pairs.keyboard.press("Enter")
    expect(pairs.locator(".cong-pair")).to_have_count(1)
    assert outcomes(book) == [RowOutcome.SEPARATE, RowOutcome.POSSIBLE]
    pairs.get_by_role("button", name="Cùng một lượt", exact=True).press("Enter")
    expect(pairs.get_by_text("Không còn dòng nào cần quyết định.")).to_be_visible()
    book.refresh_from_db()
    assert (book.expected_new, book.expected_duplicate) == (3, 1)


def test_it_fits_a_narrow_screen(pairs):
    pairs.set_viewport_size({"width": 390, "height": 844})
    width = pairs.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
