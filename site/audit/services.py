"""Writing and verifying the record. The only module that writes AuditEntry."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from audit.models import AuditEntry
from people.blind import parse_blind_index_key

# Any constant: serialises writers of the chain on PostgreSQL (SQLite has one writer anyway).
_CHAIN_LOCK = 0x434F4E47
START = "0" * 64
_LAST = "SELECT digest FROM audit_auditentry ORDER BY id DESC LIMIT 1"


def record(
    account: Any,
    action: str,
    *,
    reason: str = "",
    question: str = "",
    results: int | None = None,
    address: str | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry to the chain. ``question`` must already be blind; see AuditEntry."""
    entry = AuditEntry(
        at=timezone.now(),
        account_id=account.pk if account else None,
        account_name=account.get_username() if account else "system",
        action=action,
        reason=reason,
        question=question,
        results=results,
        address=address or None,
        details=details or {},
    )
    with transaction.atomic():
        entry.digest = digest_of(entry, _last_digest())
        entry.save(force_insert=True)
    return entry


def _last_digest() -> str:
    """The end of the chain, which nobody else lengthens before this transaction is over."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One trip, but two statements: the second one sees what was written before the lock.
            cursor.execute(f"SELECT pg_advisory_xact_lock({_CHAIN_LOCK}); {_LAST}")
            cursor.nextset()
        else:
            cursor.execute(_LAST)
        row = cursor.fetchone()
    return str(row[0]) if row else START


def digest_of(entry: AuditEntry, previous: str) -> str:
    """Hex HMAC-SHA256 over the previous digest and every field of the entry.

    Keyed with BLIND_INDEX_KEY, which never changes and is not in the database: whoever can only
    write to the database cannot make the chain anew.
    """
    content = [
        previous,
        entry.at.timestamp(),
        entry.account_id,
        entry.account_name,
        entry.action,
        entry.reason,
        entry.question,
        entry.results,
        entry.address,
        entry.details,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    key = parse_blind_index_key(settings.BLIND_INDEX_KEY)
    return hmac.new(key, b"audit\0" + text.encode(), hashlib.sha256).hexdigest()


def first_broken(newest: int | None = None) -> AuditEntry | None:
    """The first entry whose digest does not follow from the one before; None if all do.

    With ``newest`` only so many of the latest entries are looked at.
    """
    previous = START
    entries = AuditEntry.objects.order_by("pk")
    before = AuditEntry.objects.order_by("-pk")[newest : newest + 1].first() if newest else None
    if before is not None:
        previous = before.digest
        entries = entries.filter(pk__gt=before.pk)
    for entry in entries.iterator(chunk_size=2000):
        if entry.digest != digest_of(entry, previous):
            return entry
        previous = entry.digest
    return None
