"""Tokens of personal codes: opaque, no personal data inside.

A token is 120 bits of HMAC-SHA256 over the declaration's id under BLIND_INDEX_KEY, in capitals and
digits (the smallest QR, and nothing that a hand scanner with a Vietnamese keyboard could turn into
accents). So whoever declared can be shown the same code again, while the database, which keeps a
keyed digest of the token, lets nobody make one.
"""

import re
from uuid import UUID

from django.conf import settings

from people.blind import blind_index
from plugins.declarations.own.codes import ALPHABET

LENGTH = 24
_TOKEN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}", re.IGNORECASE)


def token_of(declaration_id: UUID) -> str:
    """The token of a declaration's code; always the same."""
    number = blind_index("personal-code", declaration_id.hex).int
    return "".join(ALPHABET[number >> shift & 31] for shift in range(0, 5 * LENGTH, 5))


def key_of(token: str) -> UUID:
    """What the database keeps of a token; case does not matter."""
    return blind_index("personal-code-token", token.upper())


def is_token(text: str) -> bool:
    """Whether a text has the form of a token; says nothing of whether it is one."""
    return bool(_TOKEN.fullmatch(text))


def address(token: str) -> str:
    """What a personal code holds. Opened by a phone's camera it explains itself, no more."""
    return f"{settings.PUBLIC_URL}/c/{token}"
