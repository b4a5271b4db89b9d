"""Proof that nothing is left of what is over its time: it is looked for, whatever was deleted.

Every answer counts what is left of one kind; None: that could not be found out.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from plugins.declarations.declaring.models import Declaration
from plugins.declarations.declaring.retention import requests_over
from plugins.declarations.logbooks.files import READABLE_FOR
from plugins.declarations.logbooks.models import WORKING, Logbook, LogbookRow
from plugins.declarations.models import PersonalCode, Visit
from plugins.declarations.signals import retention_proof

Left = dict[str, int | None]


def left(until: datetime, now: datetime) -> Left:
    """What is left of what was over its time at ``until``, here and in other plugins."""
    found: Left = {
        "visits": Visit.objects.filter(stay_end__lt=until).count(),
        "declarations": Declaration.objects.filter(declared_at__lt=until).count(),
        "personal_codes": PersonalCode.objects.filter(declaration__declared_at__lt=until).count(),
        "deletion_requests": requests_over(until).count(),
        **_books(until),
        "readable_results": count_older(_private("readable"), now - READABLE_FOR),
    }
    answers: list[tuple[Any, Any]] = retention_proof.send(sender=None, until=until, now=now)
    for _receiver, more in answers:
        found |= more
    return found


def count_older(folder: Path, moment: datetime) -> int:
    """How many files of a folder were last written before."""
    until = moment.timestamp()
    return sum(path.stat().st_mtime < until for path in folder.glob("*") if path.is_file())


def _books(until: datetime) -> Left:
    """Texts and files of books that nobody works on any more; folders of no book at all, too."""
    worked_on = Q(status__in=WORKING, heartbeat_at__gte=until)
    over = Logbook.objects.filter(uploaded_at__lt=until).exclude(worked_on)
    kept = Logbook.objects.filter(Q(uploaded_at__gte=until) | worked_on)
    names = {pk.hex for pk in kept.values_list("pk", flat=True).iterator()}
    texts = Q(preview__isnull=False) | Q(layout__isnull=False)
    return {
        "book_texts": over.filter(texts).count(),
        "book_rows": LogbookRow.objects.filter(logbook__in=over, sealed__isnull=False).count(),
        "book_files": sum(path.name not in names for path in _private("logbooks").glob("*")),
    }


def _private(name: str) -> Path:
    return Path(settings.PRIVATE_ROOT) / name
