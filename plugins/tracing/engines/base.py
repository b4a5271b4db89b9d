"""What the rest of tracing asks of a search engine.

An engine fetches candidates, well, with limits and jurisdiction inside its query. What matches a
name (people.matching), what is a meeting (meetings.py) and who is one person (persons.py) is
decided outside, so that all engines give the same answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from uuid import UUID

from areas.scope import Scope
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import Period

if TYPE_CHECKING:
    from plugins.tracing.engines.lists import Counts, Facet, Narrow, Pair, Part, Place, Sought

T = TypeVar("T")
NO_KEY = UUID(int=0)  # comes before every key


class EngineUnavailable(Exception):
    """The engine does not answer in time, or not wholly; another one may be asked."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as an engine gives it; ``assumed``: nobody recorded when the stay ended."""

    id: UUID
    venue_id: int
    checked_in: datetime
    stay_end: datetime
    assumed: bool
    source: str
    name: str
    person_key: UUID
    second_key: UUID | None
    linked: tuple[UUID, ...] = ()  # keys of the same person, as officials decided; see links/
    checkpoint_id: int | None = None

    @property
    def stay(self) -> Stay:
        """Where and when, for the rule of meetings."""
        return Stay(self.venue_id, self.checked_in, self.stay_end, self.assumed)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """That a person (by keys) has visits under a name."""

    name: str
    person_key: UUID
    second_key: UUID | None
    linked: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class WalkedPerson(NamedPerson):
    """One step of a walk over people; ``at``: where it stands then, as recorded."""

    at: "Pair | None" = None


class HasKeys(Protocol):
    """What can be joined: anything with the one or two keys of a person."""

    @property
    def person_key(self) -> UUID: ...
    @property
    def second_key(self) -> UUID | None: ...
    @property
    def linked(self) -> tuple[UUID, ...]: ...


def keys_of(item: HasKeys) -> tuple[UUID, ...]:
    """The one or two keys, and those that officials joined with them."""
    own = (item.person_key, item.second_key) if item.second_key else (item.person_key,)
    return own + item.linked


def as_pair(item: VisitRow | NamedPerson) -> tuple[str, UUID, UUID]:
    """The name and the keys it was recorded with; sorts as walks over people go."""
    return item.name, item.person_key, item.second_key or NO_KEY


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was found; ``complete`` is False where a limit cut it off."""

    items: list[T]
    complete: bool = True


class Engine(Protocol):
    """A search engine. Every method raises EngineUnavailable."""

    name: str

    def names_like(
        self, name: str, scope: Scope, period: Period, limit: int, enough: int
    ) -> Found[str]:
        """Distinct names, as recorded, that hold every syllable of ``name``, in any order.

        Names that need no typo forgiven are never cut off for others; with ``enough`` of those,
        no typo is forgiven at all, and the answer counts as incomplete.
        """

    def people_named(
        self,
        names: Sequence[str],
        scope: Scope,
        period: Period,
        limit: int,
        narrow: "Narrow" = ...,
    ) -> Found[NamedPerson]:
        """Distinct pairs of name and person among visits under exactly these names."""

    def people_like(
        self,
        name: str,
        part: "Part",
        scope: Scope,
        period: Period,
        size: int,
        narrow: "Narrow" = ...,
        after: "Pair | None" = None,
    ) -> list["WalkedPerson"]:
        """As people_named, under the names that fit ``name`` so: the first ``size`` after a pair.

        Fewer only where there are no more.
        """

    def visits_of(
        self, keys: Iterable[UUID], scope: Scope, period: Period, limit: int
    ) -> Found[VisitRow]:
        """Visits with one of these keys as first or second key, newest first.

        A Sight shows what was handed over to it, too.
        """

    def visits_elsewhere(
        self, keys: Iterable[UUID], scope: Scope, period: Period
    ) -> dict[str, int]:
        """How many visits with one of these keys the scope hides, by path of the venue's area."""

    def stays_overlapping(self, stays: Sequence[Stay], scope: Scope, limit: int) -> Found[VisitRow]:
        """Visits that share time with one of the stays at its venue, and a few that do not."""

    def listed(
        self,
        sought: "Sought",
        scope: Scope,
        period: Period,
        size: int,
        place: "Place | None" = None,
    ) -> list[VisitRow]:
        """At most ``size`` visits by time of coming, the first ones or those from a place on."""

    def counted(
        self, sought: "Sought", scope: Scope, period: Period, facets: "Sequence[Facet]"
    ) -> "Counts":
        """How many visits ``listed`` would list in the end, and by each of the facets."""

    def hours_at(self, venue: int, scope: Scope, period: Period) -> dict[datetime, int]:
        """How many visits at a venue lasted into each hour of a bounded period; not the empty ones.

        Keys are the local hours' beginnings. A visit counts in the hour in which it began, and in
        the later ones of which it saw the first second, as a whole.
        """

    def documents(self) -> int:
        """How many visits the engine knows."""
