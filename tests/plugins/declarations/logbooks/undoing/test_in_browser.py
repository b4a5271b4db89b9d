"""In Chromium: the size of a file is told before it is sent; a book is taken back and repeated."""

import pytest
from playwright.sync_api import Page, expect

from plugins.declarations.logbooks.jobs.direct import import_now
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.jobs.undoing import undo_logbook
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import visit_rows, workbook


@pytest.fixture
def venue(site_url):
    ward = AreaFactory(name="Phường Hà Đông")
    UserFactory(username="hoantac", role=Role.WARD_EDITOR, areas=[ward])
    return VenueFactory(area=ward, category="market")


@pytest.fixture
def signed_in(page: Page, site_url: str, venue) -> Page:
    page.goto(f"{site_url}/admin/login/")
    page.fill("input[name=username]", "hoantac")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site_url}/admin/")
    return page


def test_a_file_that_is_too_large_is_not_sent(signed_in, site_url, settings, tmp_path):
    settings.PLUGIN_SETTINGS = {"declarations": {"max_upload_mb": 1}}
    (tmp_path / "lon.xlsx").write_bytes(b"PK" + bytes(1024 * 1024))
    (tmp_path / "nho.xlsx").write_bytes(workbook(visit_rows(2)))
    signed_in.goto(f"{site_url}/admin/declarations/logbook/create/")
    told = signed_in.locator("#file-told")
    expect(told).to_be_hidden()
    signed_in.set_input_files("input[name=file]", tmp_path / "lon.xlsx")
    expect(told).to_contain_text("lớn hơn 1 MB")
    signed_in.click("text=Tải lên và xem trước")
    expect(told).to_be_visible()
    assert not Logbook.objects.exists()
    signed_in.set_input_files("input[name=file]", tmp_path / "nho.xlsx")
    expect(told).to_be_hidden()
    signed_in.click("text=Tải lên và xem trước")
    signed_in.wait_for_url("**/inspect/**")
    assert Logbook.objects.count() == 1


def test_taken_back_and_imported_again(signed_in, site_url, venue):
    editor = UserFactory._meta.model.objects.get(username="hoantac")
    data = workbook(visit_rows(5))
    book = import_now(data, file_name="so.xlsx", year=None, venue=venue, by=editor).logbook
    signed_in.goto(f"{site_url}/admin/declarations/logbook/inspect/{book.pk}/")
    signed_in.click("text=Hoàn tác lần nhập này")
    expect(signed_in.locator(".cong-book")).to_contain_text("5 lượt do lần nhập này")
    signed_in.click("button:has-text('Hoàn tác')")
    signed_in.wait_for_url("**/inspect/**")
    undo_logbook(Logbook.objects.get(pk=book.pk))
    signed_in.reload()
    expect(signed_in.get_by_role("heading", name="Đã hoàn tác lần nhập")).to_be_visible()
    assert not Visit.objects.exists()
    signed_in.click("text=Nhập lại sổ này")
    signed_in.wait_for_url(lambda address: str(book.pk) not in address)
    again = Logbook.objects.exclude(pk=book.pk).get()
    read_logbook(again)
    signed_in.reload()
    signed_in.click("text=Nhập 5 lượt")
    signed_in.wait_for_url("**/inspect/**")
    again.refresh_from_db()
    assert again.status == LogbookStatus.QUEUED
