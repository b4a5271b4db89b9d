"""Months that clerks write as words, "15 tháng bảy", or as Roman numerals, 15/VII/2021."""

import re

_NAMES = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
_NUMBERS = {name: number for number, name in enumerate(_NAMES, start=1)}
_NUMBERS |= {"muoi mot": 11, "muoi hai": 12, "gieng": 1, "bon": 4, "chap": 12}
_LONGEST_FIRST = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_WORD = re.compile(rf"\bthang ({_LONGEST_FIRST})\b")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_NUMBERS = {name: str(number) for number, name in enumerate(_ROMANS, start=1)}
_ROMAN = re.compile(r"(?<=\d[-/.])\s*([ivx]+)\s*(?=[-/.]|$)")
_DOUBLED = re.compile(r"([-/.])\s*[-/.]+")


def in_numbers(text: str) -> str:
    """A date, lower case and without marks, with its month as a number; "15//7" as "15/7"."""
    if "thang " in text:
        text = _WORD.sub(lambda found: f"thang {_NUMBERS[found[1]]}", text)
    text = _ROMAN.sub(lambda found: _ROMAN_NUMBERS.get(found[1], found[0]), text)
    return _DOUBLED.sub(r"\1", text)
