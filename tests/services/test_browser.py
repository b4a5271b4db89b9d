"""The watch over pages sees what it is there to see."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.services.browser import SCREENS, Watch


def test_a_clean_page_has_no_fault(page: Page, watch: Watch) -> None:
    page.set_content("<h1>Khai báo</h1>")
    assert watch.faults == []


def test_a_request_to_another_host_is_a_fault(page: Page, watch: Watch) -> None:
    page.set_content('<img src="http://elsewhere.invalid/a.png">')
    found = list(watch.faults)
    watch.faults.clear()
    assert "request to another host on about:blank: http://elsewhere.invalid/a.png" in found


def test_an_error_on_the_console_is_a_fault(page: Page, watch: Watch) -> None:
    page.evaluate("console.error('broken')")
    found = list(watch.faults)
    watch.faults.clear()
    assert found == ["console on about:blank: broken"]


def test_a_fault_that_a_test_provokes_can_be_allowed(page: Page, watch: Watch) -> None:
    watch.allow("broken on purpose")
    page.evaluate("console.error('broken on purpose')")
    assert watch.faults == []


def test_people_do_not_share_cookies(new_page: Callable[..., Page]) -> None:
    first, second = new_page(), new_page()
    first.context.add_cookies([{"name": "who", "value": "first", "url": "http://localhost"}])
    assert second.context.cookies() == []


def test_pictures_are_taken_at_two_widths(page: Page, screens: Callable[[Page, str], None]) -> None:
    page.set_content("<h1>Ảnh chụp</h1>")
    screens(page, "self-test")
    taken = sorted(path.name for path in SCREENS.glob("self-test-*.png"))
    assert taken == ["self-test-desktop.png", "self-test-phone.png"]
