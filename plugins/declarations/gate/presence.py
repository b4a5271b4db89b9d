"""Who is inside a venue: stays of the persons that a batch of entries is about."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from people.names import fold
from plugins.declarations.models import Visit

LOOK_BACK = timedelta(hours=24)
SAME_LEAVING = timedelta(minutes=2)  # a leaving sent twice


@dataclass(frozen=True, slots=True)
class Person:
    """Who an entry is about. ``id_key`` is the paper's index, ``folded`` the name's search form."""

    keys: frozenset[UUID]
    id_key: UUID | None = None
    folded: str = ""

    def is_who(self, keys: frozenset[UUID], folded: str) -> bool:
        """Whether this is who has these keys and this name. The same paper decides; a phone may be
        a family's, a name many people's, so with either the names must agree, where one was given.
        """
        if self.id_key in keys:
            return True
        if len(keys) == len(self.keys) == 2:  # both have a paper, and not the same
            return False
        return not keys.isdisjoint(self.keys) and self.folded in ("", folded)


@dataclass
class Stay:
    """One visit, as far as the gate needs it; of the database, or of the batch itself."""

    id: UUID
    keys: frozenset[UUID]
    name: str
    came: datetime
    went: datetime | None
    ends: datetime  # is taken to end
    recorded: datetime | None = None  # at the server; None if with this batch

    def is_of(self, person: Person) -> bool:
        """Whether this is the person's."""
        return person.is_who(self.keys, fold(self.name))

    def lasts(self, at: datetime) -> bool:
        """Whether the person is inside at this time."""
        return self.came <= at < (self.went or self.ends)


class Presence:
    """Stays by person; grows while a batch is taken."""

    def __init__(self, stays: Iterable[Stay]) -> None:
        self._stays = list(stays)

    def add(self, stay: Stay) -> None:
        """One more."""
        self._stays.append(stay)

    def drop(self, stay: Stay) -> None:
        """Taken back."""
        self._stays.remove(stay)

    def get(self, visit_id: UUID | None) -> Stay | None:
        """By its visit."""
        return next((stay for stay in self._stays if stay.id == visit_id), None)

    def at(self, person: Person, at: datetime) -> Stay | None:
        """The person's last stay of those that last at this time."""
        return self._last(person, lambda stay: stay.lasts(at))

    def left_at(self, person: Person, at: datetime) -> Stay | None:
        """The last one that ended around this time: its leaving was sent before."""
        return self._last(
            person, lambda stay: stay.went is not None and abs(stay.went - at) <= SAME_LEAVING
        )

    def _last(self, person: Person, holds: Callable[[Stay], bool]) -> Stay | None:
        fitting = [stay for stay in self._stays if stay.is_of(person) and holds(stay)]
        return max(fitting, key=lambda stay: stay.came, default=None)


def presence_of(
    venue_id: int, keys: Collection[UUID], visit_ids: Collection[UUID], times: Collection[datetime]
) -> Presence:
    """Stays at a venue of persons with these keys around these times, and these visits. One query.

    What is asked for is found by the index of persons, never by going through the venue's visits.
    """
    if not times or not (keys or visit_ids):
        return Presence(())
    of_persons = Q(person_key__in=keys, checked_in__gte=min(times) - LOOK_BACK)
    second = Q(second_key__in=keys, checked_in__gte=min(times) - LOOK_BACK)
    rows = Visit.objects.filter(
        of_persons | second | Q(pk__in=visit_ids), venue_id=venue_id, checked_in__lte=max(times)
    ).order_by()
    return Presence(
        Stay(
            visit.pk,
            frozenset(key for key in (visit.person_key, visit.second_key) if key),
            visit.name,
            visit.checked_in,
            visit.checked_out,
            visit.stay_end,
            visit.created_at,
        )
        for visit in rows.only(
            "name",
            "person_key",
            "second_key",
            "checked_in",
            "checked_out",
            "stay_end",
            "created_at",
        )
    )
