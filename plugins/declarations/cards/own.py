"""Our own codes: a personal code's token, in an address or bare; a venue's code is told apart."""

import re
from urllib.parse import urlsplit

from plugins.declarations.cards.card import Card, Kind, Unknown
from plugins.declarations.cards.fields import cleaned
from plugins.declarations.personal_codes.tokens import is_token

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_VENUE = re.compile(r"(?:/en)?/q/[^/]+/?")
_PERSONAL = re.compile(r"(?:/en)?/c/([^/]+)/?", re.IGNORECASE)


def read(text: str) -> Card | Unknown | None:
    """A personal code, or a venue's code that somebody held up; None for anything else."""
    text = cleaned(text)
    if not _ADDRESS.match(text):
        return Card(Kind.OWN, token=text.upper()) if is_token(text) else None
    try:
        path = urlsplit(text).path
    except ValueError:  # brackets in odd places
        return None
    if _VENUE.fullmatch(path):
        return Unknown("card_venue")
    found = _PERSONAL.fullmatch(path)
    return Card(Kind.OWN, token=found[1].upper()) if found and is_token(found[1]) else None
