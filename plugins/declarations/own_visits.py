"""The visits that a browser made itself: their ids in a signed cookie, nothing else."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import id_time

COOKIE = "visits"
KEPT = timedelta(hours=24)
MOST = 24  # two large families
_SALT = "declarations.own_visits"


def ids(request: HttpRequest) -> list[UUID]:
    """Ids of the last 24 hours, newest first; none for a cookie that was changed."""
    try:
        value = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=KEPT) or ""
    except BadSignature:
        return []
    since = timezone.now() - KEPT
    found = [UUID(part) for part in value.split(".") if part]
    return [visit_id for visit_id in found if (made := id_time(visit_id)) and made >= since]


def add(request: HttpRequest, response: HttpResponse, visit_ids: Sequence[UUID]) -> None:
    """Let the browser remember some more visits."""
    known = [*visit_ids, *(other for other in ids(request) if other not in visit_ids)]
    response.set_signed_cookie(
        COOKIE,
        ".".join(known_id.hex for known_id in known[:MOST]),
        salt=_SALT,
        max_age=KEPT,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Let the browser forget them all. They stay recorded."""
    response.delete_cookie(COOKIE, samesite="Lax")


def at_venue(request: HttpRequest, venue_id: int) -> list[Visit]:
    """The browser's own visits at a venue, newest first, people who came together in the order of
    their form. One query, none without the cookie.
    """
    own = ids(request)
    if not own:
        return []
    visits = Visit.objects.filter(pk__in=own, venue_id=venue_id)
    return sorted(visits, key=lambda visit: own.index(visit.pk))


def still_open(visits: Iterable[Visit]) -> list[Visit]:
    """Those whose leaving was not recorded yet."""
    return [visit for visit in visits if visit.checked_out is None]
