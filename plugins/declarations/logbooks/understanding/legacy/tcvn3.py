"""TCVN3 (ABC): the letters of the fonts called .Vn…, one byte each.

Positions as in the third form of TCVN 5712:1993, whose bytes programs keep as Latin-1 letters.
It has no capitals with tones: these are small letters shown in a capital font (.Vn…H).
"""

import re

_ROWS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TABLE = {
    first + at: letter for first, letters in _ROWS.items() for at, letter in enumerate(letters)
}
# Beside its letters: ASCII, the fixed space, and marks that programs put in by themselves.
_POSSIBLE = re.compile(rf"[\x00-\x7f\xa0–—‘’“”…{re.escape(''.join(map(chr, TABLE)))}]*")
_HAS_CAPITAL = frozenset("ăâđêôơư")


def convert(text: str) -> str | None:
    """The text in Unicode; None where it holds what TCVN3 does not know."""
    if not _POSSIBLE.fullmatch(text):
        return None
    converted = text.translate(TABLE)
    return converted.upper() if _is_capital(converted) else _with_initials(converted)


def _is_capital(text: str) -> bool:
    """Whether it was typed in capitals: all letters that can show it are, one within a word.

    NGUYễN is NGUYỄN and ủY is ỦY; of Hồ and Vỹ only the first letter can show it.
    """
    if any(char.islower() and _shows_case(char) for char in text):
        return False
    return any(char.isupper() for word in text.split() for char in word[1:])


def _with_initials(text: str) -> str:
    """Nguyễn Thị ánh is Nguyễn Thị Ánh: where all other words begin with a capital."""
    words = text.split(" ")
    unable = [
        at for at, word in enumerate(words) if word[:1].islower() and not _shows_case(word[0])
    ]
    able = [word for at, word in enumerate(words) if word[:1].isalpha() and at not in unable]
    if not unable or not able or not all(word[0].isupper() for word in able):
        return text
    for at in unable:
        words[at] = words[at][0].upper() + words[at][1:]
    return " ".join(words)


def _shows_case(char: str) -> bool:
    return char.lower() in _HAS_CAPITAL or (char.isascii() and char.isalpha())
