"""The database engine's names: which of those recorded hold certain syllables."""

from collections.abc import Sequence
from functools import cached_property

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from areas.scope import Scope
from people.matching import edit_neighbours, is_initial
from people.names import normalise_name
from plugins.declarations.models import Visit
from plugins.tracing.engines.lists import Part
from plugins.tracing.engines.narrowing import (
    FEW_NAMES,
    bytewise,
    few_venues,
    under,
    visible,
    visits_at,
    within,
)
from plugins.tracing.models import Name
from plugins.tracing.periods import Period

# How a term, alternatives, terms together, terms without others, and a beginning are written.
# Terms are letters and digits only (people.names.fold), so quotes are enough.
SYNTAX = {
    "postgresql": ("'{}'", " | ", " & ", "({}) & !({})", ":*"),
    "sqlite": ('"{}"', " OR ", " AND ", "({}) NOT ({})", "*"),
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


def as_written(name: str) -> list[str]:
    """The name in the usual spellings: a name typed in full is found whatever else fits."""
    name = normalise_name(name)
    return list(dict.fromkeys([name, name.title(), name.upper(), name.lower()]))


class NameLists:
    """Names that someone carries within scope and period, in the order of what fits better.

    No list holds what an earlier one does, but for ``written``. Where there are more than
    ``limit``, a list has ``limit`` + 1.
    """

    def __init__(self, syllables: Sequence[str], scope: Scope, period: Period, limit: int) -> None:
        """``syllables`` are folded; see people.matching.question_syllables."""
        self.scope, self.period, self.limit = scope, period, limit
        self.syllables = syllables
        self.plain = [[syllable] for syllable in syllables]

    @cached_property
    def venues(self) -> list[int] | None:
        """Where to look, if the scope has few visits; two queries the first time."""
        return few_venues(self.scope)

    def written(self, name: str) -> list[str]:
        """Names that are just the one typed; one query or two."""
        return self._carried(Name.objects.filter(name__in=as_written(name)))

    def whole(self) -> list[str]:
        """Names with every syllable; one query or two."""
        return self._carried(self.of(Part.WHOLE))

    def begun(self) -> list[str]:
        """Names where the last syllable or an initial is a beginning only; one query or two."""
        return self._carried(self.of(Part.BEGUN))

    def misspelt(self) -> list[str]:
        """Names that need a typo forgiven; one query to three."""
        return self._carried(self.of(Part.MISSPELT))

    def of(self, part: Part) -> QuerySet[Name]:
        """All names of a part, seen or not; one query for those that are misspelt."""
        if part == Part.WHOLE:
            return _matching(_question(self.plain))
        spelt = _question(self.plain, begun=True)
        if part == Part.BEGUN:
            initials = any(map(is_initial, self.syllables))
            last = _question(self.plain if initials else self.plain[-1:])
            return _matching(_without(spelt, last))
        near = _known_neighbours(self.syllables)
        if near == self.plain:
            return Name.objects.none()
        return _matching(_without(_question(near, begun=True), spelt))

    def walked(self, part: Part, after: str, *, itself: bool) -> QuerySet[Name, str]:
        """Names of a part that are seen, after this one (or from it on), in order of bytes."""
        in_order = self.of(part).annotate(bytewise=bytewise("name"))
        if itself:
            names = in_order.filter(bytewise__gte=after)
        else:
            names = in_order.filter(bytewise__gt=after)
        if self.venues is not None:
            names = names.filter(name__in=visits_at(self.venues, self.period).values("name"))
        elif not (self.scope.everything and self.period.is_open):
            names = names.filter(Exists(self._carriers()))
        return names.order_by("bytewise").values_list("name", flat=True)

    def _carried(self, names: QuerySet[Name]) -> list[str]:
        """Those names that count; names of other areas must not use up the limit."""
        found = self._some(names.order_by("pk"))
        if not found or (self.scope.everything and self.period.is_open):
            return found
        if len(found) > FEW_NAMES and self.venues is not None:
            visits = visits_at(self.venues, self.period)
            return self._some(names.filter(name__in=visits.values("name")))
        if len(found) > self.limit:
            return self._some(names.order_by("pk").filter(Exists(self._carriers())))
        # With the names at hand the database goes from them to their visits, as it should.
        visits = under(visible(self.scope, self.period), found)
        return list(visits.values_list("name", flat=True).distinct())

    def _carriers(self) -> QuerySet[Visit]:
        """Visits within scope and period that carry the name of the query around it."""
        seen = Visit.objects.filter(self.scope.q("venue__area", "venue__category__sector"))
        return within(seen, self.period).filter(
            name_folded=OuterRef("folded"), name=OuterRef("name")
        )

    def _some(self, names: QuerySet[Name]) -> list[str]:
        return list(names.values_list("name", flat=True)[: self.limit + 1])


def _matching(question: str) -> QuerySet[Name]:
    return Name.objects.extra(  # noqa: S610 (our constant)
        where=[MATCHES[connection.vendor]], params=[question]
    )


def _question(words: Sequence[Sequence[str]], *, begun: bool = False) -> str:
    """One of the words for every syllable.

    ``begun``: the last one's first may be a beginning, and so may initials.
    """
    term, any_of, all_of, _, beginning = SYNTAX[connection.vendor]
    parts = [[term.format(word) for word in accepted] for accepted in words]
    if begun:
        for number, (part, accepted) in enumerate(zip(parts, words, strict=True), start=1):
            if number == len(parts) or is_initial(accepted[0]):
                part.append(part[0] + beginning)
    return all_of.join(f"({any_of.join(terms)})" for terms in parts)


def _without(question: str, other: str) -> str:
    return SYNTAX[connection.vendor][3].format(question, other)


def _known_neighbours(syllables: Sequence[str]) -> list[list[str]]:
    """For each syllable itself, then those one edit away that some name holds; one query.

    Asking for all that are one edit away, hundreds, would have the database read every name.
    """
    near = {syllable: edit_neighbours(syllable) - {syllable} for syllable in syllables}
    wanted = sorted(set().union(*near.values()))
    known: set[str] = set()
    if wanted:
        marks = ", ".join(["%s"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(VOCABULARY[connection.vendor].format(marks), wanted)
            known = {word for (word,) in cursor.fetchall()}
    return [[syllable, *sorted(near[syllable] & known)] for syllable in syllables]
