"""Load the administrative units."""

from typing import Any

from django.core.management.base import BaseCommand

from areas.services import load_areas


class Command(BaseCommand):
    help = "Add the provinces and communes of today and the historic district Hà Đông, if missing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_areas()} areas added")
