"""Declaring as people do it, in a real browser: on a phone without scripts, and at a desk."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from areas.models import AreaKind
from plugins.declarations.declaring import area_search
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.own.models import DeletionRequest
from plugins.declarations.personal_codes.services import Declared, resolve
from tests.factories.areas import AreaFactory
from tests.services.browser import PHONE

pytestmark = pytest.mark.browser
CM = 96 / 2.54  # CSS pixels in a centimetre


@pytest.fixture
def site(site_url):
    """The site with three wards, two of which are called the same."""
    area_search.forget()
    ha_noi = AreaFactory(name="Thành phố Hà Nội", kind=AreaKind.CITY)
    AreaFactory(name="Phường Hà Đông", parent=ha_noi)
    AreaFactory(name="Phường Phú Lương", parent=ha_noi)
    AreaFactory(
        name="Xã Phú Lương",
        kind=AreaKind.COMMUNE,
        parent=AreaFactory(name="Thái Nguyên", kind=AreaKind.PROVINCE),
    )
    yield site_url
    area_search.forget()


def send(page: Page) -> None:
    page.locator("main form button.govuk-button").first.click()


def declare_ill(page: Page, site: str) -> str:
    """A health declaration with a cough; the confirmation's code."""
    page.goto(f"{site}/khai-bao/suc-khoe/")
    page.fill("#name", "Trần Thị Bình")
    page.fill("#phone", "0912 345 678")
    page.fill("#area", "ha dong")
    page.check("#symptoms-cough")
    page.check("#contact")
    send(page)
    return page.locator(".cong-receipt__code").inner_text()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def drawn_code(page: Page) -> tuple[str, float]:
    """What the personal code on the page says, and how wide its dark part is, in cm."""
    drawing = page.locator(".cong-code svg").first
    picture = Image.open(BytesIO(drawing.screenshot(scale="css")))
    found = zxingcpp.read_barcode(picture)
    corners = found.position
    return found.text, (corners.top_right.x - corners.top_left.x) / CM


def test_declared_on_a_phone_without_scripts(site, new_page, screens):
    page = new_page(viewport=PHONE, has_touch=True, java_script_enabled=False)
    page.goto(f"{site}/khai-bao/")
    page.get_by_role("link", name="Tờ khai y tế").click()
    page.fill("#name", "Trần Thị Bình")
    page.fill("#phone", "0912 345 678")
    page.fill("#area", "phu luong")
    page.check("#symptoms-cough")
    page.check("#contact")
    send(page)
    expect(page.get_by_text("Có nhiều nơi cùng tên")).to_have_count(2)
    assert page.input_value("#phone") == "0912 345 678"
    page.get_by_label("Xã Phú Lương, Thái Nguyên").check()
    send(page)
    expect(page.get_by_role("heading", name="Đã khai báo – cần lưu ý")).to_be_visible()
    assert Declaration.objects.get().area.name == "Xã Phú Lương"


def test_the_personal_code_is_read_from_the_screen(site, new_page):
    page = new_page(viewport=PHONE)
    declare_ill(page, site)
    text, width = drawn_code(page)
    assert width == pytest.approx(5.0, abs=0.15)
    found = resolve(text.rpartition("/")[2])
    assert isinstance(found, Declared)
    assert (found.name, found.has_symptoms) == ("Trần Thị Bình", True)


def test_it_is_as_large_on_paper(site, page):
    declare_ill(page, site)
    page.emulate_media(media="print")
    assert drawn_code(page)[1] == pytest.approx(5.0, abs=0.15)
    expect(page.get_by_role("button", name="In trang này")).to_be_hidden()


def test_wards_are_offered_while_typing(site, page):
    page.goto(f"{site}/khai-bao/suc-khoe/")
    page.locator("#area").press_sequentially("phu luong")
    expect(page.locator("#area-list option")).to_have_count(2)


def test_seen_corrected_and_asked_to_be_deleted(site, new_page):
    code = declare_ill(new_page(), site)
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{site}/khai-bao/cua-toi/")
    page.fill("#code", code.lower().replace("-", " "))
    send(page)
    expect(page.get_by_text("0912 345 678")).to_be_visible()
    page.get_by_role("button", name="Sửa lại").click()
    page.fill("#name", "Trần Thị Bình Minh")
    send(page)
    expect(page.get_by_text("Đã lưu nội dung sửa")).to_be_visible()
    page.get_by_role("button", name="Yêu cầu xoá").click()
    page.fill("#words", "Tôi khai nhầm")
    send(page)
    expect(page.get_by_text("Cán bộ địa bàn sẽ quyết định")).to_be_visible()
    assert DeletionRequest.objects.get().area.name == "Phường Hà Đông"


def test_a_foreign_visitor_declares_in_english(site, new_page):
    page = new_page(viewport=PHONE, locale="en-GB")
    page.goto(f"{site}/en/khai-bao/suc-khoe/")
    page.get_by_role("link", name="I have a foreign passport").click()
    page.fill("#name", "Jean Dupont")
    page.select_option("#nationality", "FR")
    page.fill("#id_number", "12AB34567")
    page.fill("#area", "ha dong")
    page.check("#symptoms-none")
    page.check("#contact")
    send(page)
    expect(page.get_by_role("heading", name="Declared", exact=True)).to_be_visible()


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "khai-bao/",
        "khai-bao/suc-khoe/",
        "khai-bao/suc-khoe/?foreign",
        "khai-bao/di-chuyen/",
        "khai-bao/cua-toi/",
        "c/ABCDEFGH",
    ],
)
def test_pages_fit_a_phone_and_a_desk(site, new_page, lang, path):
    page = new_page(viewport=PHONE)
    page.goto(f"{site}{lang}/{path}")
    assert fits(page)
    page.set_viewport_size({"width": 1366, "height": 900})
    assert fits(page)
    assert re.search(r"\S", page.title())
