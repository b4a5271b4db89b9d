"""Delete visits, declarations, and what is kept of paper books and of tracing, once their time is
over.
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from plugins.declarations.declaring.retention import delete_declarations, delete_requests
from plugins.declarations.logbooks.retention import forget_books
from plugins.declarations.proof import left
from plugins.declarations.retention import delete_expired, expired_before
from plugins.declarations.signals import retention_over


class Command(BaseCommand):
    help = "Delete visits that ended more than retention_days ago. Meant to run every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON value on standard output")
        parser.add_argument(
            "--prove", action="store_true", help="then look for what is left; exit 1 if anything is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        until = expired_before(now)
        counts = {
            "deleted": delete_expired(now),
            "declarations": delete_declarations(until),
            "requests": delete_requests(until),
            "books": forget_books(now),
        }
        retention_over.send(sender=None, until=until)
        remains = left(until, now) if options["prove"] else {}
        self.stdout.write(
            json.dumps(counts | ({"left": remains} if remains else {}))
            if options["json"]
            else "{deleted} visits and {declarations} declarations deleted, {requests} requests "
            "and {books} paper books forgotten".format(**counts)
        )
        if not options["json"]:
            for kind, count in remains.items():
                self.stdout.write(f"left of {kind}: {'not known' if count is None else count}")
        if any(count != 0 for count in remains.values()):
            raise SystemExit(1)
