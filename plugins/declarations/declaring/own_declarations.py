"""The declarations that a browser made itself: their ids in a signed cookie, nothing else."""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.visit_ids import id_time

COOKIE = "declared"
MOST = 10  # a family
_SALT = "declarations.own_declarations"


def kept() -> timedelta:
    """As long as the personal code is valid."""
    return timedelta(hours=DeclarationsConfig.setting("personal_code_hours"))


def ids(request: HttpRequest) -> list[UUID]:
    """Newest first; none for a cookie that was changed."""
    try:
        value = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=kept()) or ""
    except BadSignature:
        return []
    since = timezone.now() - kept()
    found = [UUID(part) for part in value.split(".") if part]
    return [each for each in found if (made := id_time(each)) and made >= since]


def add(request: HttpRequest, response: HttpResponse, *declaration_ids: UUID) -> None:
    """Let the browser remember one more, or those of a family."""
    before = [other for other in ids(request) if other not in declaration_ids]
    known = [*declaration_ids, *before]
    response.set_signed_cookie(
        COOKIE,
        ".".join(each.hex for each in known[:MOST]),
        salt=_SALT,
        max_age=kept(),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Let the browser forget them all."""
    response.delete_cookie(COOKIE, samesite="Lax")
