"""The code on the health insurance card (BHYT), long and short.

`number|HEX name|dd/mm/yyyy|1 or 2|HEX address or -|clinic|valid from|valid to|issued|…|$`, where
HEX is UTF-8 in hexadecimal. The short one ends after "issued".
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Literal

from people.names import normalise_name
from plugins.declarations.cards.card import Card, Kind, Problem
from plugins.declarations.cards.fields import birth_of, cleaned, name_of, number_of

FIELDS = 9
_DATE = re.compile(r"(?P<day>[0-9]{2})/(?P<month>[0-9]{2})/(?P<year>[0-9]{4})", re.ASCII)
_NUMBER = re.compile(r"[A-Za-z]{2}[0-9]{13}|[0-9]{10}", re.ASCII)
_HEX = re.compile(r"(?:[0-9a-f]{2})+", re.ASCII)
_SEXES: dict[str, Literal["male", "female"]] = {"1": "male", "2": "female"}
_NONE = "-"
# What Vietnamese typing (Telex) makes of letters that a scanner types: aa, ee, dd; f is the grave.
_TELEX = {"đ": "dd", "â": "aa", "ê": "ee"}


def looks_like(fields: Sequence[str]) -> bool:
    """Whether these are the fields of a health insurance card, whole or not."""
    if cleaned(fields[-1]) == "$":
        return True
    dated = len(fields) > 2 and bool(_DATE.fullmatch(cleaned(fields[2])))
    return dated or bool(_NUMBER.fullmatch(cleaned(fields[0])))


def read(fields: Sequence[str], today: date) -> Card:
    """What they say."""
    problems: list[Problem] = []
    if cleaned(fields[-1]) == "$":
        fields = fields[:-1]
    if len(fields) < FIELDS:
        problems.append("card_fields")
    number, name_hex, born, sex, address_hex = (*fields, *[""] * FIELDS)[:5]
    number = number_of(number)
    if not number:
        problems.append("card_number")
    text = from_hex(name_hex)
    name = name_of(text or "")
    if text is None:
        problems.append("card_hex")
    elif not name:
        problems.append("card_name")
    birth = birth_of(_DATE.fullmatch(cleaned(born)), today)
    if not birth:
        problems.append("card_date")
    address = None if cleaned(address_hex) in ("", _NONE) else from_hex(address_hex)
    return Card(
        Kind.BHYT,
        name=name,
        number=number,
        birth=birth,
        sex=_SEXES.get(cleaned(sex), ""),
        address=normalise_name(address or ""),
        problems=tuple(problems),
    )


def from_hex(text: str) -> str | None:
    """Text from UTF-8 in hexadecimal; None if it is none.

    Taken back is what a keyboard set to Vietnamese made of the letters; where a tone's place
    cannot be told, the bytes come out wrong and it is None.
    """
    digits = "".join(_untyped(char) for char in cleaned(text).lower())
    if not _HEX.fullmatch(digits):
        return None
    try:
        return bytes.fromhex(digits).decode()
    except UnicodeDecodeError:
        return None


def _untyped(char: str) -> str:
    if char in _TELEX:
        return _TELEX[char]
    base, *marks = list(unicodedata.normalize("NFD", char))
    grave = "\u0300" in marks
    rest = unicodedata.normalize("NFC", base + "".join(m for m in marks if m != "\u0300"))
    return _TELEX.get(rest, rest) + ("f" if grave else "")
