"""A visitor, a family and a traveller with a phone that runs no scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from plugins.declarations.models import Visit
from tests.factories.qr_venues import CheckpointFactory, VenueFactory
from tests.services.browser import PHONE

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TWO_METRES = 24  # CSS pixels that a line needs: 4 mm high capitals on a phone


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)


@pytest.fixture
def gate():
    return CheckpointFactory(venue=VenueFactory(name="Chợ Hà Đông"), name="Cổng phía Đông")


def test_the_second_time_two_taps_are_enough(phone, site_url, gate, screens):
    phone.goto(f"{site_url}/q/{gate.token}")
    phone.get_by_label("Họ và tên").fill("Trần Thị Bình")
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    phone.get_by_label("Ghi nhớ tôi trên thiết bị này").check()
    phone.get_by_role("button", name="Đồng ý và khai báo vào").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã khai báo vào")

    other = CheckpointFactory(venue=VenueFactory(name="Nhà ga Hà Đông"))
    phone.goto(f"{site_url}/q/{other.token}")  # the first tap opens what the camera read
    expect(phone.get_by_role("heading", level=2)).to_contain_text("Trần Thị B.")
    screens(phone, "checkin-again")
    phone.get_by_role("button", name="Đồng ý và khai báo vào").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã khai báo vào")
    assert Visit.objects.get(venue=other.venue).name == "Trần Thị Bình"

    phone.get_by_role("button", name="Xóa tôi khỏi thiết bị này").tap()
    phone.wait_for_url(f"**/q/{other.token}")
    phone.goto(f"{site_url}/q/{CheckpointFactory().token}")
    expect(phone.get_by_label("Họ và tên")).to_have_value("")


def test_a_family_on_one_form(phone, site_url, gate, screens):
    phone.goto(f"{site_url}/q/{gate.token}")
    phone.get_by_label("Họ và tên").fill("Trần Thị Bình")
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    for n, name in ((2, "Nguyễn Văn An"), (3, "Người Nhầm"), (4, "Nguyễn Thị Út")):
        phone.get_by_role("button", name="Thêm người đi cùng").tap()
        person = phone.get_by_role("group", name=f"Người thứ {n}")
        expect(person).to_be_in_viewport()  # the page comes back where one goes on
        person.get_by_label("Họ và tên").fill(name)
    phone.get_by_role("button", name="Bỏ người thứ 3").tap()
    expect(phone.get_by_role("group", name="Người thứ 4")).to_be_hidden()
    screens(phone, "checkin-family")
    phone.get_by_role("button", name="Đồng ý và khai báo vào").tap()
    expect(phone.get_by_role("listitem").filter(has_text="Nguyễn Thị Út")).to_be_visible()
    screens(phone, "checkin-family-done")
    assert set(Visit.objects.values_list("name", flat=True)) == {
        "Trần Thị Bình",
        "Nguyễn Văn An",
        "Nguyễn Thị Út",
    }
    phone.goto(f"{site_url}/q/{gate.token}")
    phone.get_by_label("Nguyễn Thị Út").uncheck()
    phone.get_by_role("button", name="Khai báo ra").tap()
    phone.wait_for_url("**/left/")
    assert Visit.objects.get(checked_out=None).name == "Nguyễn Thị Út"


def test_the_key_enter_sends_the_form_and_takes_nobody_off(phone, site_url, gate):
    phone.goto(f"{site_url}/q/{gate.token}")
    phone.get_by_label("Họ và tên").fill("Trần Thị Bình")
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    phone.get_by_role("button", name="Thêm người đi cùng").tap()
    phone.get_by_role("group", name="Người thứ 2").get_by_label("Họ và tên").fill("Lê Văn An")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã khai báo vào")
    assert Visit.objects.count() == 2


def test_a_traveller_finds_the_english_form_for_passports(phone, site_url, gate, screens):
    phone.goto(f"{site_url}/q/{gate.token}")
    phone.get_by_role("link", name="English").tap()
    phone.get_by_role("link", name="I have a foreign passport").tap()
    phone.get_by_label("Full name").fill("Jean Dupont")
    phone.get_by_label("Nationality").select_option(label="France")
    phone.get_by_label("Passport number").fill("12AB34567")
    screens(phone, "checkin-foreign")
    phone.get_by_role("button", name="Agree and check in").last.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Checked in")
    screens(phone, "checkin-foreign-done")


@pytest.mark.parametrize("width", [320, 390])
def test_place_and_time_are_read_from_two_metres(phone, site_url, gate, width):
    phone.set_viewport_size({"width": width, "height": 700})
    phone.goto(f"{site_url}/q/{gate.token}")
    phone.get_by_label("Họ và tên").fill("Trần Thị Bình")
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    phone.get_by_role("button", name="Đồng ý và khai báo vào").tap()
    sizes = {}
    for part in ("place", "time", "date"):
        line = phone.locator(f".cong-done__{part}")
        expect(line).to_be_in_viewport(ratio=1)
        sizes[part] = float(
            line.evaluate("line => getComputedStyle(line).fontSize").removesuffix("px")
        )
    assert sizes["time"] >= 3 * TWO_METRES
    assert min(sizes.values()) >= TWO_METRES
    assert phone.evaluate("document.documentElement.scrollWidth") <= width


def test_going_back_and_sending_again_is_one_visit(phone, site_url, gate):
    phone.goto(f"{site_url}/q/{gate.token}")
    phone.get_by_label("Họ và tên").fill("Trần Thị Bình")
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    phone.get_by_role("button", name="Đồng ý và khai báo vào").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã khai báo vào")
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Chợ Hà Đông")
    assert phone.get_by_role("button", name="Khai báo ra").is_visible()
    assert Visit.objects.count() == 1
