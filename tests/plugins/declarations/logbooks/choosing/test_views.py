"""The book's page: what was understood is shown, changed and read again."""

import re

import pytest

from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook, workbook_of
from tests.plugins.declarations.logbooks.choosing.pages import (
    ODD,
    UNCLEAR,
    address,
    as_shown,
    confirm,
    page,
    version_on,
)


def test_each_column_shows_what_it_is_taken_as_and_samples(signed_in, read):
    html = page(signed_in, read(workbook(ODD)))
    assert '<option value="address" selected>' in html
    assert "Giao hàng · Giao hàng · Giao hàng" in html


def test_a_column_is_taken_as_something_else(signed_in, read, again, work):
    book = read(workbook(ODD))
    again(book, s1_c1="phone", s1_c4="notes")
    assert book.status == LogbookStatus.PREVIEW
    html = page(signed_in, book)
    assert "0912 345 670" in html
    assert "cột B “Máy” đọc là Điện thoại" in html


def test_a_form_sent_unchanged_chooses_nothing(read, again):
    book = read(workbook(ODD))
    again(book)
    assert (book.status, book.choices) == (LogbookStatus.PREVIEW, {})


def test_back_to_what_was_recognised(signed_in, read, again):
    book = read(workbook(ODD))
    again(book, s1_c1="phone")
    again(book, do="recognised")
    assert book.choices == {}
    assert "cột B" not in page(signed_in, book)


def test_a_form_with_faults_comes_back_as_it_was_sent(read, again):
    book = read(workbook(ODD))
    html = again(book, s1_c1="name", s1_row="2").content.decode()
    assert "Hai cột cùng được đọc là Họ và tên" in html
    assert as_shown(html)["s1_c1"] == "name"
    assert as_shown(html)["s1_row"] == "2"
    assert book.choices == {}


def test_a_sheet_is_left_out_and_taken_in_again(signed_in, read, again):
    book = read(workbook_of({"Một": visit_rows(2), "Hai": visit_rows(3, first=10)}))
    again(book, s2_out="on")
    assert book.read == 2
    assert "bạn đã bỏ qua" in page(signed_in, book)
    sent = as_shown(page(signed_in, book))
    assert sent.pop("s2_out") == "on"
    signed_in.post(address(book), sent | {"do": "read"})
    book.refresh_from_db()
    assert book.status == LogbookStatus.READING


def test_a_sheet_that_was_not_understood_shows_its_first_rows(signed_in, read):
    book = read(workbook(UNCLEAR))
    assert book.status == LogbookStatus.FAILED
    html = page(signed_in, book)
    assert "Bảo vệ ghi, ngày 15/7/2021" in html
    assert 'name="s1_c2"' in html


def test_a_sheet_that_was_not_understood_is_made_clear(signed_in, read, again):
    book = read(workbook(UNCLEAR))
    again(book, s1_row="2", s1_c0="name", s1_c1="phone", s1_c2="time_in")
    assert (book.status, book.read, book.refused) == (LogbookStatus.PREVIEW, 3, 0)
    assert "15/07/2021" in page(signed_in, book)


def test_a_sheet_without_headings(signed_in, read, again):
    rows = [(f"Lê Văn {letter}", "0912345678", "15/07/2021 07:30") for letter in "ABC"]
    book = read(workbook(rows))
    again(book, s1_row="0", s1_c0="name", s1_c1="phone", s1_c2="time_in")
    assert (book.status, book.read) == (LogbookStatus.PREVIEW, 3)


@pytest.mark.parametrize("do", ["read", "recognised", "save", "use"])
def test_another_ward_changes_nothing(client, read, do):
    book = read(workbook(ODD))
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[VenueFactory().area]))
    assert client.post(address(book), {"do": do}).status_code == 404
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW


@pytest.mark.parametrize("role", [Role.TRACING, Role.GATE, Role.DEPARTMENT])
def test_other_roles_change_nothing(client, read, role):
    book = read(workbook(ODD))
    client.force_login(UserFactory(role=role, everywhere=True))
    assert client.post(address(book), {"do": "recognised"}).status_code in (302, 403)
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW


class TestReadMeanwhile:
    """Somebody else had the book read in another way since this page was loaded."""

    @pytest.fixture
    def stale(self, signed_in, read, again):
        """A book, and the version that the page still shows."""
        book = read(workbook(ODD))
        seen = version_on(page(signed_in, book))
        again(book, s1_c1="phone")
        return book, seen

    def test_nothing_is_imported_that_was_not_seen(self, signed_in, stale):
        book, seen = stale
        confirm(signed_in, book, seen=seen)
        book.refresh_from_db()
        assert book.status == LogbookStatus.PREVIEW

    def test_nothing_is_chosen_by_an_old_page(self, signed_in, stale):
        book, seen = stale
        sent = as_shown(page(signed_in, book)) | {"do": "read", "seen": seen, "s1_c1": "id"}
        assert "được đọc lại" in signed_in.post(address(book), sent, follow=True).content.decode()
        book.refresh_from_db()
        assert book.choices["sheets"]["1"]["columns"] == {"1": "phone"}

    def test_what_was_seen_is_imported(self, signed_in, stale, work):
        book, _seen = stale
        confirm(signed_in, book, seen=version_on(page(signed_in, book)))
        work()
        book.refresh_from_db()
        assert book.status == LogbookStatus.DONE


def test_an_imported_book_can_no_longer_be_read_in_another_way(signed_in, read, work):
    book = read(workbook(visit_rows(2)))
    confirm(signed_in, book)
    work()
    for do in ("read", "recognised"):
        html = signed_in.post(address(book), {"do": do}, follow=True).content.decode()
        assert "Không thể đổi cách đọc" in html
    book.refresh_from_db()
    assert book.status == LogbookStatus.DONE


def test_repairs_are_shown_as_in_the_book_and_as_recorded(signed_in, read):
    rows = [HEADINGS, (1, "Lê A", 912345678, "5/7/2021", "22h", "1h30")]
    html = page(signed_in, read(workbook(rows)))
    for text in ("912345678", "0912 345 678", "1h30", "01:30 06/07/2021"):
        assert re.search(rf"<td[^>]*>{text}</td>", html)


def test_the_first_faults_are_shown_while_the_rest_is_read(signed_in, read):
    book = read(workbook([HEADINGS, (1, "", "0912345678", "5/7/2021", "7h", "")]))
    Logbook.objects.update(status=LogbookStatus.READING)
    html = page(signed_in, book)
    assert "Các lỗi đã thấy đến lúc này" in html
    assert "Thiếu họ tên" in html
