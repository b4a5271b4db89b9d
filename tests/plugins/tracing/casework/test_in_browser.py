"""Two officials on one case, each in a browser of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from plugins.tracing.models import Case, CaseMember
from tests.factories.accounts import PASSWORD
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def browser_of(new_page: Callable[..., Page], site_url: str) -> Callable[[Any], Page]:
    """Opens the browser of an account that has logged in."""

    def log_in(account: Any) -> Page:
        page = new_page()
        page.goto(f"{site_url}{reverse('wagtailadmin_login')}")
        page.fill("#id_username", account.username)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"{site_url}{reverse('wagtailadmin_home')}")
        return page

    return log_in


@pytest.fixture
def her_page(site_url: str, visits: None, case: Case, member: CaseMember) -> str:
    """Address of the page of Trần Thị Bé, F1; made after the database is as migrations left it."""
    return f"{site_url}{reverse('tracing_case_member', args=[case.pk, member.pk])}"


def test_the_second_to_save_is_told_and_loses_nothing(
    browser_of: Callable[[Any], Page], lan: Any, minh: Any, her_page: str, screens: Any
) -> None:
    hers, his = browser_of(lan), browser_of(minh)
    hers.goto(her_page)
    his.goto(her_page)
    his.get_by_label("Trạng thái").select_option("no_answer")
    his.get_by_role("button", name="Lưu").click()
    expect(his.get_by_text("Đã lưu.")).to_be_visible()
    hers.get_by_label("Trạng thái").select_option("quarantine")
    hers.get_by_label("Ghi chú").fill("Cách ly tại nhà từ hôm nay")
    hers.get_by_role("button", name="Lưu").click()
    expect(hers.get_by_role("alert")).to_contain_text("Minh: Cần gọi → Không liên lạc được")
    expect(hers.get_by_label("Ghi chú")).to_have_value("Cách ly tại nhà từ hôm nay")
    screens(hers, "case-stale")
    hers.get_by_role("button", name="Lưu").click()
    expect(hers.get_by_text("Cách ly tại nhà từ hôm nay")).to_be_visible()
    screens(hers, "case-person")
    assert CaseMember.objects.get(order=1).state == "quarantine"


def test_a_person_is_handed_to_an_area_found_by_typing(
    browser_of: Callable[[Any], Page], lan: Any, her_page: str, case: Case, screens: Any
) -> None:
    area = AreaFactory(name="Phường Vạn Phúc")
    page = browser_of(lan)
    page.goto(her_page)
    page.get_by_role("link", name="Chuyển cho địa bàn khác").click()
    page.get_by_label("Cho cán bộ của").press_sequentially("van phuc")
    expect(page.locator("li[role=option]")).to_have_text(["Phường Vạn Phúc"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Chuyển giao").click()
    expect(page.get_by_text("đã chuyển cho Phường Vạn Phúc")).to_be_visible()
    screens(page, "case")
    assert case.members.get(order=1).area == area
