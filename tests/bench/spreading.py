"""spread.over_raw: a run to the second order, against the raw msearch with the same clauses.

The run is what the background job does from beginning to end: it reads the visits of the
first-order contacts, looks for those who were there, reckons the risks, and writes people and
meetings. The msearch has one clause for each place and span of time at which some of them were.
"""

import time
from datetime import date
from random import Random
from statistics import median

from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.declarations.services import record_visits
from plugins.tracing import indexer
from plugins.tracing.batches import batches
from plugins.tracing.engines.client import patient_client
from plugins.tracing.meetings import Presence, Stay
from plugins.tracing.periods import Period
from plugins.tracing.spread import running
from plugins.tracing.spread.models import Spread, SpreadContact, SpreadState
from tests.bench import accounts, raw
from tests.bench.population import like, populate, stay_of
from tests.bench.report import Figure

FIRST_ORDER = 2000  # people met at least
LINES = 64  # searches in a request, as the application sends them
ROUNDS = 5


def measure() -> list[Figure]:
    """Medians in seconds."""
    visits = populate()
    day = _busy_day()
    person = _sociable_person(day)
    _run(person, day)  # warms both up
    first, stays = _clauses(person, day)
    lines = [raw.overlaps(some) for some in batches(stays, LINES)]
    ours, theirs = [], []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        run = _run(person, day)
        ours.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for some in lines:
            raw.msearch(some)
        theirs.append(time.perf_counter() - begun)
    further = SpreadContact.objects.filter(spread=run, order=2).count()
    whole = "" if run.complete else ", cut off at a limit"
    size = f"{visits:,} visits, {first:,} met, {further:,} by these{whole}, {len(stays):,} clauses"
    mine, other = median(ours), median(theirs)
    return [Figure("spread.over_raw", mine / other, mine, other, "s", size)]


def _busy_day() -> date:
    """A day in the middle of those that there are."""
    some = Visit.objects.order_by("checked_in")
    return timezone.localdate(some[some.count() // 2].checked_in)


def _sociable_person(day: date) -> Visit:
    """Someone given as many visits of the day as it takes to meet FIRST_ORDER people."""
    draw = Random(17)
    of_day = Visit.objects.filter(**_on(day))
    ids = list(of_day.order_by("pk").values_list("pk", flat=True))
    person = Visit.objects.filter(second_key=None).order_by("pk")[0]
    chosen: list[Visit] = []
    met: set = set()
    for visit in of_day.in_bulk(draw.sample(ids, min(len(ids), 500))).values():
        stay = stay_of(visit)
        there = of_day.filter(venue_id=stay.venue, checked_in__lt=stay.end, stay_end__gt=stay.start)
        chosen.append(visit)
        met |= set(there.values_list("person_key", flat=True))
        if len(met) >= FIRST_ORDER:
            break
    record_visits([like(visit, person, draw) for visit in chosen])
    indexer.sync()
    indexer.refresh(patient_client())
    return person


def _on(day: date) -> dict[str, object]:
    period = Period.of_days(day, day)
    return {"checked_in__gte": period.start, "checked_in__lt": period.end}


def _run(person: Visit, day: date) -> Spread:
    run = Spread.objects.create(
        key=person.person_key,
        name=person.name,
        reason=accounts.REASON,
        asked_by=accounts.administrator().user,
        first_day=day,
        last_day=day,
    )
    running.run(run.pk)
    run.refresh_from_db()
    if run.state != SpreadState.DONE:
        raise RuntimeError(f"The run is {run.state}, not done: {run.problem}")
    return run


def _clauses(person: Visit, day: date) -> tuple[int, list[Stay]]:
    """How many were met, and where and when they were, what overlaps at a venue as one."""
    run = Spread.objects.filter(key=person.person_key).latest("asked_at")
    keys = [
        key for keys in run.contacts.filter(order=1).values_list("keys", flat=True) for key in keys
    ]
    there = Visit.objects.filter(person_key__in=keys, **_on(day))
    return run.contacts.filter(order=1).count(), Presence(map(stay_of, there)).stays
