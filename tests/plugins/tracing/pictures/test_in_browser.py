"""The picture of a run in a browser: the slider, the keyboard, dragging, without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from plugins.tracing.models import Spread
from tests.browser.axe import violations
from tests.factories.accounts import PASSWORD
from tests.plugins.tracing.pictures.conftest import NAMES, REASON

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def picture(site_url: str, run: Spread) -> str:
    """Address of the picture; made after the database is as migrations left it."""
    return f"{site_url}{reverse('tracing_run_picture', args=[run.pk])}"


@pytest.fixture
def browser_of(new_page: Callable[..., Page], site_url: str, official: Any) -> Callable[..., Page]:
    """Opens the official's browser, logged in, with a reason."""

    def log_in(**options: object) -> Page:
        page = new_page(**options)
        page.goto(f"{site_url}{reverse('wagtailadmin_login')}")
        page.fill("#id_username", official.username)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"{site_url}{reverse('wagtailadmin_home')}")
        page.goto(f"{site_url}{reverse('tracing_reason')}")
        page.fill("#id_reason", REASON)
        page.press("#id_reason", "Enter")
        page.wait_for_url(f"{site_url}{reverse('tracing_search')}")
        return page

    return log_in


def row(page: Page, name: str) -> Any:
    """The line of the table that ends at this person."""
    return page.locator("[data-rows] tbody tr", has=page.locator("td:nth-child(2)", has_text=name))


def test_the_slider_leaves_what_lies_in_its_time(
    browser_of: Callable[..., Page], picture: str, screens: Any
) -> None:
    page = browser_of()
    page.goto(picture)
    expect(page.get_by_text("3 trong 3 đường nối trong khoảng thời gian này")).to_be_visible()
    screens(page, "picture-run")
    assert violations(page, "main") == []
    page.get_by_label("Đến", exact=False).first.press("Home")
    expect(page.get_by_text("1 trong 3 đường nối trong khoảng thời gian này")).to_be_visible()
    expect(row(page, NAMES[1])).to_be_visible()
    expect(row(page, NAMES[2])).to_be_hidden()
    far = page.locator(".cong-pic__thing", has_text=NAMES[2])
    expect(far).to_have_class("cong-pic__thing cong-pic--off")


def test_a_person_is_reached_and_opened_by_the_keyboard(
    browser_of: Callable[..., Page], picture: str, run: Spread
) -> None:
    page = browser_of()
    page.goto(picture)
    person = page.locator(".cong-pane a", has_text=NAMES[2])
    person.focus()
    expect(page.locator(".cong-pic path.cong-pic--near")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAMES[2])


def test_larger_and_smaller(browser_of: Callable[..., Page], picture: str) -> None:
    page = browser_of()
    page.goto(picture)
    svg = page.locator("svg.cong-pic")
    before = svg.bounding_box()["width"]  # type: ignore[index]  # it is shown
    page.get_by_role("button", name="Phóng to").click()
    assert svg.bounding_box()["width"] > before * 1.2  # type: ignore[index]
    page.get_by_role("button", name="Xem cả hình").click()
    pane = page.locator(".cong-pane").bounding_box()
    assert svg.bounding_box()["width"] <= pane["width"]  # type: ignore[index]


def test_without_scripts_the_form_chooses_the_time(
    browser_of: Callable[..., Page], picture: str
) -> None:
    page = browser_of(java_script_enabled=False)
    page.goto(picture)
    expect(page.locator("[data-slider]")).to_be_hidden()
    page.fill("#id_since", "06/07/2021 00:00")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("[data-rows] tbody tr")).to_have_count(1)
    expect(page.locator(".cong-pic__thing", has_text="Trường Kiến Hưng")).to_be_visible()


def test_a_page_is_printed_to_its_end(browser_of: Callable[..., Page], picture: str) -> None:
    page = browser_of()
    page.goto(picture)
    page.set_viewport_size({"width": 1366, "height": 400})  # lower than the page
    page.emulate_media(media="print")
    end = page.locator("[data-rows]").bounding_box()
    frame = page.locator("body").bounding_box()
    assert end["y"] + end["height"] <= frame["y"] + frame["height"]  # type: ignore[index]
    expect(page.locator("[data-slider]")).to_be_hidden()
