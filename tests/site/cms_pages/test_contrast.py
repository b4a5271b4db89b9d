"""The colours of the theme can be read: WCAG 2.2 AA, worked out from the tokens."""

import re

import pytest
from django.conf import settings

TOKENS = dict(
    re.findall(
        r"^\$([\w-]+): (#[0-9a-f]{6});",
        (settings.ROOT / "site/portal/assets/_tokens.scss").read_text(),
        re.MULTILINE,
    )
)
TEXT = 4.5  # 1.4.3, text of any size
SHAPES = 3.0  # 1.4.11, icons and borders of controls


def luminance(colour):
    """Relative luminance of "#rrggbb", 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_known_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("surface", ["white", "paper", "jade-tint", "gold-tint", "lacquer-tint"])
@pytest.mark.parametrize(
    "ink", ["ink", "muted", "jade", "jade-dark", "lacquer", "gold-dark", "danger", "visited"]
)
def test_text_on_light_surfaces(ink, surface):
    assert contrast(TOKENS[ink], TOKENS[surface]) >= TEXT


@pytest.mark.parametrize("surface", ["deep", "deeper", "jade", "lacquer", "success", "danger"])
def test_white_text_on_dark_surfaces(surface):
    assert contrast(TOKENS["white"], TOKENS[surface]) >= TEXT


@pytest.mark.parametrize("surface", ["deep", "deeper"])
def test_gold_on_the_header_and_footer(surface):
    assert contrast(TOKENS["gold"], TOKENS[surface]) >= TEXT


def test_text_in_focus():
    assert contrast(TOKENS["ink"], TOKENS["focus"]) >= TEXT


def test_icons_on_cards():
    assert contrast(TOKENS["lacquer"], TOKENS["white"]) >= SHAPES
