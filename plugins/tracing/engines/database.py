"""Search in the database itself, PostgreSQL or SQLite: for a ward or a town, and as a fallback."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from areas.scope import Scope
from people.matching import edit_neighbours
from people.names import fold
from plugins.declarations.models import Visit
from plugins.tracing.batches import batches
from plugins.tracing.engines.base import Found, NamedPerson, T, VisitRow
from plugins.tracing.meetings import Stay
from plugins.tracing.models import Name
from plugins.tracing.periods import Period

NAMES_A_QUERY = 500
STAYS_A_QUERY = 50
# Stays up to this long are found by check-in time; the few longer ones have an index of their
# own, whose condition must read here as it does in schema/.
USUAL_STAY = timedelta(hours=24)
LONGER = {
    "postgresql": (
        "declarations_visit.stay_end - declarations_visit.checked_in > interval '24 hours'"
    ),
    "sqlite": (
        "julianday(declarations_visit.stay_end) - julianday(declarations_visit.checked_in) > 1"
    ),
}


class DatabaseEngine:
    """Searches the visits table through its indexes; never behind, since it is the truth."""

    name = "database"

    def names_like(
        self, syllables: Sequence[str], scope: Scope, period: Period, limit: int, enough: int
    ) -> Found[str]:
        """See Engine. One or two queries."""
        found = list(_names(_words(syllables, typos=False), scope, period)[: limit + 1])
        if len(found) >= enough or all(len(edit_neighbours(s)) == 1 for s in syllables):
            return Found(found[:limit], complete=len(found) < enough)
        fuzzy = _names(_words(syllables, typos=True), scope, period)
        names = list(dict.fromkeys([*found, *fuzzy[: limit + 1]]))
        return _cut(names, limit)

    def people_named(
        self, names: Sequence[str], scope: Scope, period: Period, limit: int
    ) -> Found[NamedPerson]:
        """See Engine. One query for each NAMES_A_QUERY names."""
        people: list[NamedPerson] = []
        for some in batches(names, NAMES_A_QUERY):
            rows = _visible(scope, period).filter(
                name_folded__in={fold(name) for name in some}, name__in=some
            )
            distinct = rows.order_by().values_list("name", "person_key", "second_key").distinct()
            people += [NamedPerson(*row) for row in distinct[: limit + 1 - len(people)]]
            if len(people) > limit:
                break
        return _cut(people, limit)

    def visits_of(
        self, keys: Iterable[UUID], scope: Scope, period: Period, limit: int
    ) -> Found[VisitRow]:
        """See Engine. One query."""
        keys = set(keys)
        mine = Q(person_key__in=keys) | Q(second_key__in=keys)
        rows = _visible(scope, period).filter(mine).order_by("-checked_in", "-pk")
        return _cut(_rows(rows, limit + 1), limit)

    def stays_overlapping(self, stays: Sequence[Stay], scope: Scope, limit: int) -> Found[VisitRow]:
        """See Engine. Two queries for each STAYS_A_QUERY stays."""
        found: dict[UUID, VisitRow] = {}
        visible = _visible(scope, Period())
        for some in batches(stays, STAYS_A_QUERY):
            usual, long = zip(*map(_meets, some), strict=True)
            longer = visible.extra(where=[LONGER[connection.vendor]])  # noqa: S610 (our constant)
            for rows in (visible.filter(reduce(or_, usual)), longer.filter(reduce(or_, long))):
                found |= {row.id: row for row in _rows(rows, limit + 1 - len(found))}
            if len(found) > limit:
                break
        return _cut(list(found.values()), limit)

    def documents(self) -> int:
        """See Engine."""
        return Visit.objects.count()


def _cut(items: list[T], limit: int) -> Found[T]:
    return Found(items[:limit], complete=len(items) <= limit)


def _visible(scope: Scope, period: Period) -> QuerySet[Visit]:
    visits = Visit.objects.filter(scope.q("venue__area", "venue__category__sector")).order_by()
    if period.end is not None:
        visits = visits.filter(checked_in__lt=period.end)
    if period.start is not None:
        visits = visits.filter(Q(stay_end__gt=period.start) | Q(checked_in__gte=period.start))
    return visits


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
    )
    return [
        VisitRow(pk, venue, start, end, out is None, source, name, person, second)
        for pk, venue, start, end, out, source, name, person, second in values[:limit]
    ]


def _meets(stay: Stay) -> tuple[Q, Q]:
    """Conditions for visits that overlap the stay: usual ones, and those longer than usual."""
    there = Q(venue_id=stay.venue, checked_in__lt=stay.end, stay_end__gt=stay.start)
    earliest = stay.start - USUAL_STAY
    return there & Q(checked_in__gte=earliest), there & Q(checked_in__lt=earliest)


def _names(words: RawSQL, scope: Scope, period: Period) -> QuerySet[Name, Any]:
    names = Name.objects.filter(pk__in=words).order_by("pk")
    if not (scope.everything and period.is_open):
        # Inside the query: names of other areas must not use up the limit.
        carried = _visible(scope, period).filter(
            name_folded=OuterRef("folded"), name=OuterRef("name")
        )
        names = names.filter(Exists(carried))
    return names.values_list("name", flat=True)


def _words(syllables: Sequence[str], *, typos: bool) -> RawSQL:
    """Subquery for the ids of names with all these syllables, the last one maybe only begun."""
    postgresql = connection.vendor == "postgresql"
    term, any_of, all_of = ("'{}'", " | ", " & ") if postgresql else ('"{}"', " OR ", " AND ")
    beginning = ":*" if postgresql else "*"
    parts = []
    for number, syllable in enumerate(syllables, start=1):
        accepted = sorted(edit_neighbours(syllable)) if typos else [syllable]
        terms = [term.format(each) for each in accepted]
        if number == len(syllables):
            terms.append(term.format(syllable) + beginning)
        parts.append(f"({any_of.join(terms)})")
    table, matches = (
        ("id FROM tracing_name", "array_to_tsvector(string_to_array(folded, ' ')) @@ %s::tsquery")
        if postgresql
        else ("rowid FROM tracing_name_words", "tracing_name_words MATCH %s")
    )
    return RawSQL(f"SELECT {table} WHERE {matches}", [all_of.join(parts)])  # noqa: S611
