"""From a scanned or typed code to what a check-in needs, as fast as it goes."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.db import connection

from plugins.qr_venues.codes import typed
from plugins.qr_venues.models import Checkpoint, VenueStatus

_COLUMNS = (
    "token",
    "pk",
    "name",
    "revoked_at",
    "venue_id",
    "venue__name",
    "venue__address",
    "venue__area__name",
    "venue__status",
    "venue__category__default_stay",
)


@dataclass(frozen=True, slots=True)
class ScannedPoint:
    """What a check-in needs to know of a scanned or typed code."""

    token: str
    checkpoint_id: int
    checkpoint_name: str
    revoked: bool
    venue_id: int
    venue_name: str
    address: str
    area_name: str
    status: str
    default_stay: timedelta

    @property
    def is_open(self) -> bool:
        """Whether people can check in with this code."""
        return not self.revoked and self.status == VenueStatus.APPROVED


def scanned_point(code: str) -> ScannedPoint | None:
    """The check point of a code as scanned or typed (any case, dashes), in one query; else None."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [typed(code)])
        row = cursor.fetchone()
    if row is None:
        return None
    token, pk, name, revoked_at, venue_id, venue_name, address, area, status, stay = row
    return ScannedPoint(
        token=token,
        checkpoint_id=pk,
        checkpoint_name=name,
        revoked=revoked_at is not None,
        venue_id=venue_id,
        venue_name=venue_name,
        address=address,
        area_name=area,
        status=status,
        default_stay=timedelta(minutes=stay),
    )


@cache
def _statement() -> str:
    """The query as SQL, put together once: that took six times as long as asking the database."""
    query = Checkpoint.objects.filter(token="").order_by().values_list(*_COLUMNS).query
    sql, _parameters = query.sql_with_params()
    return str(sql)
