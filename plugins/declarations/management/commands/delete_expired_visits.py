"""Delete visits whose retention period is over."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from plugins.declarations.retention import delete_expired


class Command(BaseCommand):
    help = "Delete visits that ended more than retention_days ago. Meant to run every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON value on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = delete_expired(timezone.now())
        self.stdout.write(
            json.dumps({"deleted": deleted}) if options["json"] else f"{deleted} deleted"
        )
