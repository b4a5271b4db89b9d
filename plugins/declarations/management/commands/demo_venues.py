"""Make the demo venues and their visits."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from areas.historic import HA_DONG_TODAY
from plugins.declarations.demo import ha_dong


class Command(BaseCommand):
    help = "Make a dozen venues in Hà Đông with visits of the last days, unless they are there."

    def handle(self, *args: Any, **options: Any) -> None:
        areas = ha_dong.wards()
        if missing := set(HA_DONG_TODAY) - set(areas):
            raise CommandError(
                f"Wards are missing: {', '.join(missing)}. Run: manage.py load_areas"
            )
        venues = ha_dong.make_venues(areas)
        visits = ha_dong.make_visits(areas, timezone.localtime())
        self.stdout.write(f"{venues} demo venues and {visits} visits made")
