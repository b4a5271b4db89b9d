"""The database engine's walk over all people under the names that fit a question."""

from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField, Value
from django.db.models.functions import Coalesce

from plugins.declarations.models import Visit
from plugins.tracing.engines.base import NO_KEY, WalkedPerson
from plugins.tracing.engines.database_lists import narrowed
from plugins.tracing.engines.lists import Narrow, Pair, Part
from plugins.tracing.engines.name_lists import NameLists
from plugins.tracing.engines.narrowing import bytewise, under, visible, visits_at

NAMES_A_STEP = 200


def walked(
    names: NameLists, part: Part, narrow: Narrow, size: int, after: Pair | None
) -> list[WalkedPerson]:
    """See Engine.people_like. Names first, some at a time, then the people under them."""
    found: list[WalkedPerson] = []
    name, itself = (after.name, True) if after else ("", False)
    while len(found) < size:
        some = list(names.walked(part, name, itself=itself)[:NAMES_A_STEP])
        if not some:
            break
        pairs = _pairs(narrowed(under(_seen(names), some), narrow), after)
        found += [_walked(*pair) for pair in pairs[: size - len(found)]]
        if len(some) < NAMES_A_STEP:
            break
        name, itself = some[-1], False
    return found


def _seen(names: NameLists) -> QuerySet[Visit]:
    if names.venues is not None:
        return visits_at(names.venues, names.period)
    return visible(names.scope, names.period)


def _pairs(visits: QuerySet[Visit], after: Pair | None) -> QuerySet[Visit, tuple[str, UUID, UUID]]:
    second = Coalesce("second_key", Value(NO_KEY), output_field=UUIDField())
    visits = visits.annotate(bytewise=bytewise("name"), second=second)
    if after is not None:
        same = Q(bytewise=after.name)
        here = Q(person_key=after.person, second__gt=after.second or NO_KEY)
        later = Q(person_key__gt=after.person) | here
        visits = visits.filter(Q(bytewise__gt=after.name) | same & later)
    order = ("bytewise", "person_key", "second")
    return visits.values_list(*order).distinct().order_by(*order)


def _walked(name: str, person: UUID, second: UUID) -> WalkedPerson:
    pair = Pair(name, person, None if second == NO_KEY else second)
    return WalkedPerson(*pair, at=pair)
