"""Panel on the admin's first page: the venues of the account's areas."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from plugins.qr_venues.listing import venues_for
from plugins.qr_venues.models import VenueStatus


def venues(request: HttpRequest) -> dict[str, Any] | None:
    """How many venues there are by status; one query beyond the account's own."""
    if not request.user.has_perm("qr_venues.view_venue"):
        return None
    counts = venues_for(request.user).aggregate(
        all=Count("pk"),
        pending=Count("pk", filter=Q(status=VenueStatus.PENDING)),
        suspended=Count("pk", filter=Q(status=VenueStatus.SUSPENDED)),
    )
    return {
        "title": _("Venues in your areas"),
        "template": "qr_venues/panel.html",
        "context": {
            "counts": counts,
            "may_register": request.user.has_perm("qr_venues.add_venue"),
        },
        "order": 10,
    }


PANELS = [venues]
