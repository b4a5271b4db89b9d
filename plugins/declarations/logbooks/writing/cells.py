"""Cells for workbooks that we write: a text from outside never becomes a formula."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

_STARTS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
# "+84 912 345 678", "-" and "-5" begin like formulas and are none.
_HARMLESS = re.compile(r"[+-]?[\d\s.,()/-]*")
MAX_TEXT = 32_767  # characters that a cell can hold
_NATIVE = (bool, int, float, datetime, date, time, timedelta)


def neutral(text: str) -> str:
    """A text with an apostrophe before it if a program could take it for a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_TEXT]
    if text[:1] in _STARTS_FORMULA and text and not _HARMLESS.fullmatch(text):
        return f"'{text}"[:MAX_TEXT]
    return text


def cell(sheet: Worksheet, value: Any) -> Any:
    """A value ready to be appended: numbers and dates as they are, texts as texts for good."""
    if value is None or isinstance(value, _NATIVE):
        return value
    text = neutral(str(value))
    if text[:1] not in _STARTS_FORMULA:
        return text or None
    # Harmless as it stands, but not any more once somebody types into the cell.
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"
    made.quotePrefix = True
    return made
