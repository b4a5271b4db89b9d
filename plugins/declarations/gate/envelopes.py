"""Opening what a browser at the gate has sealed; static/declarations/gate/sealing.js makes it.

ECDH on P-256 with a key pair made for this one envelope, HKDF-SHA-256 (salt: the browser's public
point), AES-256-GCM; the entry's id is authenticated with it.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plugins.declarations.gate.keys import CURVE, private_key

INFO = b"declarations.gate.envelope"
LONGEST = 8000  # characters of the sealed part


class Unreadable(Exception):
    """An envelope cannot be opened: damaged, of another server, or of a key that is gone."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One sealed entry. ``id`` is in clear: it is what makes it count once."""

    id: UUID
    key_id: str
    point: bytes
    nonce: bytes
    sealed: bytes

    @classmethod
    def read(cls, sent: Any) -> "Envelope | None":
        """From what JSON gave; None if it has not the shape of one."""
        if not isinstance(sent, Mapping):
            return None
        texts = {name: sent.get(name) for name in ("id", "kid", "key", "nonce", "sealed")}
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts.values()):
            return None
        try:
            entry_id = UUID(texts["id"])
            point, nonce, sealed = (_bytes(str(texts[n])) for n in ("key", "nonce", "sealed"))
        except ValueError:
            return None
        # The order of ids is the order of time (see visit_ids).
        return cls(entry_id, str(texts["kid"]), point, nonce, sealed) if _is_7(entry_id) else None


def opened(envelope: Envelope) -> dict[str, Any]:
    """The entry inside. Raises Unreadable."""
    private = private_key(envelope.key_id)
    if private is None:
        raise Unreadable("the key is gone")
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, envelope.point)
        secret = private.exchange(ec.ECDH(), point)
        key = HKDF(hashes.SHA256(), 32, salt=envelope.point, info=INFO).derive(secret)
        aad = str(envelope.id).encode()
        entry = json.loads(AESGCM(key).decrypt(envelope.nonce, envelope.sealed, aad))
    except (ValueError, InvalidTag, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None
    if not isinstance(entry, dict):
        raise Unreadable("no entry")
    return entry


def _is_7(entry_id: UUID) -> bool:
    return entry_id.version == 7


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError(str(error)) from None
