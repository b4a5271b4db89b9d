"""What several kinds of exports look up for their rows: venues, phones, paper books."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from people.phones import display_phone
from people.sealing import SealError
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from plugins.qr_venues.models import Venue
from plugins.tracing.reveal import Readable

MOST_KNOWN = 5000  # venues kept in memory


class Venues:
    """Venues with their areas, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, Venue] = {}

    def learn(self, ids: Iterable[int]) -> None:
        """Look up those that are not known yet; one query or none."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        if missing := set(ids) - set(self._known):
            self._known |= Venue.objects.select_related("area").in_bulk(missing)

    def name(self, pk: int) -> str:
        """What the venue is called; empty if it is not known."""
        return self._known[pk].name if pk in self._known else ""

    def area(self, pk: int) -> str:
        """The name of its area."""
        return self._known[pk].area.name if pk in self._known else ""


def local(moment: datetime | None) -> datetime | None:
    """By the local clock, without a zone, as spreadsheets have it."""
    return timezone.make_naive(moment).replace(microsecond=0) if moment else None


def visits_by_id(ids: Iterable[UUID]) -> dict[UUID, Visit]:
    """Visits with what was sealed and their paper books; one query."""
    wanted = Visit.objects.filter(pk__in=list(ids)).select_related("logbook")
    return wanted.only(
        "pk", "sealed", "name", "logbook__file_name", "logbook_sheet", "logbook_row"
    ).in_bulk()


def phone_and_id(visit: Visit) -> tuple[str, str]:
    """As people read them; a note where they cannot be opened."""
    try:
        details = unsealed(visit)
    except SealError:
        return _("cannot be read"), _("cannot be read")
    phone = details.get("phone")
    return (display_phone(phone) if phone else ""), details.get("id") or ""


def book(visit: Visit) -> str:
    """Where in a paper book the visit stands."""
    if visit.logbook is None:
        return ""
    place = {
        "file": visit.logbook.file_name, "sheet": visit.logbook_sheet, "row": visit.logbook_row,
    }  # fmt: skip
    return _("%(file)s, sheet %(sheet)s, row %(row)s") % place


def phones(readable: Readable) -> str:
    """All of a person's phones in one cell."""
    return _together([shown for _e164, shown in readable.phones], readable)


def ids(readable: Readable) -> str:
    """All of a person's numbers of papers in one cell."""
    return _together(readable.ids, readable)


def _together(texts: list[str], readable: Readable) -> str:
    return ", ".join([*texts, _("cannot be read")] if readable.sealed else texts)
