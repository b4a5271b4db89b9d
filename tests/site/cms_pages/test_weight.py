"""Check-in pages stay light: an old phone on a slow network loads them in a moment."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

LIMIT = 60 * 1024  # bytes over the network, with fonts
PAGE = 6 * 1024  # what is left for a check-in page itself, compressed
FONTS = [f"fonts/be-vietnam-pro-{subset}-600-normal.woff2" for subset in ("latin", "vietnamese")]


def content(name):
    path = finders.find(name)
    assert path, f"{name} is missing: `make setup` fetches fonts and compiles styles"
    return Path(path).read_bytes()


def test_styles_and_fonts_of_a_check_in_page_fit():
    styles = gzip.compress(content("portal/portal.css"))
    pictures = [
        gzip.compress(content(f"portal/{name}.svg")) for name in ("mark", "band", "favicon")
    ]
    fonts = [content(name) for name in FONTS]
    assert sum(map(len, [styles, *pictures, *fonts])) + PAGE <= LIMIT


def test_the_style_sheet_names_no_other_host():
    addresses = re.findall(r"url\(\W?([^)]+)\)", content("portal/portal.css").decode())
    assert addresses
    assert not [address for address in addresses if "//" in address]
