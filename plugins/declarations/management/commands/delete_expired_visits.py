"""Delete visits, and what is kept of paper books, whose retention period is over."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from plugins.declarations.logbooks.retention import forget_books
from plugins.declarations.retention import delete_expired


class Command(BaseCommand):
    help = "Delete visits that ended more than retention_days ago. Meant to run every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON value on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        deleted, books = delete_expired(timezone.now()), forget_books(timezone.now())
        self.stdout.write(
            json.dumps({"deleted": deleted, "books": books})
            if options["json"]
            else f"{deleted} deleted, {books} paper books forgotten"
        )
