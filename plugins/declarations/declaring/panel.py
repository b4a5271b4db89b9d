"""Panel on the admin's first page: declared symptoms that nobody has looked at yet."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from plugins.declarations.declaring.handling import VIEW, visible_to
from plugins.declarations.declaring.models import Handling

MOST_COUNTED = 1000


def declared_symptoms(request: HttpRequest) -> dict[str, Any] | None:
    """How many wait for a health official; one query that stops counting at MOST_COUNTED."""
    if not request.user.has_perm(VIEW):
        return None
    waiting = visible_to(request.user).filter(handling=Handling.NEW).order_by()
    count = waiting[: MOST_COUNTED + 1].count()
    return {
        "title": _("Declared symptoms"),
        "template": "declarations/declaring/panel.html",
        "context": {"count": min(count, MOST_COUNTED), "more": count > MOST_COUNTED},
        "order": 15,
    }
