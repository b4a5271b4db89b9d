"""A phone number among other things in its cell: a second number, words, a letter for a digit."""

import re

from people.names import fold
from people.phones import parse_phone

FIRST_OF_SEVERAL = "first_of_several"
WORDS_DROPPED = "words_dropped"
LETTER_FOR_DIGIT = "letter_for_digit"

_BETWEEN = re.compile(r"[/;,&\n\r|()]|\s[-\u2013]\s|\s{2,}|[^\W\d_]+[.:]?")
_MISTAKEN = re.compile(r"[\doOlI\s.()-]+")
_AS_DIGITS = str.maketrans("oOlI", "0011")
# "không dùng điện thoại": a visitor without one is no fault.
_NO_PHONE = re.compile(r"(khong|ko|kg|k|chua|quen|mat|het|hong|tu choi)\b")
_DIGIT = re.compile(r"\d")
_FEWEST = 8  # digits of what may be a number

NUMBER_IN_NAME = "number_in_name"
_IN_NAME = re.compile(
    r"[\s,;:(/-]*(?:(?:số|sđt|đt|điện thoại|tel|zalo|cccd|cmnd|cmt|sdt|dt)[\s.:-]*)*"
    r"(\+?\d(?:[\s.-]?\d){7,})[\s)]*",
    re.IGNORECASE,
)

Among = tuple[str, tuple[str, ...]]


def phone_among(text: str) -> Among | None:
    """The first number in E.164 and what was done to find it; None if there is none.

    For cells that are not a number as they stand. Digits that are part of no number make it
    uncertain what the others are, unless they are few and stand apart, as in "(2 người)".
    """
    if _MISTAKEN.fullmatch(text) and len(_DIGIT.findall(text)) >= _FEWEST:
        found = parse_phone(text.translate(_AS_DIGITS))
        if found.e164 and text.translate(_AS_DIGITS) != text:
            return found.e164, (LETTER_FOR_DIGIT,)
    parts = [part for part in _parts(text) if _DIGIT.search(part)]
    likely = [part for part in parts if len(_DIGIT.findall(part)) >= _FEWEST]
    if not likely or any(len(_DIGIT.findall(part)) > 2 for part in parts if part not in likely):
        return None
    found = parse_phone(likely[0])
    if found.e164 is None:
        return None
    return found.e164, (FIRST_OF_SEVERAL if len(likely) > 1 else WORDS_DROPPED, *found.repairs)


def split_number(name: str) -> tuple[str, str] | None:
    """A name and the number of a phone or paper that stands in it: "Lê A - 0912345678"."""
    found = _IN_NAME.search(name)
    if found is None:
        return None
    return f"{name[: found.start()]} {name[found.end() :]}".strip(" ,;:-/"), found[1]


def says_none(text: str) -> bool:
    """Whether the cell says in words that there is no phone."""
    return not _DIGIT.search(text) and bool(_NO_PHONE.match(fold(text)))


def _parts(text: str) -> list[str]:
    """What stands between separators and words; two whole numbers beside each other are two."""
    parts = _BETWEEN.split(text)
    if len(parts) == 1:
        words = text.replace("-", " ").split() if fold(text) else []
        if len(words) > 1 and all(len(_DIGIT.findall(word)) > _FEWEST for word in words):
            return words
    return parts
