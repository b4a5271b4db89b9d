"""Visits that never were: most venues nearly idle, a few very busy, people with habits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID

from people.names import fold
from plugins.declarations.demo.people import Person
from plugins.declarations.demo.venues import Place
from plugins.declarations.models import Source
from plugins.declarations.services import NewVisit
from plugins.declarations.visit_ids import paper_id, scan_id

DAYS = 30
SKEW = 1.2  # Zipf's exponent: the busiest venue has about a fifth of all visits
RECORDED_LEAVING = 0.55
_SOURCES = {
    Source.PHONE: 78,
    Source.GATE: 8,
    Source.CARD: 6,
    Source.PAPER: 6,
    Source.API: 2,
}
# How busy each hour of the day is.
_HOURS = (0, 0, 0, 0, 0, 1, 4, 9, 9, 8, 7, 7, 6, 5, 6, 6, 7, 9, 8, 6, 4, 2, 1, 0)
_CHUNK = 1000  # random numbers drawn at a time


def make_visits(
    random: Random, people: list[Person], places: list[Place], count: int, until: datetime
) -> Iterator[NewVisit]:
    """``count`` visits of the DAYS before ``until``, in no order."""
    ranks = list(places)
    random.shuffle(ranks)
    busy = list(accumulate(1 / (rank + 1) ** SKEW for rank in range(len(ranks))))
    hours = list(accumulate(_HOURS))
    sources, shares = list(_SOURCES), list(accumulate(_SOURCES.values()))
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    on_paper: set[UUID] = set()
    for start in range(0, count, _CHUNK):
        n = min(_CHUNK, count - start)
        for place, hour, source in zip(
            random.choices(ranks, cum_weights=busy, k=n),
            random.choices(range(24), cum_weights=hours, k=n),
            random.choices(sources, cum_weights=shares, k=n),
            strict=True,
        ):
            # Some people are out a lot, most now and then.
            person = people[int(len(people) * random.random() ** 1.2)]
            day = midnight - timedelta(days=random.randrange(DAYS + 1))
            at = day + timedelta(hours=hour, milliseconds=random.randrange(3_600_000))
            if at >= until:
                at -= timedelta(days=DAYS)
            visit = _visit(random, person, place, at, source, until)
            while visit.id in on_paper:  # the book has this row: the next minute is free
                at += timedelta(minutes=1)
                visit = _visit(random, person, place, at, source, until)
            if source is Source.PAPER:
                on_paper.add(visit.id)
            yield visit


def _visit(
    random: Random, person: Person, place: Place, at: datetime, source: Source, until: datetime
) -> NewVisit:
    on_paper = source is Source.PAPER and person.keys is not None
    if on_paper:
        at = at.replace(second=0, microsecond=0)
    leaving = None
    if random.random() < RECORDED_LEAVING:
        minutes = place.stay.total_seconds() / 60 * random.lognormvariate(-0.3, 0.6)
        leaving = at + timedelta(minutes=min(max(minutes, 2), 720))
        if leaving > until:
            leaving = None
    return NewVisit(
        id=paper_id(place.venue_id, person.keys[0], fold(person.name), at)
        if on_paper and person.keys
        else scan_id(at, random.getrandbits(74)),
        venue_id=place.venue_id,
        checkpoint_id=place.checkpoint_id if source is Source.PHONE else None,
        checked_in=at,
        checked_out=leaving,
        source=source,
        name=person.name,
        phone=person.phone,
        id_number=person.id_number,
        keys=person.keys,
    )
