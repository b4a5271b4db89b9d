"""The main job from end to end, in a real browser, as the people who do it would.

An editor publishes a directive; a ward editor registers a venue and opens its poster; the code on
the poster is decoded and its address opened on a phone; the visitor checks in; the ward editor
imports a paper book of the same venue and day; a tracing official finds the visitor and sees the
contact who stands only in the book. Pictures of every step land in build/screens/.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command
from django.utils import timezone
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from portal.demo_accounts import ACCOUNTS
from tests.services.browser import PHONE

pytestmark = pytest.mark.browser

VISITOR, VISITOR_PHONE = "Nguyễn Thị Hường", "0912 345 678"
ON_PAPER, ON_PAPER_PHONE = "Trần Văn Bền", "0987654321"


@pytest.fixture
def site(site_url):
    """The site with areas, demo accounts and demo pages."""
    for command in ("load_areas", "demo_content"):
        call_command(command, verbosity=0)
    call_command("demo_accounts", "--create", verbosity=0)
    return site_url


def log_in(page: Page, site: str, username: str) -> None:
    """Log in with a demo account and wait for the admin's first page."""
    account = next(a for a in ACCOUNTS if a.username == username)
    page.goto(f"{site}/admin/login/")
    page.fill("input[name=username]", account.username)
    page.fill("input[name=password]", account.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site}/admin/")


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("worker")
def test_from_directive_to_contact(site, new_page, screens, tmp_path):
    publish_directive(new_page(), site, screens)
    poster = register_venue(new_page(), site, screens, tmp_path)
    address = decoded(poster)
    check_in(new_page(viewport=PHONE, has_touch=True, java_script_enabled=False), address, screens)
    book = paper_book(tmp_path, timezone.localtime())
    import_book(new_page(), site, screens, book)
    find_contact(new_page(), site, screens)


def publish_directive(page: Page, site: str, screens) -> None:
    """The department publishes; everyone finds it, without accents."""
    log_in(page, site, "department")
    screens(page, "01-dashboard")
    page.goto(f"{site}/admin/")
    page.goto(f"{site}{new_directive_address()}")
    page.fill("input[name=title]", "Quét mã tại chợ đầu mối")
    page.fill("input[name=number]", "77/UBND-VX")
    page.select_option("select[name=kind]", "letter")
    page.fill("input[name=issuing_body]", "Ủy ban nhân dân phường Vạn Phúc")
    page.fill("input[name=date_issued]", "05/07/2021")
    page.fill("input[name=title]", "Quét mã tại chợ đầu mối")
    screens(page, "02-directive-form")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Xuất bản").click()
    expect(page.get_by_text("đã được tạo và xuất bản")).to_be_visible()
    page.goto(f"{site}/")
    page.fill("input[type=search] >> nth=-1", "quet ma cho dau moi")
    page.press("input[type=search] >> nth=-1", "Enter")
    expect(page.get_by_role("link", name="Quét mã tại chợ đầu mối")).to_be_visible()
    screens(page, "03-search")


def new_directive_address() -> str:
    """Where the department adds a directive to the Vietnamese section."""
    from django.urls import reverse

    from cms_pages.models import DirectiveIndexPage

    section = DirectiveIndexPage.objects.get(locale__language_code="vi")
    return reverse("wagtailadmin_pages:add", args=["cms_pages", "directivepage", section.pk])


def register_venue(page: Page, site: str, screens, folder: Path) -> Path:
    """The ward editor registers a venue and downloads its poster; returns the PDF."""
    log_in(page, site, "ward")
    page.goto(f"{site}/admin/qr_venues/venue/create/")
    page.fill("input[name=name]", "Chợ Vạn Phúc")
    page.select_option("select[name=category]", "market")
    page.fill("input[name=area_text]", "ha dong")
    page.get_by_role("option", name="Phường Hà Đông").first.click()
    page.fill("textarea[name=checkpoints]", "Cổng chính\nBãi xe")
    screens(page, "04-venue-form")
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("heading", name="Chợ Vạn Phúc")).to_be_visible()
    screens(page, "05-venue")
    link = page.get_by_role("link", name="PDF").first.get_attribute("href")
    poster = folder / "poster.pdf"
    poster.write_bytes(page.request.get(f"{site}{link}").body())
    return poster


def decoded(poster: Path) -> str:
    """What a camera reads from the printed page."""
    image = pypdfium2.PdfDocument(poster)[0].render(scale=2).to_pil()
    image.save(Path("build/screens") / "06-poster.png")
    (code,) = zxingcpp.read_barcodes(image)
    return code.text


def check_in(page: Page, address: str, screens) -> None:
    """The visitor declares, on a phone without JavaScript."""
    page.goto(address)
    screens(page, "07-check-in")
    page.fill("input[name=name]", VISITOR)
    page.fill("input[name=phone]", VISITOR_PHONE)
    page.get_by_role("button", name="Khai báo").click()
    expect(page.get_by_text("Chợ Vạn Phúc").first).to_be_visible()
    screens(page, "08-done")


def paper_book(folder: Path, now: datetime) -> Path:
    """A book of the same venue: somebody who was there at the same time, and a faulty row."""
    came, left = now - timedelta(minutes=30), now + timedelta(minutes=30)
    book = Workbook()
    sheet = book.active
    sheet.append(["SỔ THEO DÕI KHÁCH RA VÀO"])
    sheet.append(["STT", "Ngày", "Giờ vào", "Giờ ra", "Họ và tên", "Điện thoại"])
    row = [f"{came:%d/%m/%Y}", f"{came:%Hh%M}", f"{left:%Hh%M}"]
    sheet.append([1, *row, ON_PAPER, ON_PAPER_PHONE])
    sheet.append([2, *row, "Lê Thị Sai", "0912"])
    path = folder / "so-cho-van-phuc.xlsx"
    book.save(path)
    return path


def import_book(page: Page, site: str, screens, book: Path) -> None:
    """The ward editor uploads the book, looks at what was understood, confirms."""
    log_in(page, site, "ward")
    page.goto(f"{site}/admin/declarations/logbook/create/")
    page.fill("input[name=venue_text]", "cho van phuc")
    page.get_by_role("option", name="Chợ Vạn Phúc").first.click()
    page.set_input_files("input[name=file]", book)
    screens(page, "09-book-upload")
    page.get_by_role("button", name="Tải lên và xem").click()
    confirm = page.get_by_role("button", name="Nhập 1 lượt")
    expect(confirm).to_be_visible(timeout=30_000)
    expect(page.get_by_text(ON_PAPER).first).to_be_visible()
    screens(page, "10-book-preview")
    confirm.click()
    result = page.get_by_role("link", name="Tải tệp kết quả")
    expect(result).to_be_visible(timeout=30_000)
    screens(page, "11-book-result")


def find_contact(page: Page, site: str, screens) -> None:
    """The official finds the visitor and the contact who stands only in the book."""
    log_in(page, site, "tracing")
    page.goto(f"{site}/admin/tracing/")
    screens(page, "12-trace")
    page.fill("input[name=reason]", "Ca bệnh tại chợ Vạn Phúc")
    page.fill("input[name=question]", "NGUYEN THI HUONG")
    page.get_by_role("button", name="Tìm", exact=True).click()
    screens(page, "13-people")
    page.get_by_role("link", name=VISITOR).first.click()
    expect(page.get_by_role("link", name=ON_PAPER).first).to_be_visible()
    screens(page, "14-person")
