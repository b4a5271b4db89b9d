"""How the pages look and work in a browser, at the width of a phone and of a desktop."""

import json

import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from playwright.sync_api import expect

from portal.urls import urlpatterns as portal_urls
from tests.factories.accounts import PASSWORD, SuperuserFactory
from tests.factories.cms_pages import (
    DirectiveIndexPageFactory,
    DirectivePageFactory,
    GuidanceIndexPageFactory,
    GuidancePageFactory,
    HomePageFactory,
    StandardPageFactory,
)
from tests.services.browser import PHONE


@pytest.fixture
def portal(site_url):
    """Address of a small portal."""
    home = HomePageFactory(summary="Đến đâu quét mã ở đó.")
    section = DirectiveIndexPageFactory(parent=home)
    DirectivePageFactory(
        title="Quét mã tại nơi đông người", number="2278/BTTTT-THH", parent=section
    )
    guidance = GuidanceIndexPageFactory(parent=home)
    GuidancePageFactory(title="Khai báo khi đến", parent=guidance)
    return site_url


@pytest.fixture
def phone(new_page):
    """A page on a phone whose browser runs no scripts."""
    return new_page(viewport=PHONE, java_script_enabled=False)


@pytest.mark.parametrize(
    "address", ["/", "/van-ban/", "/van-ban/?q=quet+ma", "/huong-dan/", "/search/?q=quet"]
)
def test_nothing_sticks_out_on_a_phone(new_page, portal, screens, address):
    page = new_page(viewport=PHONE)
    page.goto(portal + address)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    screens(page, "portal" + address.split("?")[0].replace("/", "-").rstrip("-"))


def test_the_menu_opens_without_scripts(phone, portal):
    phone.goto(portal)
    link = phone.locator(".cong-menu").get_by_role("link", name="Văn bản")
    assert not link.is_visible()
    phone.get_by_text("Trình đơn", exact=True).click()
    link.click()
    assert phone.get_by_role("heading", level=1).inner_text() == "Văn bản"


def test_a_visitor_finds_a_directive_without_scripts(phone, portal):
    phone.goto(portal)
    phone.get_by_role("searchbox").first.fill("QUET MA")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name="Quét mã tại nơi đông người").click()
    assert phone.locator(".cong-facts").get_by_text("2278/BTTTT-THH").is_visible()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(page, portal):
    page.goto(portal)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main"


def test_an_editor_sees_what_is_kept_from_a_missing_module(page, portal):
    editor = SuperuserFactory()
    kept = StandardPageFactory(title="Trang có phần lạ")
    kept.body = json.dumps([{"type": "hologram", "value": {"depth": 3}, "id": "1"}])
    kept.save_revision().publish()
    page.goto(f"{portal}/admin/login/?next=/admin/pages/{kept.pk}/edit/")
    page.locator("[name=username]").fill(editor.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("thuộc một mô-đun chưa được cài")).to_be_visible()
    page.locator("[data-streamfield-stream-container] .c-sf-add-button").last.click()
    choices = page.get_by_role("option")
    choices.first.wait_for()
    assert "Khung nổi bật" in " ".join(choices.all_inner_texts())
    assert "Giữ lại" not in " ".join(choices.all_inner_texts())


TASK = """{% extends "portal/base_task.html" %}{% block main %}
<h1 class="govuk-heading-l">Khai báo vào</h1><p class="govuk-body">Chợ Văn Quán, Hà Đông</p>
<label class="govuk-label" for="n">Họ và tên</label><input class="govuk-input" id="n">
<button class="govuk-button">Đồng ý và khai báo</button>{% endblock %}"""


def task(request):
    return HttpResponse(engines["django"].from_string(TASK).render({}, request))


urlpatterns = [path("thu/", task), *portal_urls]


def test_a_check_in_page_fetches_one_weight_of_our_letters(new_page, site_url, settings, screens):
    settings.ROOT_URLCONF = __name__
    page = new_page(viewport=PHONE)
    fetched = []
    page.on("request", lambda request: fetched.append(request.url.rsplit("/", 1)[-1]))
    page.goto(f"{site_url}/thu/")
    page.evaluate("document.fonts.ready")
    screens(page, "portal-task")
    assert sorted(name for name in fetched if name.endswith("woff2")) == [
        "be-vietnam-pro-latin-600-normal.woff2",
        "be-vietnam-pro-vietnamese-600-normal.woff2",
    ]
