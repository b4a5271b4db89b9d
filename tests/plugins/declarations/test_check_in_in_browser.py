"""A visitor with an old phone: no scripts, thumbs, a bad line."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from plugins.declarations.models import Visit
from tests.factories.qr_venues import CheckpointFactory, VenueFactory
from tests.services.browser import PHONE, Watch

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)


@pytest.fixture
def gate():
    return CheckpointFactory(venue=VenueFactory(name="Chợ Hà Đông"), name="Cổng phía Đông")


def test_a_visitor_checks_in_and_out_without_scripts(phone, site_url, gate, screens):
    phone.goto(f"{site_url}/q/{gate.token}")
    screens(phone, "checkin-form")
    phone.get_by_label("Họ và tên").fill("Trần Thị Bình")
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    phone.get_by_role("button", name="Đồng ý và khai báo vào").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã khai báo vào")
    screens(phone, "checkin-done")

    phone.goto(f"{site_url}/q/{gate.token}")  # scanning again
    screens(phone, "checkin-inside")
    phone.get_by_role("button", name="Khai báo ra").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã khai báo ra")
    screens(phone, "checkin-left")
    assert Visit.objects.get().checked_out


def test_a_wrong_phone_number_is_told_and_the_rest_stays(phone, site_url, gate, screens):
    phone.goto(f"{site_url}/en/q/{gate.token}")
    phone.get_by_label("Full name").fill("Trần Thị Bình")
    phone.get_by_label("Phone number").fill("0912")
    phone.get_by_role("button", name="Agree and check in").tap()
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.get_by_label("Full name")).to_have_value("Trần Thị Bình")
    screens(phone, "checkin-fault-en")
    phone.get_by_label("Phone number").fill("0912345678")
    phone.get_by_role("button", name="Agree and check in").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Checked in")


def test_the_text_fits_the_width_of_a_phone(phone, site_url):
    name = "Trung tâm Thương mại Dịch vụ Tổng hợp Vincommerce-Nguyễn-Trãi-Thanh-Xuân-Hà-Nội " * 2
    gate = CheckpointFactory(venue=VenueFactory(name=name))
    phone.set_viewport_size({"width": 320, "height": 568})
    phone.goto(f"{site_url}/q/{gate.token}")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_code_is_typed_on_the_page_for_unknown_ones(phone, site_url, gate, watch: Watch, screens):
    watch.allow("404")
    phone.goto(f"{site_url}/q/AAAABBBB")
    screens(phone, "checkin-unknown")
    phone.get_by_label("Mã").fill(f"{gate.token[:4].lower()}-{gate.token[4:].lower()}")
    phone.get_by_role("button", name="Tiếp tục").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Chợ Hà Đông")
    assert phone.url == f"{site_url}/q/{gate.token}"
