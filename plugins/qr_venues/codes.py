"""Codes that people read, type and dictate: no letter that looks or sounds like another."""

import secrets

from django.conf import settings

# Digits and capitals without 0 O 1 I L U V (drawn alike, or alike in handwriting).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
TOKEN_LENGTH = 8  # 29**8 = 5e11: guessing one of 600,000 codes takes 800,000 tries
VENUE_CODE_LENGTH = 6


def new_token() -> str:
    """A check point's token, 8 characters, from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def new_venue_code() -> str:
    """A venue's code, 6 characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(VENUE_CODE_LENGTH))


def shown(token: str) -> str:
    """A token as printed for typing: "K7M2-9QXP"."""
    return "-".join(token[i : i + 4] for i in range(0, len(token), 4))


def typed(text: str) -> str:
    """What a visitor typed, as a token: upper case, without spaces and dashes."""
    return "".join(char for char in text.upper() if char.isalnum())


def address(token: str) -> str:
    """What a code holds: the address of its check point's check-in page."""
    return f"{settings.PUBLIC_URL}/q/{token}"


def typing_address() -> str:
    """Where a code can be typed instead of scanned."""
    return f"{settings.PUBLIC_URL}/q/"
