"""Visits of persons asked for in the database itself, in the light of what officials decided."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from plugins.declarations.models import Visit
from plugins.tracing.batches import batches
from plugins.tracing.links.known import Links, links_now

_BATCH = 500  # keys a query


def newest_of_parted(
    keys: Collection[UUID], visits: QuerySet[Visit], links: Links | None = None
) -> dict[UUID, UUID | None]:
    """Of those keys that are shared with somebody who was parted: the person's newest visit.

    By key; None where none of ``visits`` is the person's. Keys that no parting touches are left
    out: what is recorded under them is theirs. No visit is read where nobody was parted.
    """
    links = links_now() if links is None else links
    asked = {key: own for key in keys if links.is_parted(own := links.whole([key]))}
    found: dict[UUID, UUID | None] = dict.fromkeys(asked)
    of_key: dict[UUID, list[UUID]] = {}
    for key, own in asked.items():
        for each in own:
            of_key.setdefault(each, []).append(key)
    for pk, owns in _read(visits, asked, links):
        for key in (key for own in owns for key in of_key.get(own, ())):
            if found[key] is None:
                found[key] = pk
    return found


def _read(
    visits: QuerySet[Visit], asked: Mapping[UUID, set[UUID]], links: Links
) -> Iterator[tuple[UUID, set[UUID]]]:
    """Visits that may be theirs, of each person the newest first, with the keys they are under."""
    for some in batches(list(asked), _BATCH):
        reached = links.reach(some)
        of_them = Q(person_key__in=reached) | Q(second_key__in=reached)
        rows = visits.filter(of_them).order_by("-checked_in", "-pk")
        names = rows.values_list("pk", "name", "person_key", "second_key")
        for pk, name, person, second in names.iterator(chunk_size=2000):
            yield pk, links.owns(name, person, second)
