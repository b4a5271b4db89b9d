"""The page of a book in Chromium: while it is read, and until its preview is there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.jobs import reading
from plugins.declarations.logbooks.models import Logbook
from portal.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import visit_rows, workbook

FAULTY = (0, "Trần Thị Kín", "0912", "05/07/2021", "07:30", "08:15")


@pytest.fixture
def book(site_url: str, settings: Any) -> Logbook:
    """Uploaded and not read yet: a faulty row and thirty sound ones, written ten at a time."""
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 10}}
    ward = AreaFactory(name="Phường Hà Đông")
    editor = UserFactory(username="xem", role=Role.WARD_EDITOR, areas=[ward])
    venue = VenueFactory(area=ward, category="market")
    headings, *rows = visit_rows(30)
    data = workbook([headings, FAULTY, *rows])
    return services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)


@pytest.fixture
def book_page(page: Page, site_url: str, book: Logbook) -> Page:
    """The page of the book in the editor's browser."""
    page.goto(f"{site_url}/admin/login/")
    page.fill("input[name=username]", "xem")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site_url}/admin/")
    page.goto(f"{site_url}/admin/declarations/logbook/inspect/{book.pk}/")
    return page


def pausing(check: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have ``check`` called when the first rows are read and the others are not."""
    real = reading.open_book

    def watched(chunks: Iterator[Any]) -> Iterator[Any]:
        yield next(chunks)
        check()
        yield from chunks

    @contextmanager
    def open_book(*args: Any) -> Iterator[Any]:
        with real(*args) as source:
            yield replace(source, chunks=watched(source.chunks))

    monkeypatch.setattr(reading, "open_book", open_book)


def test_the_first_faults_show_while_the_rest_is_read(book_page, book, monkeypatch, screens):
    expect(book_page.get_by_role("heading", name="Đang đọc sổ")).to_be_visible()
    book_page.get_by_text("Hủy việc nhập").focus()

    def look() -> None:
        expect(book_page.get_by_text("Các lỗi đã thấy đến lúc này")).to_be_visible()
        expect(book_page.get_by_role("cell", name="Trần Thị Kín")).to_be_visible()
        expect(book_page.get_by_text("Hủy việc nhập")).to_be_focused()
        screens(book_page, "logbook-reading")

    pausing(look, monkeypatch)
    reading.read_logbook(book)
    expect(book_page.get_by_role("button", name="Nhập 30 lượt")).to_be_visible()


def test_the_focus_stays_while_a_book_is_imported(book_page, book):
    reading.read_logbook(book)
    expect(book_page.get_by_role("button", name="Nhập 30 lượt")).to_be_visible()
    book_page.get_by_role("button", name="Nhập 30 lượt").click()
    expect(book_page.get_by_role("heading", name="Đang nhập sổ")).to_be_visible()
    book_page.get_by_role("link", name="Hủy việc nhập").focus()
    Logbook.objects.filter(pk=book.pk).update(created=10)
    expect(book_page.get_by_text("10 trên 30 dòng")).to_be_visible()
    expect(book_page.get_by_role("link", name="Hủy việc nhập")).to_be_focused()
