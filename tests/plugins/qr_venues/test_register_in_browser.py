"""A ward editor registers venues with the keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from plugins.qr_venues.models import Venue
from portal.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def editor_page(page: Page, site_url) -> Page:
    province = AreaFactory(name="Thành phố Hà Nội")
    wards = [
        AreaFactory(name=f"Phường {name}", parent=province)
        for name in ("Hà Đông", "Kiến Hưng", "Phú Lương")
    ]
    user = UserFactory(role=Role.WARD_EDITOR, areas=wards)
    page.goto(f"{site_url}{reverse('wagtailadmin_login')}")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{site_url}{reverse('wagtailadmin_home')}")
    page.goto(f"{site_url}{reverse('qr_venues_venue_modeladmin_create')}")
    return page


def test_a_venue_is_registered_and_the_next_begins_with_the_same_area(editor_page, screens):
    page = editor_page
    page.keyboard.type("Chợ Kiến Hưng")  # the first field has the focus
    page.select_option("#id_category", "market")
    page.focus("#id_area")
    page.keyboard.type("kien hung")
    expect(page.locator("li[role=option]")).to_have_text(["Phường Kiến Hưng, Thành phố Hà Nội"])
    screens(page, "venue-form")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_area")).to_have_value("Phường Kiến Hưng, Thành phố Hà Nội")
    page.fill("#id_checkpoints", "Cổng chính\nNhà để xe")
    page.get_by_role("button", name="Đăng ký và xem tờ in mã").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chợ Kiến Hưng")
    screens(page, "venue-page")
    venue = Venue.objects.get()
    assert venue.area.name == "Phường Kiến Hưng"
    assert venue.checkpoints.count() == 2

    page.get_by_role("link", name="Đăng ký địa điểm tiếp theo").last.click()
    expect(page.locator("#id_area")).to_have_value("Phường Kiến Hưng, Thành phố Hà Nội")
    expect(page.locator("#id_category")).to_have_value("market")


def test_the_list_opens_on_focus_and_closes_on_escape(editor_page):
    page = editor_page
    page.focus("#id_area")
    expect(page.locator("li[role=option]")).to_have_count(3)
    expect(page.locator("#id_area")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_an_option_is_chosen_with_the_mouse(editor_page):
    page = editor_page
    page.focus("#id_area")
    page.get_by_role("option", name="Phường Phú Lương").click()
    expect(page.locator("#id_area")).to_have_value("Phường Phú Lương, Thành phố Hà Nội")
