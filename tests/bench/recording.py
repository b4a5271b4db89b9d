"""Visits recorded one by one at a steady rate, by a process of its own."""

import time
from multiprocessing.queues import SimpleQueue
from random import Random

Committed = tuple[str, float]  # id as documents have it, and when, by the monotonic clock


def record_for(
    seconds: float, rate: float, seed: int, committed: "SimpleQueue[Committed | None]"
) -> None:
    """Tell of each visit as soon as it is committed; None at the end."""
    import django

    django.setup()
    from plugins.declarations.services import record_visit
    from tests.bench.population import like, others

    draw = Random(seed)
    visits = others(draw)
    began = time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        visit = next(visits)
        new = like(visit, visit, draw)
        record_visit(new)
        committed.put((new.id.hex, time.monotonic()))
    committed.put(None)
