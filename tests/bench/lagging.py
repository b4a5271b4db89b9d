"""index.lag: from the commit of a visit to its being found, at RATE visits a second.

Visits are recorded one by one as check-ins are, in processes of their own; the indexer runs as in
production (`manage.py search_index sync --follow`); this process asks the index all the time
which of the visits are there.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from typing import Any

from plugins.tracing.apps import TracingConfig
from tests.bench import raw
from tests.bench.population import populate
from tests.bench.recording import Committed, record_for
from tests.bench.report import Figure

RATE = 200  # visits a second
WRITERS = 2
SECONDS = 30.0
LONGEST = 120.0  # seconds without a visit found, after which something is broken
ASKED = 2000  # ids in one search
PAUSE = 0.05  # seconds between two searches: what the figure may be too high by


def measure() -> list[Figure]:
    """The 99th percentile over one refresh interval, in seconds."""
    visits = populate()
    with _indexer(), _writers() as committed:
        times = sorted(_times(committed))
    rate = len(times) / (times[-1][0] - times[0][0])
    lags = sorted(found - at for at, found in times)
    p99, middle = lags[int(len(lags) * 0.99)], lags[len(lags) // 2]
    refresh = float(TracingConfig.setting("index_refresh_seconds"))
    size = f"{visits:,} visits, {rate:.0f} more a second, half found after {middle:.1f} s"
    return [Figure("index.lag", p99 / refresh, p99, refresh, "s p99", size)]


def _times(committed: "SimpleQueue[Committed | None]") -> Iterator[tuple[float, float]]:
    """For each visit, when it was committed and when it was found."""
    waiting: dict[str, float] = {}
    writing, latest = WRITERS, time.monotonic()
    while writing or waiting:
        while not committed.empty():
            told = committed.get()
            if told is None:
                writing -= 1
            else:
                waiting[told[0]] = told[1]
        found = _found(list(waiting)[:ASKED])
        now = time.monotonic()
        for visit in found:
            yield waiting.pop(visit), now
            latest = now
        if now - latest > LONGEST:
            raise RuntimeError(f"{len(waiting)} visits are not found")
        time.sleep(PAUSE)


def _found(ids: list[str]) -> list[str]:
    if not ids:
        return []
    body = {"query": {"ids": {"values": ids}}, "_source": False, "size": len(ids)}
    return [hit["_id"] for hit in raw.search(body)["hits"]["hits"]]


@contextmanager
def _indexer() -> Iterator[None]:
    command = [sys.executable, "manage.py", "search_index", "sync", "--follow"]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def _writers() -> Iterator["SimpleQueue[Committed | None]"]:
    context = get_context("spawn")
    committed: Any = context.SimpleQueue()
    writers = [
        context.Process(
            target=record_for, args=(SECONDS, RATE / WRITERS, seed, committed), daemon=True
        )
        for seed in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    yield committed
    for writer in writers:
        writer.join(timeout=30)
