"""The hours of a venue: how many were there, and when those of open cases were. A look-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from plugins.qr_venues.models import Venue
from plugins.tracing.casework import places
from plugins.tracing.engines import Engine, answer
from plugins.tracing.engines.lists import Sought
from plugins.tracing.errors import NotAllowed
from plugins.tracing.handover.sight import sight_for
from plugins.tracing.models import Case
from plugins.tracing.periods import Period
from plugins.tracing.pictures.strip import Stay, Strip, strip
from plugins.tracing.reasons import Asker, Reason, check_reason
from plugins.tracing.recording import put_down
from plugins.tracing.services import PERMISSION, Source


@dataclass(frozen=True, slots=True)
class Hours:
    """The strip, of how many visits it is, and where its numbers come from."""

    strip: Strip
    visits: int
    source: Source
    reason: Reason


def hours(asker: Asker, venue: Venue, first: date, last: date, cases: Sequence[Case]) -> Hours:
    """The days at the venue; ``cases`` whose persons are marked. Recorded.

    Raises NotAllowed, NoReason.
    """
    if not asker.user.has_perm(PERMISSION):
        raise NotAllowed(_("This account may not search visitor histories."))
    scope = sight_for(asker.user)
    reason = check_reason(asker.reason, scope)
    period = Period.of_days(first, last)
    sought = Sought(venue=venue.pk)

    def ask(engine: Engine) -> tuple[dict[datetime, int], int]:
        there = engine.hours_at(venue.pk, scope, period)
        return there, engine.counted(sought, scope, period, ()).total

    (counts, total), answered = answer(ask)
    details = {"engine": answered.engine, **answered.marks, "what": "picture"}
    put_down(asker, Action.SEARCH, reason, f"venue:{venue.code}", total, details, period)
    numbers = {case.pk: case.number for case in cases}
    stays = [
        Stay(numbers[case], row.checked_in, row.stay_end, row.assumed)
        for row, case in places.stays_of(asker, cases, venue)
        if period.holds(row.checked_in, row.stay_end)
    ]
    made = strip(counts, stays, first, last, timezone.get_current_timezone())
    return Hours(made, total, Source.of(answered), reason)
