"""The visits that searches and rebuilds are measured on."""

from functools import cache
from random import Random
from uuid import UUID

from django.core.management import call_command

from plugins.declarations.models import Visit
from plugins.declarations.services import NewVisit, record_visits
from plugins.declarations.visit_ids import scan_id
from plugins.tracing import indexer
from plugins.tracing.engines.client import patient_client
from plugins.tracing.rebuild import rebuild
from tests.bench.place import size


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
    ids = list(Visit.objects.order_by("pk").values_list("pk", flat=True).iterator())
    people = Visit.objects.filter(second_key=None).in_bulk(draw.sample(ids, count * 4)).values()
    chosen = list({visit.person_key: visit for visit in people}.values())[:count]
    for person in chosen:
        missing = max(0, visits - Visit.objects.filter(person_key=person.person_key).count())
        others = Visit.objects.in_bulk(draw.sample(ids, missing)).values()
        record_visits([_like(visit, person, draw) for visit in others])
    indexer.sync()
    indexer.refresh(patient_client())
    return [person.person_key for person in chosen]


def _like(visit: Visit, person: Visit, draw: Random) -> NewVisit:
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
