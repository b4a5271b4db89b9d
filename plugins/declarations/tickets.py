"""What a check-in form carries unseen: the id of the visit that it will make, signed.

The id is made with the form, so that the same form sent twice is one visit. It also tells when
the form was made (see visit_ids.id_time).
"""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.core.signing import BadSignature, Signer

from plugins.declarations.visit_ids import LONGEST_OPEN, id_time, scan_id


def issue(token: str, now: datetime) -> str:
    """A ticket for one visit at the check point with this token."""
    return _signer().sign(f"{token}:{scan_id(now).hex}")


def read(ticket: str, token: str, now: datetime) -> UUID | None:
    """The visit id of a ticket; None if it was changed, is another check point's, or too old."""
    try:
        signed_token, _colon, visit_hex = _signer().unsign(ticket).rpartition(":")
    except BadSignature:
        return None
    visit_id = UUID(visit_hex)
    made = id_time(visit_id)
    if signed_token != token or made is None or now - made > LONGEST_OPEN:
        return None
    return visit_id


@cache
def _signer() -> Signer:
    return Signer(salt="declarations.ticket")
