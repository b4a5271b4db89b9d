"""Panel on the admin's first page: today's visits in the account's areas."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.scope import scope_for
from plugins.declarations.admin import visits_of_day
from plugins.declarations.models import Visit

MOST_COUNTED = 10_000  # a province has a million a day: "more than" is enough


def today(request: HttpRequest) -> dict[str, Any] | None:
    """How many visits there were today; one query that stops counting at MOST_COUNTED."""
    if not request.user.has_perm("declarations.view_visit"):
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
            "may_record": request.user.has_perm("declarations.add_visit"),
        },
        "order": 20,
    }


PANELS = [today]
