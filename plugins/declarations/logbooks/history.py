"""What became of a book, step by step, for its page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.models import Logbook, LogbookStatus


@dataclass(frozen=True, slots=True)
class Event:
    """One step: when, what, by whom; with a link where another book is meant."""

    at: datetime | None
    text: str
    who: Any = None
    book: Logbook | None = None


def same_file(logbook: Logbook) -> Logbook | None:
    """The latest book before this one from the same file for the same venue, or None.

    Not one that was given up with nothing recorded.
    """
    others = _others(logbook).filter(uploaded_at__lt=logbook.uploaded_at)
    return others.select_related("uploaded_by", "confirmed_by").first()


def history(logbook: Logbook) -> list[Event]:
    """The steps in order; three queries."""
    book = logbook
    events = [Event(book.uploaded_at, _("Uploaded"), book.uploaded_by, book.corrects)]
    if book.read and book.status != LogbookStatus.READING:
        rows = ngettext("%(n)s row", "%(n)s rows", book.read) % {"n": intcomma(book.read)}
        events.append(Event(None, _("Read: %(rows)s") % {"rows": rows}))
    if book.confirmed_by_id or book.created:
        events.append(Event(book.started_at, _("Import confirmed"), book.confirmed_by))
    ended = {
        LogbookStatus.DONE: _("Imported"),
        LogbookStatus.CANCELLED: _("Cancelled"),
        LogbookStatus.FAILED: _("Stopped by a fault"),
    }
    taken_back = book.status in (LogbookStatus.UNDOING, LogbookStatus.UNDONE)
    if book.finished_at and (taken_back or book.status in ended):
        text = ended.get(LogbookStatus(book.status), _("Import ended"))
        if book.created:
            text = f"{text}: {_visits(book.created)}"
        events.append(Event(book.finished_at, text))
    if book.undone_at:
        text = _("Taken back: %(visits)s") % {"visits": _visits(book.taken_back)}
        events.append(Event(book.undone_at, text, book.undone_by))
    for other in book.repaired_by.select_related("uploaded_by"):
        events.append(Event(other.uploaded_at, _("Corrected by"), other.uploaded_by, other))
    later = _others(book).filter(uploaded_at__gt=book.uploaded_at).select_related("uploaded_by")
    for other in later[:5]:
        events.append(Event(other.uploaded_at, _("Same file again"), other.uploaded_by, other))
    return events


def kept_until(logbook: Logbook) -> datetime | None:
    """When the original is deleted; None when it is gone already."""
    if logbook.forgotten or not BookFiles(logbook.pk).has_original():
        return None
    return logbook.uploaded_at + timedelta(days=DeclarationsConfig.setting("retention_days"))


def _visits(number: int) -> str:
    return ngettext("%(n)s visit", "%(n)s visits", number) % {"n": intcomma(number)}


def _others(logbook: Logbook) -> Any:
    given_up = Q(status=LogbookStatus.CANCELLED, created=0)
    others = Logbook.objects.filter(venue=logbook.venue_id, sha256=logbook.sha256)
    return others.exclude(pk=logbook.pk).exclude(given_up)
