"""Venues whose names stand among the words of a question: "Hùng chợ Văn Quán"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from areas.scope import Scope
from people.names import fold
from plugins.qr_venues.codes import typed
from plugins.qr_venues.models import Venue
from plugins.tracing.engines import Engine, answer
from plugins.tracing.engines.lists import Sought
from plugins.tracing.periods import Period
from plugins.tracing.questions import FEWEST_LETTERS, Question

MOST_PLACES = 5
MOST_WORDS = 24  # of a question that are looked at
_FEWEST_WORDS = 2  # of a venue's name: "An" is no place


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A venue that the question may mean; ``rest`` is the question about people there, if any."""

    venue: Venue
    rest: Question | None


def places_named(question: Question, scope: Scope, *, begun: bool = False) -> list[NamedPlace]:
    """Venues within the scope that the question names, the longest names first; one query.

    With ``begun`` also those whose names only begin with the whole question; one query more.
    """
    words = question.name.split()[:MOST_WORDS]
    if not words:
        return []
    runs = {
        fold(" ".join(words[first:end]))
        for first in range(len(words))
        for end in range(first + _FEWEST_WORDS, len(words) + 1)
    }
    venues = Venue.objects.filter(scope.q("area", "category__sector")).select_related("area")
    named = venues.filter(name_folded__in=runs) | venues.filter(code__in=map(typed, words))
    found = list(named[: MOST_PLACES * 4])
    whole = fold(" ".join(words))
    if begun and not found and len(words) >= _FEWEST_WORDS:
        like = venues.filter(name_folded__startswith=whole).order_by("name_folded", "pk")
        return [NamedPlace(venue, None) for venue in like[:MOST_PLACES]]
    found.sort(key=lambda venue: (-len(venue.name_folded), venue.name_folded, venue.pk))
    return [NamedPlace(venue, without(question, venue)) for venue in found[:MOST_PLACES]]


def without(question: Question, venue: Venue) -> Question | None:
    """The question without the venue's name or code; None if it asks for nobody then."""
    words = question.name.split()
    for first in range(len(words)):
        for end in range(len(words), first, -1):
            run = words[first:end]
            if fold(" ".join(run)) != venue.name_folded and typed(" ".join(run)) != venue.code:
                continue
            rest = " ".join(words[:first] + words[end:])
            if len(fold(rest).replace(" ", "")) < FEWEST_LETTERS:
                rest = ""
            return replace(question, name=rest) if rest or question.keys else None
    return question


def without_venue(question: Question, pk: int) -> Question:
    """The same by the venue's key; the question as it is where nothing else is left; one query."""
    venue = Venue.objects.filter(pk=pk).first()
    return (without(question, venue) if venue else None) or question


def visits_at(venues: Sequence[Venue], scope: Scope, period: Period) -> dict[int, int]:
    """How many visits the account sees at each of the venues; tells of no person."""

    def ask(engine: Engine) -> dict[int, int]:
        return {
            venue.pk: engine.counted(Sought(venue=venue.pk), scope, period, ()).total
            for venue in venues
        }

    return answer(ask)[0] if venues else {}
