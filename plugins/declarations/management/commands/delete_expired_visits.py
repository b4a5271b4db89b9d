"""Delete visits, and what is kept of paper books and of tracing, once their time is over."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from plugins.declarations.logbooks.retention import forget_books
from plugins.declarations.retention import delete_expired, expired_before
from plugins.declarations.signals import retention_over


class Command(BaseCommand):
    help = "Delete visits that ended more than retention_days ago. Meant to run every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON value on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        deleted, books = delete_expired(now), forget_books(now)
        retention_over.send(sender=None, until=expired_before(now))
        self.stdout.write(
            json.dumps({"deleted": deleted, "books": books})
            if options["json"]
            else f"{deleted} deleted, {books} paper books forgotten"
        )
