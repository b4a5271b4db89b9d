"""Phones and IDs to be read by the official, of the people on one page and no others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from people.phones import display_phone
from people.sealing import SealError
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from plugins.tracing.links.births import birth_year
from plugins.tracing.persons import Person

MOST_KEYS = 6  # visits of one person that are opened


@dataclass(slots=True)
class Readable:
    """``phones`` as (E.164, as people read it). ``sealed``: a blob could not be opened."""

    phones: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    births: list[int] = field(default_factory=list)  # years
    sealed: bool = False


def readable(people: Iterable[Person]) -> dict[UUID, Readable]:
    """By person's key; one query. Of a person, a visit of each phone or ID and name is opened."""
    wanted: dict[UUID, UUID] = {}
    result: dict[UUID, Readable] = {}
    for person in people:
        result[person.key] = Readable()
        newest: dict[tuple, UUID] = {}
        named: dict[tuple, UUID] = {}  # what was declared may differ from name to name
        for row in person.visits:
            keys = (row.person_key, row.second_key)
            newest.setdefault(keys, row.id)
            named.setdefault((*keys, row.name), row.id)
        newest |= named
        wanted |= dict.fromkeys(list(dict.fromkeys(newest.values()))[:MOST_KEYS], person.key)
    visits = Visit.objects.filter(pk__in=wanted).only("pk", "sealed").order_by("-checked_in")
    for visit in visits:
        _add(result[wanted[visit.pk]], visit)
    return result


def _add(found: Readable, visit: Visit) -> None:
    try:
        details = unsealed(visit)
    except SealError:
        found.sealed = True
        return
    phone, number = details.get("phone"), details.get("id")
    if phone and phone not in (known for known, _ in found.phones):
        found.phones.append((phone, display_phone(phone)))
    if number and number not in found.ids:
        found.ids.append(number)
    year = birth_year(details)
    if year and year not in found.births:
        found.births.append(year)
