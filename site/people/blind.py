"""Blind indexes: what is equal can be found, what is indexed cannot be read.

An index is the first 16 bytes of HMAC-SHA256 under the setting BLIND_INDEX_KEY. Phones and IDs are
few enough to try them all, so a plain hash would hide nothing: the key must stay secret, and must
never change, since everything indexed would be lost to search.
"""

import base64
import binascii
import hmac
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MIN_KEY_BYTES = 32
_BHYT_LONG, _BHYT_SHORT = 15, 10


def parse_blind_index_key(text: str) -> bytes:
    """Key from base64, 32 bytes or more. Raises ValueError with a message for the operator."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("The key is not base64.") from None
    if len(key) < MIN_KEY_BYTES:
        raise ValueError(
            f"The key has {len(key)} bytes; {MIN_KEY_BYTES} or more are needed: "
            "make one with `openssl rand -base64 32`."
        )
    return key


@lru_cache(maxsize=8)
def _key(text: str) -> bytes:
    try:
        return parse_blind_index_key(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"BLIND_INDEX_KEY: {error}") from error


def blind_index(kind: str, value: str) -> UUID:
    """Index of a value among those of its kind. `kind` is a word of ours, without NUL."""
    message = f"{kind}\0{value}".encode()
    return UUID(bytes=hmac.digest(_key(settings.BLIND_INDEX_KEY), message, "sha256")[:16])


def phone_key(e164: str) -> UUID:
    """Index of a phone number in E.164."""
    return blind_index("phone", e164)


def id_key(number: str) -> UUID:
    """Index of an identity paper's number, as `parse_id` gives it.

    The 15 characters of an old health insurance card end in the 10 digits of the new one and
    share its index.
    """
    return blind_index("id", number[-_BHYT_SHORT:] if len(number) == _BHYT_LONG else number)


def name_key(folded: str, place: str) -> UUID:
    """Index of a folded name within one place; the same name elsewhere has another."""
    return blind_index("name", f"{place}\0{folded}")
