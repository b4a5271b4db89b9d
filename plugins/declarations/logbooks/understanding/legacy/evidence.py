"""What a single text is in: proper Unicode, an older code, or something that reads as both."""

import re
from collections.abc import Callable, Iterable
from enum import IntEnum

from plugins.declarations.logbooks.understanding.legacy import mojibake, tcvn3, vni
from plugins.declarations.logbooks.understanding.legacy.syllables import is_syllable

Convert = Callable[[str], str | None]
CODES: dict[str, Convert] = {
    "tcvn3": tcvn3.convert,
    "vni": vni.convert,
    "utf8": mojibake.from_utf8,
    "cp1258": mojibake.from_cp1258,
}
UNICODE = "unicode"

# Letters that only Unicode has: a text with one of them is not in an older code.
_ONLY_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u036f\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s!-&(-/:-@\[-`{-~–—‘’“”…]+")
_DIGIT = re.compile(r"\d")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)


class Verdict(IntEnum):
    """What a text is in, as far as it shows by itself."""

    PROPER = 0
    EITHER = 1
    LEGACY = 2


def score(text: str) -> int:
    """Words with marks that can be Vietnamese, less those that cannot. ASCII words say nothing."""
    total = 0
    for word in _WORD.findall(text):
        if word.isascii() or _DIGIT.search(word):
            continue
        if is_syllable(word):
            total += 1
        elif not (word.isalpha() and word.isupper() and not _VOWEL.search(word)):  # SĐT
            total -= 1
    return total


def judge(text: str, convert: Convert) -> tuple[Verdict, str]:
    """Whether a text is in the code, and what it is then in Unicode."""
    if _ONLY_UNICODE.search(text):
        return Verdict.PROPER, text
    converted = convert(text)
    if converted is None or converted == text:
        return Verdict.PROPER if converted is None else Verdict.EITHER, text
    gain = gain_of(text, converted)
    if gain > 0:
        return Verdict.LEGACY, converted
    return (Verdict.PROPER, text) if gain < 0 else (Verdict.EITHER, converted)


def gain_of(text: str, converted: str) -> int:
    """How much better the text reads once it is converted; 0 where it reads badly both ways."""
    after = score(converted)
    gain = after - score(text)
    return gain if after >= 0 or gain < 0 else 0


def is_only_unicode(text: str) -> bool:
    """Whether a text has letters that only Unicode has."""
    return bool(_ONLY_UNICODE.search(text))


def best_code(text: str, codes: Iterable[str]) -> str:
    """The code in which a text for sure is, the one that explains most of it; "" if none."""
    best, most = "", 0
    for code in codes:
        verdict, converted = judge(text, CODES[code])
        if verdict is Verdict.LEGACY and (gain := gain_of(text, converted)) > most:
            best, most = code, gain
    return best
