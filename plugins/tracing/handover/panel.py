"""Panel on the admin's first page: requests that wait for an answer."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from plugins.tracing.handover import services


def handovers(request: HttpRequest) -> dict[str, Any] | None:
    """For those who may answer, where something waits; one query beyond the account's own."""
    waiting = services.waiting(request.user)
    if not waiting:
        return None
    return {
        "title": _("Hand-overs"),
        "template": "tracing/handover/panel.html",
        "context": {"waiting": waiting},
        "order": 6,
    }
