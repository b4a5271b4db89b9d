"""The background job of a run. It can be run again after its worker died."""

import time
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks import task

QUEUE = "tracing"
# Seconds before each further try when the database is away or broke off a transaction.
PAUSES = (1.0, 5.0)


@task(queue_name=QUEUE)
def work_out(spread_id: str) -> None:
    """Work the contacts out; a fault is shown with the run, and raised."""
    from plugins.tracing.spread import running  # it records through services, which starts us

    pk, at = UUID(spread_id), timezone.now()
    try:
        for pause in PAUSES:
            try:
                running.run(pk, at)
            except (OperationalError, InterfaceError):
                if not connection.in_atomic_block:
                    close_old_connections()
                time.sleep(pause)
            else:
                return
        running.run(pk, at)
    except Exception:
        running.fail(pk, "fault", at)
        raise
