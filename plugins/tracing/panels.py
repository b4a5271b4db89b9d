"""Panel on the admin's first page: open cases, and how far the index is behind."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from areas.scope import scope_for
from plugins.tracing import outbox, services
from plugins.tracing.casework.access import members_for
from plugins.tracing.casework.members import WAITING
from plugins.tracing.engines import engine
from plugins.tracing.handover.panel import handovers
from plugins.tracing.models import Case, CaseStatus


def tracing(request: HttpRequest) -> dict[str, Any] | None:
    """For those who may trace; at most four queries beyond the account's own."""
    if not request.user.has_perm(services.PERMISSION):
        return None
    cases = Case.objects.filter(scope_for(request.user).q("area"), status=CaseStatus.OPEN)
    mine = members_for(request.user).filter(
        case__status=CaseStatus.OPEN, state__in=WAITING, assigned_to=request.user.pk
    )
    indexed = engine().name != "database"
    return {
        "title": _("Tracing"),
        "template": "tracing/panel.html",
        "context": {
            "cases": cases.count(),
            "mine": mine.count(),
            "indexed": indexed,
            "lag_seconds": outbox.lag_seconds() if indexed else 0,
            "dead": outbox.dead_letters() if indexed else 0,
        },
        "order": 5,
    }


PANELS = [tracing, handovers]
