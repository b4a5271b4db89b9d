"""Cells as text to look at: one lower-case form without marks that keeps the punctuation."""

import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

# What a cell holds once a reader has opened it; an empty one is "".
Cell = str | int | float | bool | date | datetime | time | timedelta


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, no marks, đ as d, single spaces: "Ngày 5/7 " gives "ngay 5/7"."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d")
        text = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(text.lower().split())


def is_blank(cell: Any) -> bool:
    """Whether a cell shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Any) -> str:
    """A cell as its owner sees it, near enough: dates day first, whole numbers without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def letter(index: int) -> str:
    """A column as spreadsheet programs call it, counted from 0: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
