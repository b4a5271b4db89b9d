"""Check points within the area of a key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugins.declarations.api.models import ApiClient
from plugins.qr_venues.codes import shown, typed
from plugins.qr_venues.models import Checkpoint, VenueStatus


@dataclass(frozen=True, slots=True)
class Point:
    """A check point as the interface needs it."""

    token: str
    checkpoint_id: int
    name: str
    revoked_at: datetime | None
    venue_id: int
    venue_name: str
    address: str
    area_name: str
    status: str

    def is_open(self, at: datetime) -> bool:
        """Whether people could check in with its code then; a suspended venue takes nobody."""
        revoked = self.revoked_at is not None and at >= self.revoked_at
        return not revoked and self.status == VenueStatus.APPROVED

    @property
    def shown(self) -> str:
        """The code as it is printed."""
        return shown(self.token)


def points(client: ApiClient, codes: Iterable[str]) -> dict[str, Point]:
    """By code as sent (any case, with dashes or without); unknown ones are left out. One query."""
    tokens = {code: typed(code) for code in codes}
    found = Checkpoint.objects.filter(token__in=set(tokens.values()))
    if client.area is not None:
        found = found.filter(venue__area__path__startswith=client.area.path)
    rows = found.order_by().values_list(
        "token", "pk", "name", "revoked_at", "venue_id", "venue__name", "venue__address",
        "venue__area__name", "venue__status",
    )  # fmt: skip
    by_token = {row[0]: Point(*row) for row in rows}
    return {code: by_token[token] for code, token in tokens.items() if token in by_token}
