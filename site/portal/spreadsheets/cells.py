"""Texts for workbooks that we write: nothing from outside becomes a formula, now or later."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

MAX_TEXT = 32_767  # characters that a cell can hold
_STARTS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫")
# What programs pass over before they look: spaces of all kinds and what cannot be seen.
_PASSED_OVER = " \xa0\xad\u200b\u200c\u200d\u2060\ufeff\u3000"
# "+84 912 345 678", "-" and "-5" begin like formulas and are none.
_HARMLESS = re.compile(r"[+-]?[\d .,()/-]*")
_SURROGATES = re.compile("[\ud800-\udfff]")


def neutral(text: str) -> str:
    """A text with an apostrophe before it if a program could take it for a formula."""
    if not text.isprintable():
        text = _SURROGATES.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    text = text[:MAX_TEXT]
    if begins_like_formula(text) and not _HARMLESS.fullmatch(text):
        return f"'{text}"[:MAX_TEXT]
    return text


def begins_like_formula(text: str) -> bool:
    """Whether the first character that counts is one that formulas begin with."""
    return text.lstrip(_PASSED_OVER)[:1] in _STARTS_FORMULA if text else False
