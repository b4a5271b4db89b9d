"""Any card's code, from what a scanner or a camera gives. Pure: nothing is looked up.

static/declarations/gate/cards.js is the same for a browser without network; a test holds the two
against each other.
"""

import re
from datetime import date

from people.phones import parse_phone
from plugins.declarations.cards import bhyt, cccd, own, pc_covid
from plugins.declarations.cards.card import Card, Unknown
from plugins.declarations.cards.fields import cleaned, number_of

LONGEST = 2000  # characters; the longest card has some 500
_SEPARATORS = re.compile(r"[\s.\-]+")


def read_card(text: str, today: date | None = None) -> Card | Unknown:
    """What a code says. Faults are in the answer; it never raises."""
    today = today or date.today()
    text = text[:LONGEST]
    if "|" in text:
        fields = cleaned(text).split("|")
        for kind in (pc_covid, bhyt, cccd):
            if kind.looks_like(fields):
                return kind.read(fields, today)
        return Unknown(number=number_of(fields[0]))
    return own.read(text) or Unknown(number=_number(text))


def _number(text: str) -> str:
    """A typed number, for manual entry."""
    bare = _SEPARATORS.sub("", cleaned(text))
    return bare if number_of(bare) or parse_phone(bare).e164 else ""
