"""How fast the jobs run: no search for cycles, the next chunk prepared ahead, and the rate told."""

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.utils import timezone

from plugins.declarations.logbooks.models import Logbook

T = TypeVar("T")
_END = object()


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The same items, each taken in a thread while the one before is in use.

    What taking an item raises is raised here in its place. The items must not use the database.
    """
    iterator = iter(items)
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(next, iterator, _END)
        while (item := waiting.result()) is not _END:
            waiting = pool.submit(next, iterator, _END)
            yield item  # type: ignore[misc]


def mark_start(logbook: Logbook) -> None:
    """Note when this worker began and with how many rows written: the rate counts from there."""
    start = {"at": timezone.now().isoformat(), "from": 0}
    if logbook.chunks_done:
        start["from"] = logbook.created + logbook.duplicate
    logbook.findings = {**logbook.findings, "pace": start}
    Logbook.objects.filter(pk=logbook.pk).update(findings=logbook.findings)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Rows hold no cycles; looking for some among them took a third of an import's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
