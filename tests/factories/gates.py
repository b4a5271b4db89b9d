"""Gate links, and what a browser there would send."""

import base64
import json
import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import factory
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from plugins.declarations.gate.envelopes import INFO
from plugins.declarations.gate.keys import CURVE, PublicKey, public_key
from plugins.declarations.gate.links import new_token
from plugins.declarations.gate.models import GateLink
from plugins.declarations.visit_ids import scan_id
from tests.factories.qr_venues import VenueFactory

PIN = "246810"


class GateLinkFactory(DjangoModelFactory):
    """A live link with PIN; its venue is a shop (default stay 30 minutes)."""

    class Meta:
        model = GateLink

    venue = factory.SubFactory(VenueFactory)
    name = "Cổng phía Đông"
    token = factory.LazyFunction(new_token)
    pin = factory.LazyFunction(lambda: make_password(PIN))


def ms(at: datetime) -> int:
    """As a device tells the time."""
    return int(at.timestamp() * 1000)


def sealed(entry_id: UUID, plain: Any, key: PublicKey | None = None) -> dict[str, str]:
    """What the page's script makes of an entry; written anew here, so that both are held to it."""
    key = key or public_key()
    own = ec.generate_private_key(CURVE)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    server = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _bytes(key.point))
    secret = own.exchange(ec.ECDH(), server)
    cipher = AESGCM(HKDF(hashes.SHA256(), 32, salt=point, info=INFO).derive(secret))
    nonce = os.urandom(12)
    content = cipher.encrypt(nonce, json.dumps(plain).encode(), str(entry_id).encode())
    parts = {"key": point, "nonce": nonce, "sealed": content}
    return {"id": str(entry_id), "kid": key.key_id} | {k: _text(v) for k, v in parts.items()}


def entry(link: GateLink, deed: str, at: datetime, **fields: Any) -> dict[str, str]:
    """A sealed entry of a link's venue; ``entry_id=`` and ``venue=`` may be given."""
    entry_id = fields.pop("entry_id", None) or scan_id(at)
    plain = {"deed": deed, "at": ms(at), "venue": link.venue_id} | fields
    return sealed(entry_id, plain)


def later(at: datetime, **by: float) -> datetime:
    """So much after."""
    return at + timedelta(**by)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
