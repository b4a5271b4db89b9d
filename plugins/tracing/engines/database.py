"""Search in the database itself, PostgreSQL or SQLite: for a ward or a town, and as a fallback."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from areas.scope import Scope
from people.matching import edit_neighbours, question_syllables
from people.names import fold
from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from plugins.tracing.batches import batches
from plugins.tracing.engines.base import Found, NamedPerson, T, VisitRow
from plugins.tracing.meetings import Stay
from plugins.tracing.models import Name
from plugins.tracing.periods import Period

NAMES_A_QUERY = 500
STAYS_A_QUERY = 50
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
# How a term, alternatives, terms together and a beginning are written. Terms are letters and
# digits only (people.names.fold), so quotes are enough.
SYNTAX = {
    "postgresql": ("'{}'", " | ", " & ", ":*"),
    "sqlite": ('"{}"', " OR ", " AND ", "*"),
}
MATCHES = {
    "postgresql": "array_to_tsvector(string_to_array(tracing_name.folded, ' ')) @@ %s::tsquery",
    "sqlite": (
        "tracing_name.id IN "
        "(SELECT rowid FROM tracing_name_words WHERE tracing_name_words MATCH %s)"
    ),
}
VOCABULARY = {
    "postgresql": "SELECT syllable FROM tracing_syllable WHERE syllable IN ({})",
    "sqlite": "SELECT term FROM tracing_syllable WHERE term IN ({})",
}


class DatabaseEngine:
    """Searches the visits table through its indexes; never behind, since it is the truth."""

    name = "database"

    def names_like(
        self, name: str, scope: Scope, period: Period, limit: int, enough: int
    ) -> Found[str]:
        """See Engine. One query, or three where a typo may be forgiven; twice as many if limited
        to a scope or a period.
        """
        syllables = question_syllables(name)
        plain = [[syllable] for syllable in syllables]
        found = _names_within(plain, scope, period, limit)
        if len(found) >= enough:
            return Found(found[:limit], complete=False)
        near = _known_neighbours(syllables)
        if near != plain:
            fuzzy = _names_within(near, scope, period, limit)
            found = list(dict.fromkeys([*found, *fuzzy]))
        return _cut(found, limit)

    def people_named(
        self, names: Sequence[str], scope: Scope, period: Period, limit: int
    ) -> Found[NamedPerson]:
        """See Engine. One query for each NAMES_A_QUERY names."""
        people: list[NamedPerson] = []
        for some in batches(names, NAMES_A_QUERY):
            rows = _under(_visible(scope, period), some)
            distinct = rows.values_list("name", "person_key", "second_key").distinct()
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
        """See Engine. Two queries for each STAYS_A_QUERY stays, one more if limited to a scope."""
        found: dict[UUID, VisitRow] = {}
        for some in batches(_in_scope(stays, scope), STAYS_A_QUERY):
            for conditions in zip(*map(_meets, some), strict=True):
                rows = Visit.objects.filter(reduce(or_, conditions)).order_by()
                found |= {row.id: row for row in _rows(rows, limit + 1 - len(found))}
            if len(found) > limit:
                break
        return _cut(list(found.values()), limit)

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


def _visible(scope: Scope, period: Period) -> QuerySet[Visit]:
    """Visits within scope and period, to be narrowed further by an index.

    The scope stands in a CASE, so that it is looked at for each visit found by the index. As a
    join, the database might rather go through all visits of all venues in the scope.
    """
    visits = Visit.objects.order_by()
    if not scope.everything:
        venue = Venue.objects.filter(scope.q("area", "category__sector"), pk=OuterRef("venue_id"))
        seen = Case(When(Exists(venue), then=True), default=False, output_field=BooleanField())
        visits = visits.filter(seen)
    return _within(visits, period)


def _within(visits: QuerySet[Visit], period: Period) -> QuerySet[Visit]:
    """Visits that share time with the period, as Period.holds has it."""
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
    """Conditions for visits that overlap the stay: usual ones, and all longer than usual.

    The second one leaves the time of coming to the rule of meetings, lest the database take the
    index that holds it and read every earlier visit.
    """
    there = Q(venue_id=stay.venue, stay_end__gt=stay.start)
    came = Q(checked_in__gte=stay.start - USUAL_STAY, checked_in__lt=stay.end)
    longer = RawSQL(LONGER[connection.vendor], [], BooleanField())  # noqa: S611 (our constant)
    return there & came, there & Q(longer)


def _names_within(
    words: Sequence[Sequence[str]], scope: Scope, period: Period, limit: int
) -> list[str]:
    """Names with these words (see _names) that someone carries within scope and period.

    More than ``limit`` of them: ``limit`` + 1. Names of other areas must not use up the limit.
    """
    names = list(_names(words)[: limit + 1])
    if scope.everything and period.is_open:
        return names
    if len(names) > limit:
        seen = Visit.objects.filter(scope.q("venue__area", "venue__category__sector"))
        carried = _within(seen, period).filter(
            name_folded=OuterRef("folded"), name=OuterRef("name")
        )
        return list(_names(words).filter(Exists(carried))[: limit + 1])
    # With the names at hand the database goes from them to their visits, as it should.
    return list(_under(_visible(scope, period), names).values_list("name", flat=True).distinct())


def _under(visits: QuerySet[Visit], names: Sequence[str]) -> QuerySet[Visit]:
    """Visits under exactly these names, through the index of folded names."""
    return visits.filter(name_folded__in={fold(name) for name in names}, name__in=names)


def _names(words: Sequence[Sequence[str]]) -> QuerySet[Name, Any]:
    """Names that hold one of the words for every syllable; the last syllable may be only begun."""
    term, any_of, all_of, begun = SYNTAX[connection.vendor]
    parts = [[term.format(word) for word in accepted] for accepted in words]
    # The syllable itself comes first among its words.
    parts[-1].append(parts[-1][0] + begun)
    question = all_of.join(f"({any_of.join(terms)})" for terms in parts)
    names = Name.objects.extra(  # noqa: S610 (our constant)
        where=[MATCHES[connection.vendor]], params=[question]
    ).order_by("pk")
    return names.values_list("name", flat=True)


def _known_neighbours(syllables: Sequence[str]) -> list[list[str]]:
    """For each syllable itself, then those one edit away that some name holds; one query.

    Asking for all that are one edit away, hundreds, would have the database read every name.
    """
    near = [edit_neighbours(syllable) - {syllable} for syllable in syllables]
    wanted = sorted(set().union(*near))
    known: set[str] = set()
    if wanted:
        marks = ", ".join(["%s"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(VOCABULARY[connection.vendor].format(marks), wanted)
            known = {word for (word,) in cursor.fetchall()}
    return [
        [syllable, *sorted(words & known)] for syllable, words in zip(syllables, near, strict=True)
    ]
