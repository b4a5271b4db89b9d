"""Verify the record of look-ups."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.models import AuditEntry
from audit.services import first_broken


class Command(BaseCommand):
    help = "audit verify: recompute the chain of the look-up record; exits 1 at a change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("task", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        if broken := first_broken():
            raise CommandError(f"Entry {broken.pk} of {broken.at:%Y-%m-%d %H:%M} was changed.")
        self.stdout.write(f"{AuditEntry.objects.count()} entries, all in order")
