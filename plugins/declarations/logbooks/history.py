"""What became of a book, for its page."""

from django.db.models import Q

from plugins.declarations.logbooks.models import Logbook, LogbookStatus


def same_file(logbook: Logbook) -> Logbook | None:
    """The latest other book that was uploaded from the same file for the same venue, or None.

    Not one that was given up with nothing recorded.
    """
    others = Logbook.objects.filter(venue=logbook.venue_id, sha256=logbook.sha256)
    others = others.exclude(pk=logbook.pk).filter(uploaded_at__lte=logbook.uploaded_at)
    given_up = Q(status=LogbookStatus.CANCELLED, created=0)
    return others.exclude(given_up).select_related("uploaded_by", "confirmed_by").first()
