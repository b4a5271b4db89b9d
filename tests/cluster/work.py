"""What goes on while nodes are lost: visits are written, and the indexer follows."""

import threading
import time
from datetime import timedelta
from random import Random
from typing import Self
from uuid import UUID

from django.db import connection
from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.tracing.follow import follow
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

PAUSE = 0.005  # seconds between two changes


class _Background:
    """A thread with a database connection of its own; a fault in it is a fault of the test."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.fault: BaseException | None = None
        self._thread = threading.Thread(target=self._go, name=type(self).__name__)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.end()

    def end(self) -> None:
        """Stop, and raise what went wrong."""
        self.stop.set()
        self._thread.join()
        if self.fault:
            raise self.fault

    def run(self) -> None:
        """What the thread does until ``stop``."""
        raise NotImplementedError

    def _go(self) -> None:
        try:
            self.run()
        except Exception as fault:  # noqa: BLE001 - raised again in end()
            self.fault = fault
        finally:
            connection.close()


class Follower(_Background):
    """`manage.py search_index sync --follow`."""

    def run(self) -> None:
        """The indexer's endless loop."""
        follow(self.stop)


class Writer(_Background):
    """Visits of three months are recorded, now and then one is changed or deleted."""

    def __init__(self) -> None:
        super().__init__()
        self.venue = VenueFactory()  # now: two threads must not add areas at once
        self.changes = 0
        self.left: dict[UUID, str] = {}  # the names of those that are there

    def run(self) -> None:
        """One change every PAUSE; the same ones in every run."""
        draw, now = Random(5), timezone.now()
        while not self.stop.wait(PAUSE):
            visit = VisitFactory(
                venue=self.venue, checked_in=now - timedelta(days=draw.randrange(80))
            )
            self.left[visit.pk] = visit.name
            if draw.random() < 0.2:
                other = draw.choice(list(self.left))
                Visit.objects.filter(pk=other).update(name="Lê Mới", name_folded="le moi")
                self.left[other] = "Lê Mới"
            if draw.random() < 0.1:
                other = draw.choice(list(self.left))
                Visit.objects.filter(pk=other).delete()
                del self.left[other]
            self.changes += 1

    def wait_for(self, changes: int) -> None:
        """Until so many more changes are made."""
        until = self.changes + changes
        while self.changes < until and not self.fault:
            time.sleep(0.02)
