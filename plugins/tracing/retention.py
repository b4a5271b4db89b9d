"""Deleting what tracing keeps of visits once those are over their time; and the proof."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from plugins.declarations.proof import Left, count_older
from plugins.tracing.apps import TracingConfig
from plugins.tracing.casework.forgetting import cases_over, forget_cases
from plugins.tracing.exports import files
from plugins.tracing.exports import services as exports
from plugins.tracing.handover.services import forget_old, old_requests
from plugins.tracing.links.forgetting import forget_links, links_over
from plugins.tracing.models import Export, Spread
from plugins.tracing.names import forget_unused_names, unused_names


def forget(until: datetime, **kwargs: Any) -> None:
    """Delete runs of contacts that were asked for before, with their people and meetings, what
    cases closed before hold about persons, decisions on persons without visits, old requests for
    hand-overs, exports past their hours, and names that nobody has any more.
    """
    now = timezone.now()
    Spread.objects.filter(asked_at__lt=until).delete()
    forget_cases(until)
    forget_links(until)
    forget_old(now)
    exports.drop_old(now)
    files.drop_older(_exports_until(now))
    forget_unused_names()


def left(until: datetime, now: datetime, **kwargs: Any) -> Left:
    """What is left of all that, and in the search index; see plugins.declarations.proof."""
    from plugins.tracing.expiry_proof import left_in_index

    old = Export.objects.filter(asked_at__lt=_exports_until(now))
    return {
        "contact_runs": Spread.objects.filter(asked_at__lt=until).count(),
        "closed_cases": cases_over(until).count(),
        "decisions_on_persons": len(links_over(until)),
        "hand_overs": old_requests(now).count(),
        "exports": old.exclude(question=b"").count(),
        "export_files": count_older(files.folder(), _exports_until(now)),
        "names": len(unused_names()),
        **left_in_index(until, now),
    }


def _exports_until(now: datetime) -> datetime:
    return now - timedelta(hours=float(TracingConfig.setting("export_hours")))
