"""Chromium, driven by Playwright, watching that pages are clean: no errors, no other host."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from ops.packages_debian import find_chromium

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1366, "height": 900}
SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
LOCAL = {"127.0.0.1", "localhost", ""}
SWITCHES = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Even a page that asks for another host reaches none.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for the whole test process."""
    path = find_chromium()
    if path is None:
        pytest.fail(
            "Chromium is missing: `make test` installs it (Debian: apt-get install chromium)"
        )
    # Playwright keeps an event loop in this thread, and Django would refuse its database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # Inside the event loop Django makes itself another connection object, which must know too
    # what migrations left, or a test that commits could not put it back.
    as_migrated = getattr(connection, "_test_serialized_contents", None)
    with sync_playwright() as playwright:
        if as_migrated is not None:
            connection._test_serialized_contents = as_migrated
        chromium = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield chromium
        chromium.close()


class Watch:
    """What went wrong in the pages of a test. `allow` takes patterns of faults that it provokes."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Expect a fault, for instance the browser's line about a page that answers 404."""
        self._allowed.append(re.compile(pattern))

    def follow(self, page: Page) -> None:
        """Note errors on the console, exceptions of scripts, and requests to another host."""
        page.on("pageerror", lambda error: self._note(f"script error on {page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                self._note(f"console on {page.url}: {message.text}")
                if message.type == "error"
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                self._note(f"request to another host on {page.url}: {request.url}")
                if (urlsplit(request.url).hostname or "") not in LOCAL
                else None
            ),
        )

    def _note(self, fault: str) -> None:
        if not any(pattern.search(fault) for pattern in self._allowed):
            self.faults.append(fault)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when one of its pages had a fault that it did not allow."""
    watching = Watch()
    yield watching
    assert watching.faults == []


@pytest.fixture
def new_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens pages of different people: each has its own cookies. Options go to the context."""
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(
            **{
                "locale": "vi-VN",
                "timezone_id": "Asia/Ho_Chi_Minh",
                "viewport": DESKTOP,
                **options,
            }
        )
        context.set_default_timeout(15_000)
        context.on("page", watch.follow)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page at desktop size."""
    return new_page()


@pytest.fixture
def screens() -> Callable[[Page, str], None]:
    """screens(page, "checkin-form"): pictures at phone and desktop width, in build/screens/."""

    def take(page: Page, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        for label, size in (("phone", PHONE), ("desktop", DESKTOP)):
            page.set_viewport_size(size)
            page.evaluate("document.fonts.ready")
            page.screenshot(
                path=SCREENS / f"{name}-{label}.png", full_page=True, animations="disabled"
            )
        if before:
            page.set_viewport_size(before)

    return take


@pytest.fixture
def site_url(django_db_serialized_rollback: None, live_server, settings) -> str:
    """Address of the site, served from the test database as migrations left it.

    Printed codes and messages point here too.
    """
    settings.PUBLIC_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server.url
