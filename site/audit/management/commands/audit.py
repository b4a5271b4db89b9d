"""Verify the record of look-ups."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.append_only import last_number
from audit.models import AuditEntry
from audit.services import first_broken


class Command(BaseCommand):
    help = (
        "audit verify: recompute the chain of the look-up record; exits 1 at a change, and where "
        "no entry is left. Keep the printed ID:DIGEST elsewhere and give it to --expect the next "
        "time: only then does it show that entries were cut off at the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("task", choices=["verify"])
        parser.add_argument("--expect", metavar="ID:DIGEST", help="an entry that must be there")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["expect"]:
            _expect(options["expect"])
        if broken := first_broken():
            raise CommandError(f"Entry {broken.pk} of {broken.at:%Y-%m-%d %H:%M} was changed.")
        last = AuditEntry.objects.order_by("-pk").first()
        if last is None and (number := last_number()):
            raise CommandError(
                f"The record is empty, though numbers up to {number} were given out."
            )
        tail = f"; the last is {last.pk}:{last.digest}" if last else ""
        self.stdout.write(f"{AuditEntry.objects.count()} entries, all in order{tail}")


def _expect(written: str) -> None:
    """Raise CommandError unless the entry is there with this digest."""
    number, _colon, digest = written.partition(":")
    if not number.isdecimal():
        raise CommandError("--expect takes ID:DIGEST as printed by an earlier verification.")
    if not AuditEntry.objects.filter(pk=int(number), digest=digest).exists():
        raise CommandError(
            f"Entry {number} is gone or was changed: the record was cut or rewritten."
        )
