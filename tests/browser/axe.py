"""axe-core in a page: what would keep people from using it."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_SOURCE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _source() -> str:
    return _SOURCE.read_text()


def violations(page: Page, within: str = "html") -> list[str]:
    """Every fault that axe's rules find, best practices included: rule and the element.

    ``within``: the part of the page to look at, where Wagtail made the rest.
    """
    page.evaluate(f"() => {{ {_source()} }}")
    found = page.evaluate("within => axe.run(within)", within)
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
