"""Panel on the admin's first page: how many visits there were today in the account's areas.

A number only, so whoever may see the venues may see it; the list itself needs more.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.scope import scope_for
from plugins.declarations.admin import visits_of_day
from plugins.declarations.declaring.panel import declared_symptoms
from plugins.declarations.models import Visit

MOST_COUNTED = 10_000  # a province has a million a day: "more than" is enough


def today(request: HttpRequest) -> dict[str, Any] | None:
    """How many visits there were today; one query that stops counting at MOST_COUNTED."""
    may_list = request.user.has_perm("declarations.view_visit")
    if not may_list and not request.user.has_perm("qr_venues.view_venue"):
        return None
    within = scope_for(request.user).q("venue__area", "venue__category__sector")
    visits = visits_of_day(Visit.objects.filter(within), timezone.localdate())
    count = visits.order_by()[: MOST_COUNTED + 1].count()
    return {
        "title": _("Visits today"),
        "template": "declarations/panel.html",
        "context": {
            "count": min(count, MOST_COUNTED),
            "more": count > MOST_COUNTED,
            "may_list": may_list,
            "may_record": request.user.has_perm("declarations.add_visit"),
        },
        "order": 20,
    }


PANELS = [today, declared_symptoms]
