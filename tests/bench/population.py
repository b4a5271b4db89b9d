"""The visits that searches and rebuilds are measured on."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from plugins.declarations.models import Visit
from plugins.declarations.services import NewVisit, record_visits
from plugins.declarations.visit_ids import scan_id
from plugins.tracing import indexer
from plugins.tracing.batches import batches
from plugins.tracing.engines.client import patient_client
from plugins.tracing.meetings import Stay
from plugins.tracing.rebuild import rebuild
from tests.bench import raw
from tests.bench.place import size

_CANDIDATES = 500  # visits looked at in one go
_IN_VAIN = 20  # of these goes before giving up


@cache
def populate() -> int:
    """Fill the database with BENCH_VISITS synthetic visits and index them, once; how many."""
    visits = size("BENCH_VISITS")
    call_command("demo_data", visits=visits, people=max(visits // 15, 100), seed=1, verbosity=0)
    rebuild()
    return Visit.objects.count()


def frequent_people(count: int, visits: int) -> list[UUID]:
    """Keys of ``count`` people, each given visits like others' until there are ``visits``."""
    draw = Random(11)
    more = others(draw)
    for person in (people := _people(count, draw)):
        missing = max(0, visits - Visit.objects.filter(person_key=person.person_key).count())
        _give(person, [next(more) for _ in range(missing)], draw)
    _index()
    return [person.person_key for person in people]


def people_meeting(count: int, visits: int, fewest: int, most: int) -> list[UUID]:
    """Keys of ``count`` new people, whose ``visits`` overlap ``fewest`` to ``most`` others each.

    However many visits there are in all, such people meet as many. They have no other visits: at
    the busiest venue one meets more the more visits there are.
    """
    draw = Random(13)
    matching = _meeting(others(draw), fewest, most)
    people = [
        Visit(name=person.name, person_key=UUID(int=draw.getrandbits(128)))
        for person in _people(count, draw)
    ]
    for person in people:
        _give(person, [next(matching) for _ in range(visits)], draw)
    _index()
    return [person.person_key for person in people]


def stay_of(visit: Visit) -> Stay:
    """Where and when."""
    return Stay(visit.venue_id, visit.checked_in, visit.stay_end)


def like(visit: Visit, person: Visit, draw: Random) -> NewVisit:
    """The same stay, of that person."""
    return NewVisit(
        id=scan_id(visit.checked_in, draw.getrandbits(74)),
        venue_id=visit.venue_id,
        checkpoint_id=visit.checkpoint_id,
        checked_in=visit.checked_in,
        checked_out=visit.checked_out,
        source=visit.source,
        name=person.name,
        keys=(person.person_key, None),
    )


def _people(count: int, draw: Random) -> list[Visit]:
    """A visit of each of so many people who are known by one key."""
    found: dict[UUID, Visit] = {}
    for visit in others(draw):
        if visit.second_key is None:
            found.setdefault(visit.person_key, visit)
        if len(found) == count:
            break
    return list(found.values())


def others(draw: Random) -> Iterator[Visit]:
    """Visits of anybody, without end."""
    ids = list(Visit.objects.order_by("pk").values_list("pk", flat=True).iterator())
    while True:
        yield from Visit.objects.in_bulk(draw.sample(ids, min(len(ids), _CANDIDATES))).values()


def _meeting(visits: Iterator[Visit], fewest: int, most: int) -> Iterator[Visit]:
    vain = 0
    for some in batches(visits, _CANDIDATES):
        vain += 1
        if vain > _IN_VAIN:
            raise RuntimeError(f"BENCH_VISITS is too small: hardly any visit meets {fewest} others")
        for visit, met in zip(some, raw.counts([stay_of(visit) for visit in some]), strict=True):
            if fewest <= met <= most:
                vain = 0
                yield visit


def _give(person: Visit, visits: Sequence[Visit], draw: Random) -> None:
    record_visits([like(visit, person, draw) for visit in visits])


def _index() -> None:
    indexer.sync()
    indexer.refresh(patient_client())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE declarations_visit")
