"""Who may be the same person, as the pages show it. Pure functions but for ``lines``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from people.names import exact
from plugins.tracing.links.models import PersonLink
from plugins.tracing.links.services import decisions
from plugins.tracing.persons import Person
from plugins.tracing.reveal import Readable


@dataclass(frozen=True, slots=True)
class Likeness:
    """Someone of the same name; ``year`` of birth if both have the same, ``other_year`` if not."""

    person: Person
    readable: Readable
    year: int | None
    other_year: bool


def likenesses(
    person: Person, others: Sequence[Person], readable: Mapping[UUID, Readable]
) -> list[Likeness]:
    """The others beside the person, those born in the same year first, those of another last."""
    own = set(readable[person.key].births)
    found = []
    for other in others:
        years = set(readable[other.key].births)
        both = min(own & years, default=None)
        unlike = bool(own and years) and both is None
        found.append(Likeness(other, readable[other.key], both, unlike))
    return sorted(found, key=lambda each: (each.year is None, each.other_year))


def doubles(people: Sequence[Person], readable: Mapping[UUID, Readable]) -> dict[UUID, int]:
    """People who may be one: the same name and year of birth as someone else here.

    By key, the year.
    """
    seen: dict[tuple[str, int], list[UUID]] = {}
    for person in people:
        for year in readable[person.key].births:
            seen.setdefault((exact(person.name), year), []).append(person.key)
    return {key: year for (_name, year), keys in seen.items() if len(keys) > 1 for key in keys}


def in_force(person: Person) -> list[PersonLink]:
    """Decisions on the person; one query."""
    return list(decisions(person.keys))
