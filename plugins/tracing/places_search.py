"""Who was at a venue on a day, between two times of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from audit.models import Action
from plugins.qr_venues.models import Venue
from plugins.tracing.engines import Engine, answer
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.engines.lists import Counts, Place, Sought
from plugins.tracing.errors import BadQuestion, NotAllowed
from plugins.tracing.handover.sight import sight_for
from plugins.tracing.periods import Period
from plugins.tracing.reasons import Asker, check_reason
from plugins.tracing.recording import put_down
from plugins.tracing.services import PERMISSION, Source

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MANY = 2000  # visits: better to choose fewer hours than to turn pages


@dataclass(frozen=True, slots=True)
class Visitors:
    """One page of the visits there by time of coming; ``counts`` is of all pages.

    ``before`` and ``after``: whether there are more visits at that side of the page.
    """

    rows: list[VisitRow]
    counts: Counts
    before: bool
    after: bool
    source: Source

    @property
    def many(self) -> bool:
        """Whether to ask for fewer hours."""
        return self.counts.total > MANY


def hours(day: date, start: time | None, end: time | None) -> Period:
    """The part of a day; open at a side, the day's beginning or end. BadQuestion if reversed."""
    try:
        return Period.of_hours(day, start, end)
    except ValueError:
        raise BadQuestion(_("The end is not after the beginning.")) from None


def visitors(
    asker: Asker, venue: Venue, period: Period, size: int, place: Place | None = None
) -> Visitors:
    """Everyone there for a part of the period at least. Recorded; raises NotAllowed, NoReason."""
    if not asker.user.has_perm(PERMISSION):
        raise NotAllowed(_("This account may not search visitor histories."))
    scope = sight_for(asker.user)
    reason = check_reason(asker.reason, scope)
    sought = Sought(venue=venue.pk)

    def ask(engine: Engine) -> tuple[Counts, list[VisitRow]]:
        counts = engine.counted(sought, scope, period, ("source", "hour"))
        return counts, engine.listed(sought, scope, period, size + 1, place)

    (counts, rows), answered = answer(ask)
    more, back = len(rows) > size, place is not None and place.back
    rows = rows[-size:] if back else rows[:size]
    details = {"engine": answered.engine, **answered.marks}
    question = f"venue:{venue.code}"
    put_down(asker, Action.SEARCH, reason, question, counts.total, details, period)
    return Visitors(
        rows,
        counts,
        before=more if back else place is not None,
        after=True if back else more,
        source=Source.of(answered),
    )


def parse_place(text: str, *, back: bool) -> Place | None:
    """A place from an address, as ``place_text`` wrote it; None if it is none."""
    micros, _dot, visit = text.partition(".")
    try:
        return Place(_EPOCH + timedelta(microseconds=int(micros)), UUID(hex=visit), back)
    except (ValueError, OverflowError):
        return None


def place_text(row: VisitRow) -> str:
    """The place beside a visit for an address: its time of coming and its number."""
    return f"{(row.checked_in - _EPOCH) // timedelta(microseconds=1)}.{row.id.hex}"
