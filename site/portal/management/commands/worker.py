"""The background worker; run as many as there is work for."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS

from portal.workers import BEAT, DEAD_AFTER, PortalWorker, Pulse, beat


class Command(BaseCommand):
    """Serves every queue until it is stopped; SIGTERM lets the task in hand end first."""

    help = "Run background tasks of all queues; take over what dead workers left."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options for tests and for impatient operators."""
        parser.add_argument("--batch", action="store_true", help="end when nothing is left to do")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks")
        parser.add_argument("--beat", type=float, default=BEAT, help="seconds between pulses")
        parser.add_argument(
            "--dead-after", type=float, default=DEAD_AFTER, help="seconds without a pulse"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Beat and work."""
        worker_id = get_random_string(32)
        worker = PortalWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=options["interval"],
            batch=options["batch"],
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
        )
        worker.configure_signals()
        beat(worker_id)
        pulse = Pulse(worker_id, options["beat"], options["dead_after"])
        pulse.start()
        self.stdout.write(f"Worker {worker_id} is ready.")
        try:
            worker.run()
        finally:
            pulse.stop()
