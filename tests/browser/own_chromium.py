"""A Chromium of a test's own with a profile on the disk: it can be killed and started again."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from ops.packages_debian import find_chromium
from tests.services.browser import SWITCHES

STARTS_WITHIN = 30  # seconds


class OwnChromium:
    """The process and Playwright's hold on it. ``kill`` ends it as a power cut would."""

    def __init__(self, browser: Browser, profile: Path, *switches: str) -> None:
        port_file = profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                str(find_chromium()),
                "--headless",
                "--no-sandbox",
                "--remote-debugging-port=0",
                f"--user-data-dir={profile}",
                *SWITCHES,
                *switches,
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = _written(port_file)
        self._browser = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context: BrowserContext = self._browser.contexts[0]

    def kill(self) -> None:
        """End every process of it at once."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=STARTS_WITHIN)


def _written(port_file: Path) -> str:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if port_file.exists() and (text := port_file.read_text()).count("\n"):
            return text.splitlines()[0]
        time.sleep(0.05)  # Chromium tells nobody when the file is there
    raise TimeoutError("Chromium did not start")


@contextmanager
def own_chromium(browser: Browser, profile: Path, *switches: str) -> Iterator[OwnChromium]:
    """Killed at the end, whatever happened."""
    profile.mkdir(parents=True, exist_ok=True)
    chromium = OwnChromium(browser, profile, *switches)
    try:
        yield chromium
    finally:
        chromium.kill()
