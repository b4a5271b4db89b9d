"""Walking a gate in the browser."""

from playwright.sync_api import Page, expect

from plugins.declarations.gate.models import GateLink
from tests.factories.gates import PIN

# What the browser itself says of a network that is gone.
OFFLINE = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION|Failed to load resource"


def open_gate(page: Page, site: str, link: GateLink, language: str = "") -> None:
    """Open the gate's page, typing the PIN where it asks."""
    page.goto(f"{site}{language}/truc-cong/{link.token}/")
    page.fill("#pin", PIN)
    page.press("#pin", "Enter")
    page.wait_for_selector("html[data-ready]")


def kept_for_offline(page: Page) -> None:
    """Wait until the page would open without network."""
    page.evaluate("navigator.serviceWorker.ready.then((r) => r.active.state)")
    page.wait_for_function(
        "caches.match(location.pathname).then((kept) => Boolean(kept))", polling=100
    )


def scan(page: Page, text: str) -> None:
    """As a hand scanner: the text, then Enter."""
    page.focus("#scan")
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def said(page: Page, word: str) -> None:
    """Wait until the outcome says this."""
    expect(page.locator("#outcome .cong-gate__word")).to_have_text(word)


def waiting(page: Page, n: int) -> None:
    """Wait until so many entries wait to be sent."""
    expect(page.locator("#waiting")).to_have_text(f"{n} lượt chờ gửi", timeout=60_000)


def card(n: int, name: str = "Nguyễn Văn An") -> str:
    """The code of a citizen card, another for each n."""
    return f"001090{n:06d}||{name}|01011990|Nam|Phường Ba Đình, Hà Nội|15042021"
