"""Scope and period as conditions on visits, in the way that suits what else is asked."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Collate

from areas.scope import Scope
from people.names import fold
from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from plugins.tracing.handover.sight import Handed
from plugins.tracing.periods import Period

# With more names than these, the visits of a scope that has few are read rather than everybody's
# under these names: 300 ms became 3 ms for "nguyen" in a commune (see decision 40).
FEW_NAMES = 20
FEW_VENUES = 2000
FEW_VISITS = 50_000
# Stays up to this long are found by check-in time; the few longer ones have an index of their
# own, whose condition must read here as it does in schema/.
USUAL_STAY = timedelta(hours=12)
LONGER = {
    "postgresql": (
        "declarations_visit.stay_end - declarations_visit.checked_in > interval '12 hours'"
    ),
    "sqlite": (
        "julianday(declarations_visit.stay_end) - julianday(declarations_visit.checked_in) > 0.5"
    ),
}


def visible(
    scope: Scope, period: Period, handed: Sequence[Handed] = (), *, hidden: bool = False
) -> QuerySet[Visit]:
    """Visits within scope and period, to be narrowed further by an index.

    ``handed`` adds what other areas handed over. ``hidden``: the others instead, which the scope
    does not show. The scope stands in a CASE, so that it is looked at for each visit found by the
    index. As a join, the database might rather go through all visits of all venues in the scope.
    """
    visits = Visit.objects.order_by()
    if scope.everything:
        return visits.none() if hidden else within(visits, period)
    seen = [_at(scope.q("area", "category__sector"))]
    seen += [of(each.keys) & _at(Q(area__path__startswith=each.path)) for each in handed]
    shown = Q(
        Case(*(When(part, then=True) for part in seen), default=False, output_field=BooleanField())
    )
    return within(visits.filter(~shown if hidden else shown), period)


def of(keys: Collection[UUID]) -> Q:
    """Condition on a visit: one of these keys is its first or second one."""
    return Q(person_key__in=keys) | Q(second_key__in=keys)


def _at(venues: Q) -> Q:
    return Q(Exists(Venue.objects.filter(venues, pk=OuterRef("venue_id"))))


def within(visits: QuerySet[Visit], period: Period) -> QuerySet[Visit]:
    """Visits that share time with the period, as Period.holds has it."""
    if period.end is not None:
        visits = visits.filter(checked_in__lt=period.end)
    if period.start is not None:
        visits = visits.filter(Q(stay_end__gt=period.start) | Q(checked_in__gte=period.start))
    return visits


def under(visits: QuerySet[Visit], names: Sequence[str]) -> QuerySet[Visit]:
    """Visits under exactly these names, through the index of folded names."""
    return visits.filter(name_folded__in={fold(name) for name in names}, name__in=names)


def bytewise(field: str) -> Collate:
    """A text so that it compares by the bytes of UTF-8, as in Elasticsearch."""
    return Collate(field, {"postgresql": "C", "sqlite": "BINARY"}[connection.vendor])


def visits_at(venues: Sequence[int], period: Period) -> QuerySet[Visit]:
    """Visits of these venues. As values, not as a join: so the planner knows how many there are."""
    return within(Visit.objects.filter(venue_id__in=venues).order_by(), period)


def few_venues(scope: Scope) -> list[int] | None:
    """The venues of a scope that has few visits, such as a commune's; None for any other.

    Two queries, none without a limit of scope. Visits are counted in the order of an index, which
    is all that is read.
    """
    if scope.everything:
        return None
    venues = Venue.objects.filter(scope.q("area", "category__sector")).order_by()
    ids = list(venues.values_list("pk", flat=True)[: FEW_VENUES + 1])
    if len(ids) > FEW_VENUES:
        return None
    visits = Visit.objects.filter(venue_id__in=ids).order_by("venue_id", "checked_in")
    one_more = visits.values("venue_id")[FEW_VISITS : FEW_VISITS + 1]
    return None if one_more else ids
