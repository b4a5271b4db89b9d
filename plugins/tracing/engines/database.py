"""Search in the database itself, PostgreSQL or SQLite: for a ward or a town, and as a fallback."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from areas.scope import Scope
from people.matching import question_syllables
from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from plugins.tracing.batches import batches
from plugins.tracing.engines import database_hours as hours
from plugins.tracing.engines import database_lists as lists
from plugins.tracing.engines import database_people as people
from plugins.tracing.engines.base import Found, NamedPerson, T, VisitRow, WalkedPerson
from plugins.tracing.engines.lists import (
    ANY,
    Counts,
    Facet,
    Narrow,
    Pair,
    Part,
    Place,
    Sought,
    in_order,
)
from plugins.tracing.engines.name_lists import NameLists
from plugins.tracing.engines.narrowing import (
    FEW_NAMES,
    LONGER,
    USUAL_STAY,
    few_venues,
    of,
    under,
    visible,
    visits_at,
)
from plugins.tracing.handover.sight import handed_in
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import Period

NAMES_A_QUERY = 500
STAYS_A_QUERY = 50


class DatabaseEngine:
    """Searches the visits table through its indexes; never behind, since it is the truth."""

    name = "database"

    def names_like(
        self, name: str, scope: Scope, period: Period, limit: int, enough: int
    ) -> Found[str]:
        """See Engine. Up to five queries, up to eleven if limited to a scope or a period."""
        lists = NameLists(question_syllables(name), scope, period, limit)
        found = list(dict.fromkeys([*lists.written(name), *lists.whole()]))
        if len(found) <= limit:
            found += lists.begun()
        if len(found) >= enough:
            return Found(found[:limit], complete=False)
        return _cut([*found, *lists.misspelt()], limit)

    def people_named(
        self,
        names: Sequence[str],
        scope: Scope,
        period: Period,
        limit: int,
        narrow: Narrow = ANY,
    ) -> Found[NamedPerson]:
        """See Engine. One query for each NAMES_A_QUERY names, two more if limited to a scope."""
        found: list[NamedPerson] = []
        venues = few_venues(scope) if len(names) > FEW_NAMES else None
        seen = visible(scope, period) if venues is None else visits_at(venues, period)
        for some in batches(names, NAMES_A_QUERY):
            rows = lists.narrowed(under(seen, some), narrow)
            distinct = rows.values_list("name", "person_key", "second_key").distinct()
            found += [NamedPerson(*row) for row in distinct[: limit + 1 - len(found)]]
            if len(found) > limit:
                break
        return _cut(found, limit)

    def people_like(
        self,
        name: str,
        part: Part,
        scope: Scope,
        period: Period,
        size: int,
        narrow: Narrow = ANY,
        after: Pair | None = None,
    ) -> list[WalkedPerson]:
        """See Engine. Two queries for each NAMES_A_QUERY names, up to three more if limited."""
        names = NameLists(question_syllables(name), scope, period, size)
        return people.walked(names, part, narrow, size, after)

    def visits_of(
        self, keys: Iterable[UUID], scope: Scope, period: Period, limit: int
    ) -> Found[VisitRow]:
        """See Engine. One query."""
        seen = visible(scope, period, handed_in(scope))
        rows = seen.filter(of(set(keys))).order_by("-checked_in", "-pk")
        return _cut(_rows(rows, limit + 1), limit)

    def visits_elsewhere(
        self, keys: Iterable[UUID], scope: Scope, period: Period
    ) -> dict[str, int]:
        """See Engine. One query, none without a limit of scope."""
        unseen = visible(scope, period, handed_in(scope), hidden=True)
        paths = unseen.filter(of(set(keys))).values_list("venue__area__path")
        return dict(paths.annotate(visits=Count("pk")))

    def stays_overlapping(self, stays: Sequence[Stay], scope: Scope, limit: int) -> Found[VisitRow]:
        """See Engine. Two queries for each STAYS_A_QUERY stays, one more if limited to a scope."""
        found: dict[UUID, VisitRow] = {}
        for some in batches(_in_scope(stays, scope), STAYS_A_QUERY):
            for conditions in zip(*map(_meets, some), strict=True):
                rows = Visit.objects.filter(reduce(or_, conditions)).order_by()
                found |= {row.id: row for row in _rows(rows, limit + 1 - len(found))}
            if len(found) > limit:
                break
        return _cut(list(found.values()), limit)

    def listed(
        self, sought: Sought, scope: Scope, period: Period, size: int, place: Place | None = None
    ) -> list[VisitRow]:
        """See Engine. One query or two."""
        parts = lists.parts(sought, scope, period)
        rows = in_order([r for part in parts for r in _rows(lists.page(part, place), size)])
        return rows[-size:] if place and place.back else rows[:size]

    def counted(
        self, sought: Sought, scope: Scope, period: Period, facets: Sequence[Facet]
    ) -> Counts:
        """See Engine. One query for each facet and one more; at a venue twice as many."""
        return lists.counts(lists.parts(sought, scope, period), facets)

    def hours_at(self, venue: int, scope: Scope, period: Period) -> dict[datetime, int]:
        """See Engine. Two queries."""
        return hours.present(lists.parts(Sought(venue=venue), scope, period), period)

    def documents(self) -> int:
        """See Engine."""
        return Visit.objects.count()


def _cut(items: list[T], limit: int) -> Found[T]:
    return Found(items[:limit], complete=len(items) <= limit)


def _in_scope(stays: Sequence[Stay], scope: Scope) -> list[Stay]:
    """The stays at venues that may be seen; one query, or none."""
    if scope.everything:
        return list(stays)
    venues = Venue.objects.filter(scope.q("area", "category__sector"))
    seen = set(venues.filter(pk__in={s.venue for s in stays}).values_list("pk", flat=True))
    return [stay for stay in stays if stay.venue in seen]


def _rows(visits: QuerySet[Visit], limit: int) -> list[VisitRow]:
    values = visits.values_list(
        "id",
        "venue_id",
        "checked_in",
        "stay_end",
        "checked_out",
        "source",
        "name",
        "person_key",
        "second_key",
        "checkpoint_id",
    )
    return [
        VisitRow(pk, venue, start, end, out is None, source, name, person, second, (), point)
        for pk, venue, start, end, out, source, name, person, second, point in values[:limit]
    ]


def _meets(stay: Stay) -> tuple[Q, Q]:
    """Conditions for visits that overlap the stay: usual ones, and all longer than usual.

    The second one leaves the time of coming to the rule of meetings, lest the database take the
    index that holds it and read every earlier visit.
    """
    there = Q(venue_id=stay.venue, stay_end__gt=stay.start)
    came = Q(checked_in__gte=stay.start - USUAL_STAY, checked_in__lt=stay.end)
    longer = RawSQL(LONGER[connection.vendor], [], BooleanField())  # noqa: S611 (our constant)
    return there & came, there & Q(longer)
