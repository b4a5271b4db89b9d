"""The indexer's endless loop."""

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from plugins.tracing import indexer
from plugins.tracing.apps import TracingConfig
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.expiry import drop_over
from plugins.tracing.lease import LeaseLost, LeaseTaken
from plugins.tracing.models import Outbox

LONGEST_WAIT = 15.0  # seconds between attempts while the server is down
LOOK_ANYWAY = 30.0  # seconds after which a sync runs although nothing waits: is the index there?
DAY = 24 * 3600.0  # seconds between looks for months whose index can be tidied
log = logging.getLogger(__name__)


def follow(stop: threading.Event) -> None:
    """Sync whenever something waits, until ``stop`` is set. Survives faults of both servers."""
    poll = float(TracingConfig.setting("index_refresh_seconds")) / 2
    wait, looked, tidied = poll, float("-inf"), float("-inf")
    while not stop.is_set():
        close_old_connections()
        try:
            due = time.monotonic() - looked >= LOOK_ANYWAY
            if due or Outbox.objects.exists():
                done = indexer.sync(stop.is_set)
                looked = time.monotonic()
                if done.waiting:
                    raise EngineUnavailable(f"{done.waiting} visits were put off")
            if time.monotonic() - tidied >= DAY:
                indexer.adopt_settings()
                drop_over(timezone.now())
                tidied = time.monotonic()
            wait = poll
        except (LeaseTaken, LeaseLost):
            wait = poll
        except (EngineUnavailable, DatabaseError) as fault:
            wait = min(max(wait * 2, poll), LONGEST_WAIT)
            log.warning("The index falls behind, next attempt in %.0f s: %s", wait, fault)
        stop.wait(wait)
