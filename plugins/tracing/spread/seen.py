"""What an account may still see of its run: a hand-over may have ended, a jurisdiction changed."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from areas.scope import Scope
from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from plugins.tracing.handover.sight import around, sight_for
from plugins.tracing.reasons import Asker, Reason, check_reason
from plugins.tracing.spread.models import Spread, SpreadContact, SpreadMeeting, SpreadState


def meetings_seen(run: Spread, scope: Scope) -> QuerySet[SpreadMeeting]:
    """The run's lines at venues within the scope."""
    meetings = SpreadMeeting.objects.filter(spread=run)
    if scope.everything:
        return meetings
    seen = Venue.objects.filter(scope.q("area", "category__sector"))
    return meetings.filter(venue_id__in=seen.values("pk"))


def contacts_seen(run: Spread, asker: Asker) -> tuple[Reason, QuerySet[SpreadContact]]:
    """Those found who met somebody of the run where the account sees visits just now.

    The order that a run was at when it was looked at, or ended, has no lines yet: of it those who
    have a visit where the account sees them. The run's reason must still do; raises NoReason.
    """
    sight = sight_for(asker.user)
    reason = check_reason(run.reason, sight)
    scope = around(sight, [run.key])
    if scope.everything:
        return reason, run.contacts.all()
    seen = Q(key__in=meetings_seen(run, scope).order_by().values("other"))
    if run.state != SpreadState.DONE:
        visits = Visit.objects.filter(scope.q("venue__area", "venue__category__sector"))
        seen |= Q(Exists(visits.filter(person_key=OuterRef("key"))), order=run.order_now)
    return reason, run.contacts.filter(seen)
