"""Who may write to the index: one process at a time, sync or rebuild."""

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from plugins.tracing.models import IndexState

SECONDS = 90  # longer than the longest step between two renewals (a bulk request may take 60)
_ROW = 1
Indices = dict[str, list[Any]]  # uuid and number of shards by name


class LeaseTaken(Exception):
    """Another process writes to the index now."""


class LeaseLost(Exception):
    """This process was silent for so long that another one took over."""


class Lease:
    """The right to write, for as long as ``batch`` is called at least every SECONDS."""

    def __init__(self) -> None:
        self.holder = f"{_host()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    def batch(self) -> int:
        """Renew, and give out the next batch number: higher than every one before, by anyone.

        Take it before reading what is to be written; it is the version of the documents, so a
        process that was overtaken cannot overwrite what a later one read. Raises LeaseLost.
        """
        renewed = IndexState.objects.filter(pk=_ROW, holder=self.holder).update(
            batch=F("batch") + 1, held_until=_until()
        )
        if not renewed:
            raise LeaseLost
        return IndexState.objects.values_list("batch", flat=True).get(pk=_ROW)

    def mark_built(self, built: bool) -> None:
        """Record whether the index is whole. Raises LeaseLost."""
        self._write(built=built)

    def remember(self, present: Indices) -> None:
        """Record which indices the index has. Raises LeaseLost."""
        self._write(indices=present)

    def _write(self, **values: Any) -> None:
        if not IndexState.objects.filter(pk=_ROW, holder=self.holder).update(**values):
            raise LeaseLost


@contextmanager
def lease() -> Iterator[Lease]:
    """Take the lease, give it back at the end. Raises LeaseTaken."""
    taken = Lease()
    state, _created = IndexState.objects.get_or_create(pk=_ROW)
    free = Q(holder="") | Q(held_until__lt=timezone.now())
    if _is_dead(state.holder):
        free |= Q(holder=state.holder)
    if not IndexState.objects.filter(free, pk=_ROW).update(
        holder=taken.holder, held_until=_until()
    ):
        raise LeaseTaken
    try:
        yield taken
    finally:
        IndexState.objects.filter(pk=_ROW, holder=taken.holder).update(holder="", held_until=None)


def is_built() -> bool:
    """Whether the index is whole but for what waits in the outbox; one query."""
    return built_indices() is not None


def built_indices() -> Indices | None:
    """The indices that belong to the index, if it is whole, else None; one query."""
    found = IndexState.objects.filter(pk=_ROW, built=True).values_list("indices", flat=True)
    return found.first()


def _host() -> str:
    return socket.gethostname()[:20].replace(":", "-")


def _is_dead(holder: str) -> bool:
    """Whether the holder was a process of this machine that has ended without giving back."""
    host, _, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if host != _host() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:  # it runs under another account
        return False
    return False


def _until() -> datetime:
    return timezone.now() + timedelta(seconds=SECONDS)
