"""Personal data at rest: one sealed blob a record (AES-256-GCM).

A blob is: version (1 byte), length of the key's id (1 byte), the id, nonce (12 bytes), then the
encrypted JSON with its 16-byte tag. The keys come from the setting FIELD_KEYS and never stand in
the database. Nonces are random: change the current key before it has sealed 4 000 million blobs.
"""

import base64
import binascii
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = 1
KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_KEY_ID = re.compile(r"[a-z0-9-]{1,16}")
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class SealError(Exception):
    """A blob cannot be opened."""


class UnknownKey(SealError):
    """The blob was sealed with a key that FIELD_KEYS does not hold."""


class Tampered(SealError):
    """The blob is damaged, was changed, or belongs to another record."""


@dataclass(frozen=True, slots=True)
class _Keyring:
    header: bytes  # of blobs sealed now
    current: AESGCM
    by_id: dict[bytes, AESGCM]


def parse_field_keys(text: str) -> dict[str, bytes]:
    """Keys by their ids from "id:base64,old-id:base64"; the first one seals, all of them open.

    Ids are 1-16 of a-z, 0-9 and -, each used once; keys are 32 bytes. Raises ValueError with a
    message for the operator, which never shows a key.
    """
    keys: dict[str, bytes] = {}
    for place, part in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
        key_id, colon, encoded = part.partition(":")
        if not colon:
            raise ValueError(f"Key {place} has no colon: write it as id:base64.")
        if not _KEY_ID.fullmatch(key_id):
            raise ValueError(f"Key {place}: the id before the colon must be 1-16 of a-z, 0-9, -.")
        if key_id in keys:
            raise ValueError(f"Two keys are called “{key_id}”: give each its own id.")
        try:
            keys[key_id] = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise ValueError(f"Key “{key_id}” is not base64.") from None
        if len(keys[key_id]) != KEY_BYTES:
            raise ValueError(
                f"Key “{key_id}” has {len(keys[key_id])} bytes instead of {KEY_BYTES}."
            )
    if not keys:
        raise ValueError("There is no key: make one with `openssl rand -base64 32`.")
    return keys


@lru_cache(maxsize=8)
def _keyring(text: str) -> _Keyring:
    """Ciphers for one value of the setting."""
    try:
        keys = parse_field_keys(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"FIELD_KEYS: {error}") from error
    by_id = {key_id.encode(): AESGCM(key) for key_id, key in keys.items()}
    current_id, current = next(iter(by_id.items()))
    return _Keyring(bytes((VERSION, len(current_id))) + current_id, current, by_id)


def seal(data: dict[str, Any], *, context: bytes) -> bytes:
    """Seal a dictionary that JSON can hold; TypeError or ValueError if it cannot.

    `context` ties the blob to its record (b"visit:" + its id, say): the same is needed to open
    it, so that nobody can move a blob from one record to another.
    """
    return seal_bytes(_encode(data).encode(), context=context)


def seal_bytes(plain: bytes, *, context: bytes) -> bytes:
    """Seal a file's content; for `context` see `seal`."""
    ring = _keyring(settings.FIELD_KEYS)
    nonce = os.urandom(_NONCE_BYTES)
    return ring.header + nonce + ring.current.encrypt(nonce, plain, ring.header + context)


def seal_many(items: Sequence[tuple[dict[str, Any], bytes]]) -> list[bytes]:
    """The same for many dictionaries, each with its context: randomness is drawn once for all."""
    ring = _keyring(settings.FIELD_KEYS)
    header, encrypt = ring.header, ring.current.encrypt
    nonces = os.urandom(_NONCE_BYTES * len(items))
    blobs = []
    for at, (data, context) in enumerate(items):
        nonce = nonces[at * _NONCE_BYTES : (at + 1) * _NONCE_BYTES]
        blobs.append(header + nonce + encrypt(nonce, _encode(data).encode(), header + context))
    return blobs


def unseal(blob: bytes | memoryview, *, context: bytes) -> dict[str, Any]:
    """Open what `seal` made with the same context. Raises UnknownKey or Tampered."""
    data: dict[str, Any] = json.loads(unseal_bytes(blob, context=context))
    return data


def unseal_bytes(blob: bytes | memoryview, *, context: bytes) -> bytes:
    """Open what `seal_bytes` made with the same context. Raises UnknownKey or Tampered."""
    blob = bytes(blob)  # databases may hand out a memoryview
    start = 2 + len(_key_id(blob))
    cipher = _keyring(settings.FIELD_KEYS).by_id.get(blob[2:start])
    if cipher is None:
        raise UnknownKey(f"FIELD_KEYS holds no key “{key_id_of(blob)}”, which sealed this record.")
    nonce = blob[start : start + _NONCE_BYTES]
    sealed = memoryview(blob)[start + _NONCE_BYTES :]  # no copy: files may be large
    try:
        return cipher.decrypt(nonce, sealed, blob[:start] + context)
    except InvalidTag:
        raise Tampered("The record was changed or belongs elsewhere.") from None


def key_id_of(blob: bytes | memoryview) -> str:
    """Id of the key that sealed a blob: tells which records still wait for the current key."""
    return _key_id(bytes(blob)).decode()


def _key_id(blob: bytes) -> bytes:
    """Key id out of a blob's header; Tampered if the blob cannot be one of ours."""
    key_id = blob[2 : 2 + blob[1]] if len(blob) > 2 and blob[0] == VERSION else b""
    long_enough = len(blob) >= 2 + len(key_id) + _NONCE_BYTES + _TAG_BYTES
    if not long_enough or not _KEY_ID.fullmatch(key_id.decode("ascii", "replace")):
        raise Tampered("This is not a sealed record, or a part of it is missing.")
    return key_id
