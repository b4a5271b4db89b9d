"""Make the demo venues, their visits, and some declarations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from areas.historic import HA_DONG_TODAY
from plugins.declarations.demo import ha_dong
from plugins.declarations.demo.declarations import make_declarations
from plugins.declarations.models import Visit

MOST_DECLARED = 600  # visits of which some declare


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
        theirs = Visit.objects.filter(venue__name__in=[venue.name for venue in ha_dong.VENUES])
        declarations = make_declarations(theirs.order_by("pk")[:MOST_DECLARED])
        self.stdout.write(
            f"{venues} demo venues and {visits} visits made, {declarations} declarations"
        )
