"""What matters of the venues where people met: how much they count, and which of them are large.

In a large venue (the setting ``meet_by_checkpoint`` names its kinds) people meet only if they
came in at the same check point: two people in one market hall may be streets apart.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from plugins.qr_venues.models import Checkpoint, Venue
from plugins.tracing.apps import TracingConfig
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.meetings import Stay
from plugins.tracing.risk import ORDINARY


@dataclass(frozen=True, slots=True)
class Kinds:
    """``weights`` and ``categories`` by venue; ``points``: numbers of check points of large venues.

    A check point whose code was renewed has two rows and one number.
    """

    categories: dict[int, str] = field(default_factory=dict)
    weights: dict[int, float] = field(default_factory=dict)
    points: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, venues: Collection[int]) -> "Kinds":
        """One query; two where a venue is large, none for no venue."""
        if not venues:
            return cls()
        categories = dict(
            Venue.objects.filter(pk__in=venues).order_by().values_list("pk", "category_id")
        )
        weighed = TracingConfig.setting("venue_weights")
        by_point = set(TracingConfig.setting("meet_by_checkpoint"))
        large = [pk for pk, category in categories.items() if category in by_point]
        points = Checkpoint.objects.filter(venue_id__in=large).order_by()
        return cls(
            categories,
            {pk: float(weighed.get(category, ORDINARY)) for pk, category in categories.items()},
            dict(points.values_list("pk", "number")) if large else {},
        )

    def stay(self, row: VisitRow) -> Stay:
        """The stay of a visit; at its check point where the venue is large and the point known."""
        point = self.points.get(row.checkpoint_id) if row.checkpoint_id else None
        return Stay(row.venue_id, row.checked_in, row.stay_end, row.assumed, point)
