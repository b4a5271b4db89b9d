"""Keys of connected systems: made once, shown once, kept as a digest."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from areas.models import Area
from audit.models import Action
from audit.services import record
from plugins.declarations.api.models import ApiClient

MARK = "cong_"
_PREFIX, _SECRET = 8, 40  # hex digits; 160 random bits are not guessed, so one SHA-256 is enough


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new client, and its key, which nobody sees again."""

    client: ApiClient
    key: str


@transaction.atomic
def make(
    name: str, scopes: Iterable[str], area: Area | None, rate_per_minute: int, by: Any
) -> MadeKey:
    """Make a client with a key; on the record."""
    prefix, secret = secrets.token_hex(_PREFIX // 2), secrets.token_hex(_SECRET // 2)
    client = ApiClient.objects.create(
        name=name,
        prefix=prefix,
        key_digest=_digest(secret),
        scopes=sorted(scopes),
        area=area,
        rate_per_minute=rate_per_minute,
        created_by=by,
    )
    details = {"client": client.pk, "deed": "made", "scopes": client.scopes}
    record(by, Action.CHANGE, question=f"client:{prefix}", details=details)
    return MadeKey(client, f"{MARK}{prefix}{secret}")


@transaction.atomic
def revoke(client: ApiClient, by: Any) -> None:
    """From now on its key opens nothing; on the record. Revoked before: nothing happens."""
    revoked = ApiClient.objects.filter(pk=client.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if revoked:
        details = {"client": client.pk, "deed": "revoked"}
        record(by, Action.CHANGE, question=f"client:{client.prefix}", details=details)


def client_of(key: str) -> ApiClient | None:
    """Whose key this is; None for one that is unknown or revoked. One query."""
    if not key.startswith(MARK) or len(key) != len(MARK) + _PREFIX + _SECRET or not key.isascii():
        return None
    prefix, secret = key[len(MARK) :][:_PREFIX], key[len(MARK) + _PREFIX :]
    client = ApiClient.objects.select_related("area").filter(prefix=prefix, revoked_at=None).first()
    if client is None or not hmac.compare_digest(client.key_digest, _digest(secret)):
        return None
    return client


def note_use(client: ApiClient) -> None:
    """Keep the day on which a key was last used: one statement a day."""
    today = timezone.localdate()
    if client.last_used != today:
        ApiClient.objects.filter(pk=client.pk).update(last_used=today)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
