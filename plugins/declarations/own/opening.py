"""Opening one's own record: the code is typed once, then a cookie of half an hour stands for it.

So the code stands in no address and no log. The cookie holds the record's id, signed.
"""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from plugins.declarations.own import codes
from plugins.declarations.own.codes import Found

COOKIE = "own_record"
KEPT = timedelta(minutes=30)
_SALT = "declarations.own_record"


def opened(request: HttpRequest) -> Found | None:
    """What this browser opened with a code; None when that is over or the record is gone."""
    try:
        value = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=KEPT) or ""
    except BadSignature:
        return None
    return codes.find_id(UUID(value)) if value else None


def let_in(request: HttpRequest, response: HttpResponse, found: Found) -> None:
    """Let this browser see the record for a while."""
    response.set_signed_cookie(
        COOKIE,
        found.record_id.hex,
        salt=_SALT,
        max_age=KEPT,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def close(response: HttpResponse) -> None:
    """Let the browser forget."""
    response.delete_cookie(COOKIE, samesite="Lax")
