"""Which venues an account sees, and finding one by its name or code."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from areas.scope import scope_for
from people.names import fold
from plugins.qr_venues.codes import typed
from plugins.qr_venues.models import Checkpoint, Venue


def venues_for(user: Any) -> QuerySet[Venue]:
    """The venues within an account's jurisdiction, with area and category."""
    return Venue.objects.filter(scope_for(user).q("area", "category__sector")).select_related(
        "area", "category"
    )


def with_live_checkpoints(venues: QuerySet[Venue]) -> QuerySet[Venue]:
    """The same venues, each with ``live``: its check points whose codes count, by number."""
    live = Checkpoint.objects.filter(revoked_at=None).order_by("number")
    return venues.prefetch_related(Prefetch("checkpoints", live, to_attr="live"))


def matching(venues: QuerySet[Venue], words: str) -> QuerySet[Venue]:
    """Those venues whose code is ``words``, or whose name holds each word, accents or none."""
    folded = fold(words)
    if not folded:
        return venues
    named = Q()
    for word in folded.split():
        named &= Q(name_folded__contains=word)
    return venues.filter(named | Q(code=typed(words)))
