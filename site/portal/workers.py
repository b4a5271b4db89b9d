"""The background worker: django-tasks-db's own, made to survive kills.

A worker that is killed leaves its task marked as running for good. So every worker shows once in
a while that it is alive, and puts back into the queue what a dead one left. Tasks must therefore
stand being run again. The tasks of a plugin that is switched off wait until it is on.
"""

import logging
import threading
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.models import WorkerPulse
from portal.plugins.config import PluginConfig
from portal.plugins.switch import is_on

logger = logging.getLogger(__name__)

BEAT = 3.0  # seconds between two signs of life
DEAD_AFTER = 15.0  # seconds without one
MOST_ATTEMPTS = 5  # a task that kills each worker must not go round for ever
POSTPONED = timedelta(seconds=30)  # until a task of a plugin that is off is looked at again


class WorkerDied(Exception):
    """Recorded with a task whose workers died too often."""


class PortalWorker(Worker):
    """Serves all queues; leaves tasks alone whose plugin is off."""

    def run_task(self, db_task_result: Any) -> None:
        """Run a claimed task, or put it back for later."""
        label = plugin_of(db_task_result.task_path)
        if label is None or is_on(label):
            super().run_task(db_task_result)
            return
        logger.info("Task %s waits: the module %s is off.", db_task_result.id, label)
        DBTaskResult.objects.filter(pk=db_task_result.pk).update(
            status=TaskResultStatus.READY,
            run_after=timezone.now() + POSTPONED,
            worker_ids=db_task_result.worker_ids[:-1],
        )


class Pulse(threading.Thread):
    """Shows that a worker is alive, and looks after the tasks of dead ones."""

    def __init__(self, worker_id: str, beat: float = BEAT, dead_after: float = DEAD_AFTER) -> None:
        super().__init__(daemon=True)
        self.worker_id = worker_id
        self.beat = beat
        self.dead_after = timedelta(seconds=dead_after)
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Beat until asked to stop; a database that is away for a while is waited for."""
        while not self._stop_asked.wait(self.beat):
            try:
                close_old_connections()
                beat(self.worker_id)
                reap(self.dead_after)
            except DatabaseError as error:
                logger.warning("No sign of life could be written: %s", error)
        connection.close()

    def stop(self) -> None:
        """End the thread; the worker is gone from the list."""
        self._stop_asked.set()
        self.join()
        WorkerPulse.objects.filter(pk=self.worker_id).delete()


def plugin_of(task_path: str) -> str | None:
    """Label of the plugin that a task belongs to; None for tasks of the host."""
    config = apps.get_containing_app_config(task_path)
    return config.label if isinstance(config, PluginConfig) else None


def beat(worker_id: str) -> None:
    """This worker is alive now."""
    WorkerPulse.objects.update_or_create(pk=worker_id, defaults={"seen_at": timezone.now()})


def reap(dead_after: timedelta) -> int:
    """Put back what dead workers left running; returns how many tasks that were."""
    since = timezone.now() - dead_after
    alive = set(WorkerPulse.objects.filter(seen_at__gte=since).values_list("pk", flat=True))
    left = 0
    for task in DBTaskResult.objects.running().filter(started_at__lt=since):
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            task.set_failed(WorkerDied(f"{len(task.worker_ids)} workers died over it"))
            continue
        # The time it was started tells whether somebody else has put it back already.
        again = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        left += again.update(status=TaskResultStatus.READY)
        logger.warning("Task %s was left by a dead worker and runs again.", task.pk)
    WorkerPulse.objects.filter(seen_at__lt=since - timedelta(days=1)).delete()
    return left
