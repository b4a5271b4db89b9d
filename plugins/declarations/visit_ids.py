"""Time-ordered visit ids (UUID version 7, RFC 9562): idempotency key, order and month in one."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone

# An id is made at most so long before its check-in: then a form is handed out anew.
LONGEST_OPEN = timedelta(hours=6)

_48_BITS, _62_BITS, _74_BITS = (1 << 48) - 1, (1 << 62) - 1, (1 << 74) - 1


def scan_id(at: datetime, bits: int | None = None) -> UUID:
    """A new id for a check-in at this time: 48 bits of milliseconds, the rest random.

    ``bits`` (74 of them) stand for the random part where ids must come out the same again.
    """
    return _version_7(at, secrets.randbits(74) if bits is None else bits)


def derived_id(base: UUID, *parts: str) -> UUID:
    """Another id of the same time, for what is recorded with a visit. Same parts, same id.

    The digest has no key: parts that must not be guessed from the id (phones, numbers) go in as
    blind indexes.
    """
    content = b"\0".join([base.bytes, *(part.encode() for part in parts)])
    digest = int.from_bytes(hashlib.sha256(content).digest()[:10], "big") & _74_BITS
    return _laid_out(base.int >> 80, digest)


def earliest(at: datetime) -> UUID:
    """The lowest id of this time: ids from ``earliest(a)`` up to ``earliest(b)`` lie between."""
    return _version_7(at, 0)


def paper_id(venue_id: int, person_key: UUID, folded_name: str, checked_in: datetime) -> UUID:
    """The id of a paper row: its check-in time, then a digest of venue, person, name and time.

    The same row read twice, from the same book or another copy of it, gives the same id. The
    name (people.names.fold) is in it since a family may give one phone at one minute.
    """
    return UUID(paper_hex(venue_id, person_key.hex, folded_name, int(checked_in.timestamp())))


def paper_hex(
    venue_id: int, person_key: str, folded_name: str, seconds: int, occurrence: int = 0
) -> str:
    """The same in hex, the key too, for a time in whole seconds since 1970 (UTC).

    ``occurrence`` counts, from 0, the rows of one book that say the same and yet are several
    persons. The rows being alike, it does not matter which is which.
    """
    content = f"{venue_id}\0{person_key}\0{folded_name}\0{seconds}"
    if occurrence:
        content += f"\0{occurrence}"
    digest = int.from_bytes(hashlib.sha256(content.encode()).digest()[:10], "big") & _74_BITS
    high, low = digest >> 62, digest & _62_BITS
    return f"{max(0, seconds * 1000) & _48_BITS:012x}{0x7000 | high:04x}{1 << 63 | low:016x}"


def id_time(visit_id: UUID) -> datetime | None:
    """The time that an id carries, in UTC; None for an id of another version."""
    if visit_id.version != 7:
        return None
    return datetime.fromtimestamp((visit_id.int >> 80) / 1000, tz=UTC)


def is_astray(visit_id: UUID, checked_in: datetime) -> bool:
    """Whether an id tells another day than its check-in, as one made by a wrong clock does.

    Lists of a day go by the ids; these are found by ``Visit.changed_at`` besides.
    """
    made = id_time(visit_id)
    if made is None or made < checked_in - LONGEST_OPEN:
        return True
    return timezone.localtime(made).date() > timezone.localtime(checked_in).date()


def _version_7(at: datetime, rest: int) -> UUID:
    """Lay out the milliseconds since 1970 and 74 further bits."""
    return _laid_out(int(at.timestamp() * 1000), rest)


def _laid_out(milliseconds: int, rest: int) -> UUID:
    milliseconds = max(0, milliseconds) & _48_BITS
    high, low = rest >> 62, rest & _62_BITS
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low)
