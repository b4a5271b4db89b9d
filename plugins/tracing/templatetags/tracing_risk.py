"""What the pages say of how contacts are ranked."""

from django import template

from plugins.qr_venues.models import VenueCategory
from plugins.tracing.apps import TracingConfig

register = template.Library()


@register.simple_tag
def risk_weights() -> list[tuple[str, float]]:
    """Kinds of venues whose minutes count more or less than others', the heaviest first."""
    weights = TracingConfig.setting("venue_weights")
    kinds = VenueCategory.objects.filter(pk__in=weights)
    return sorted(((str(kind), float(weights[kind.pk])) for kind in kinds), key=lambda w: -w[1])


@register.simple_tag
def large_kinds() -> str:
    """Kinds of venues in which people meet at the same check point only."""
    kinds = VenueCategory.objects.filter(pk__in=TracingConfig.setting("meet_by_checkpoint"))
    return ", ".join(map(str, kinds))
