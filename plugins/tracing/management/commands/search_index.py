"""manage.py search_index status | sync | rebuild | verify."""

import json
import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from plugins.tracing import indexer, rebuild, status, verify
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.follow import follow
from plugins.tracing.lease import LeaseLost, LeaseTaken


class Command(BaseCommand):
    """Looks after the search index; with the database engine there is little to do."""

    help = "Show, update, rebuild or check the search index."

    def add_arguments(self, parser: CommandParser) -> None:
        """See the usage."""
        parser.add_argument("action", choices=("status", "sync", "rebuild", "verify"))
        parser.add_argument("--json", action="store_true", help="print one JSON value only")
        parser.add_argument("--follow", action="store_true", help="sync until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action; exit status 1 when it fails or finds differences."""
        if options["follow"]:
            if options["action"] != "sync":
                raise CommandError(_("--follow goes with sync only."))
            return self._follow()
        try:
            result = getattr(self, "_" + options["action"])()
        except EngineUnavailable as fault:
            raise CommandError(
                _("Elasticsearch does not answer: %(fault)s") % {"fault": fault}
            ) from fault
        except LeaseTaken:
            raise CommandError(_("Another process writes to the index now; try again.")) from None
        except LeaseLost:
            raise CommandError(_("Another process took over; nothing is lost.")) from None
        lines = [f"{key}: {value}" for key, value in result.items()]
        self.stdout.write(json.dumps(result) if options["json"] else "\n".join(lines))
        if result.get("differences"):
            raise SystemExit(1)

    def _status(self) -> dict[str, Any]:
        return status.status()

    def _sync(self) -> dict[str, Any]:
        done = indexer.sync()
        return {
            "written": done.written,
            "discarded": done.discarded,
            "refused": done.refused,
            "waiting": done.waiting,
        }

    def _rebuild(self) -> dict[str, Any]:
        done = rebuild.rebuild()
        return {"written": done.written, "refused": done.refused}

    def _verify(self) -> dict[str, Any]:
        found = verify.verify()
        return {
            "visits": found.visits,
            "differences": found.differences,
            "examples": found.examples,
            "pending": status.pending(),
        }

    def _follow(self) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logging.getLogger("plugins.tracing").info("The index is kept up to date.")
        follow(stop)
