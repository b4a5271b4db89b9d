"""Make, print or delete the demo accounts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import demo_accounts


class Command(BaseCommand):
    help = "Make and print the demo accounts (development only), or delete them."
    # --delete must work where the check for demo accounts stops everything else.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true")
        parser.add_argument("--create", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["delete"]:
            self.stdout.write(f"{demo_accounts.delete()} demo accounts deleted")
            return
        if not settings.DEMO_ACCOUNTS_ALLOWED:
            raise CommandError("Demo accounts exist only under development settings.")
        if options["create"]:
            self.stdout.write(f"{demo_accounts.create()} demo accounts created")
            return
        for account in demo_accounts.ACCOUNTS:
            self.stdout.write(f"  {account.username:<12}{account.password:<24}{account.role}")
