"""What a device keeps after its PIN: a signed cookie, good for one generation of one link."""

from datetime import timedelta

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.gate.models import GateLink

_SALT = "declarations.gate"


def is_open(request: HttpRequest, link: GateLink) -> bool:
    """Whether this browser has typed the link's present PIN, within gate_session_hours."""
    if link.revoked_at is not None:
        return False
    try:
        value = request.get_signed_cookie(_name(link), default="", salt=_SALT, max_age=_longest())
    except BadSignature:
        return False
    return value == _value(link)


def open_for(request: HttpRequest, response: HttpResponse, link: GateLink) -> None:
    """Let this browser work at the gate."""
    response.set_signed_cookie(
        _name(link),
        _value(link),
        salt=_SALT,
        max_age=_longest(),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _name(link: GateLink) -> str:
    return f"gate-{link.pk}"


def _value(link: GateLink) -> str:
    return f"{link.pk}.{link.generation}"


def _longest() -> timedelta:
    return timedelta(hours=float(DeclarationsConfig.setting("gate_session_hours")))
