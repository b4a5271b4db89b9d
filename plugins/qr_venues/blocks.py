"""A block for pages: how many venues have a code, by province."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from areas.models import Area
from plugins.qr_venues.models import Venue, VenueStatus
from portal.plugins.switch import is_on

SECONDS_CACHED = 600  # counting every venue for each visitor would be too much
CACHE_KEY = "qr_venues.venues_by_province"


def venues_by_province() -> list[tuple[str, int]]:
    """Names of the top areas and how many approved venues each has, most first; two queries."""
    counts = dict(
        Venue.objects.filter(status=VenueStatus.APPROVED)
        .order_by()
        .values_list(Substr("area__path", 1, Area.steplen))
        .annotate(n=Count("pk"))
    )
    names = dict(Area.objects.filter(depth=1, path__in=counts).values_list("path", "name"))
    found = [(name, counts[path]) for path, name in names.items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


class VenueCountBlock(blocks.StructBlock):
    """Venues that take check-ins, by province; nothing while the plugin is switched off."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With the counts, at most ten minutes old."""
        context = super().get_context(value, parent_context)
        rows: list[tuple[str, int]] = []
        if is_on("qr_venues"):
            rows = cache.get_or_set(CACHE_KEY, venues_by_province, SECONDS_CACHED) or []
        return {**context, "rows": rows, "total": sum(count for _name, count in rows)}

    class Meta:
        template = "qr_venues/blocks/venue_count.html"
        icon = "home"
        label = _("Number of venues with a code")


BLOCKS = [("venue_count", VenueCountBlock())]
