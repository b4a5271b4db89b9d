"""The background worker: signs of life, tasks of dead workers, tasks of modules that are off."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from plugins.declarations.logbooks.tasks import read_book
from portal.models import WorkerPulse
from portal.plugins.switch import set_switch
from portal.workers import MOST_ATTEMPTS, PortalWorker, beat, plugin_of, reap

pytestmark = pytest.mark.django_db
DEAD_AFTER = timedelta(seconds=15)
LONG_AGO = timedelta(minutes=5)


def running(*worker_ids, started=LONG_AGO):
    """A task that a worker has in hand."""
    read_book.enqueue("0" * 32)
    task = DBTaskResult.objects.latest("enqueued_at")
    for worker_id in worker_ids:
        task.claim(worker_id)
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=timezone.now() - started)
    return task


def status(task):
    task.refresh_from_db()
    return task.status


def test_a_task_of_a_dead_worker_goes_back_into_the_queue():
    task = running("dead")
    assert reap(DEAD_AFTER) == 1
    assert status(task) == "READY"


def test_a_worker_that_was_seen_long_ago_is_dead():
    WorkerPulse.objects.create(worker_id="dead", seen_at=timezone.now() - LONG_AGO)
    task = running("dead")
    reap(DEAD_AFTER)
    assert status(task) == "READY"


def test_a_live_worker_keeps_its_task_however_long_it_takes():
    task = running("alive")
    beat("alive")
    reap(DEAD_AFTER)
    assert status(task) == "RUNNING"


def test_a_worker_that_has_just_begun_is_given_time():
    task = running("new", started=timedelta(seconds=1))
    reap(DEAD_AFTER)
    assert status(task) == "RUNNING"


def test_only_the_last_worker_counts():
    beat("first")
    task = running("first", "second")
    reap(DEAD_AFTER)
    assert status(task) == "READY"


def test_a_task_that_kills_each_worker_is_given_up():
    task = running(*(f"dead{n}" for n in range(MOST_ATTEMPTS)))
    reap(DEAD_AFTER)
    assert status(task) == "FAILED"
    assert task.exception_class_path == "portal.workers.WorkerDied"


def test_a_finished_task_is_left_alone():
    task = running("dead")
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    assert reap(DEAD_AFTER) == 0


def test_a_second_beat_is_no_second_worker():
    beat("alive")
    beat("alive")
    assert WorkerPulse.objects.count() == 1


def test_workers_gone_for_days_are_forgotten():
    WorkerPulse.objects.create(worker_id="old", seen_at=timezone.now() - timedelta(days=3))
    reap(DEAD_AFTER)
    assert not WorkerPulse.objects.exists()


def test_tasks_know_their_plugin():
    assert plugin_of(read_book.module_path) == "declarations"
    assert plugin_of("portal.workers.beat") is None


def test_a_task_of_a_module_that_is_off_waits():
    task = running("worker", started=timedelta(0))
    set_switch("declarations", on=False)
    try:
        PortalWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="worker",
        ).run_task(task)
    finally:
        set_switch("declarations", on=True)
    assert status(task) == "READY"
    assert task.run_after > timezone.now()
    assert task.worker_ids == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_command_serves_every_queue_and_leaves_no_trace(capsys, monkeypatch):
    monkeypatch.setattr("portal.workers.PortalWorker.configure_signals", lambda self: None)
    read_book.enqueue("0" * 32)  # no such book: the task fails, which is an end as well
    call_command("worker", "--batch", "--interval", "0")
    assert "is ready" in capsys.readouterr().out
    assert DBTaskResult.objects.get().status == "FAILED"
    assert not WorkerPulse.objects.exists()
