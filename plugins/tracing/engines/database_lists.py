"""The database engine's lists and counts of visits."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import TruncDate, TruncHour
from django.utils import timezone

from areas.scope import Scope
from plugins.declarations.models import Visit
from plugins.tracing.engines.lists import MOST_VALUES, Counts, Facet, Narrow, Place, Sought
from plugins.tracing.engines.narrowing import LONGER, USUAL_STAY, of, visible
from plugins.tracing.handover.sight import handed_in
from plugins.tracing.periods import Period

_VALUES: dict[Facet, Any] = {
    "area": F("venue__area__path"),
    "category": F("venue__category_id"),
    "source": F("source"),
    "day": TruncDate("checked_in"),
    "hour": TruncHour("checked_in"),
}


def narrowed(visits: QuerySet[Visit], narrow: Narrow) -> QuerySet[Visit]:
    """Those of the visits that one narrows a search to."""
    if narrow.area:
        visits = visits.filter(venue__area__path__startswith=narrow.area)
    if narrow.category:
        visits = visits.filter(venue__category_id=narrow.category)
    if narrow.venue:
        visits = visits.filter(venue_id=narrow.venue)
    if narrow.source:
        visits = visits.filter(source=narrow.source)
    if narrow.came.start is not None:
        visits = visits.filter(checked_in__gte=narrow.came.start, checked_in__lt=narrow.came.end)
    return visits


def parts(sought: Sought, scope: Scope, period: Period) -> list[QuerySet[Visit]]:
    """The visits sought as one set, or as two without a visit in common.

    At a venue, those longer than usual have an index of their own: otherwise all earlier visits
    there would be read to find the few that lasted.
    """
    seen = narrowed(visible(scope, period, handed_in(scope)), sought.narrow)
    if sought.venue is None:
        return [seen.filter(of(sought.keys))]
    there = seen.filter(venue_id=sought.venue)
    if period.start is None:
        return [there]
    usual = Q(checked_in__gte=period.start - USUAL_STAY)
    longer = RawSQL(LONGER[connection.vendor], [], BooleanField())  # noqa: S611 (our constant)
    return [there.filter(usual), there.filter(~usual & Q(longer))]


def page(visits: QuerySet[Visit], place: Place | None) -> QuerySet[Visit]:
    """In order of coming from the place on; backwards from it if it says so."""
    if place is None:
        return visits.order_by("checked_in", "pk")
    if place.back:
        before = Q(checked_in__lt=place.at) | Q(checked_in=place.at, pk__lt=place.visit)
        return visits.filter(before, checked_in__lte=place.at).order_by("-checked_in", "-pk")
    after = Q(checked_in__gt=place.at) | Q(checked_in=place.at, pk__gt=place.visit)
    return visits.filter(after, checked_in__gte=place.at).order_by("checked_in", "pk")


def counts(visits: Sequence[QuerySet[Visit]], facets: Sequence[Facet]) -> Counts:
    """One query for each facet and set of visits, one for the total."""
    by: dict[Facet, dict[str, int]] = {}
    for facet in facets:
        found: Counter[str] = Counter()
        for some in visits:
            values = some.values_list(_VALUES[facet]).annotate(n=Count("pk")).order_by("-n")
            for value, number in values[:MOST_VALUES]:
                found[_text(facet, value)] += number
        by[facet] = dict(found)
    return Counts(sum(some.count() for some in visits), by)


def _text(facet: Facet, value: Any) -> str:
    if facet == "hour":
        return str(timezone.localtime(value).isoformat(timespec="minutes"))
    return str(value)
