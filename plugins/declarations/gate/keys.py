"""The key pair that browsers at the gate seal entries for.

It is derived from FIELD_KEYS, one pair for each key there, under the same id: the first one is
handed out, all of them open. So there is nothing more to keep and to back up, and a change of
FIELD_KEYS still opens what waits in a tablet since before.
"""

import base64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from people.sealing import parse_field_keys

CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_SEED_BYTES = 48  # 128 bits more than the order: the remainder is as good as even


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a page gets: ``point`` is the uncompressed point, 65 bytes in base64url."""

    key_id: str
    point: str


def public_key() -> PublicKey:
    """The pair's public half that browsers seal for now."""
    key_id, private = next(iter(_pairs(settings.FIELD_KEYS).items()))
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return PublicKey(key_id, base64.urlsafe_b64encode(point).decode().rstrip("="))


def private_key(key_id: str) -> ec.EllipticCurvePrivateKey | None:
    """The private half of this id; None when FIELD_KEYS holds it no more."""
    return _pairs(settings.FIELD_KEYS).get(key_id)


@lru_cache(maxsize=4)
def _pairs(text: str) -> dict[str, ec.EllipticCurvePrivateKey]:
    return {key_id: _derived(key) for key_id, key in parse_field_keys(text).items()}


def _derived(key: bytes) -> ec.EllipticCurvePrivateKey:
    seed = HKDF(hashes.SHA256(), _SEED_BYTES, salt=None, info=b"declarations.gate.p256").derive(key)
    scalar = int.from_bytes(seed, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(scalar, CURVE)
