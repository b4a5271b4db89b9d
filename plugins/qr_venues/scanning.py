"""From a scanned or typed code to what a check-in needs, as fast as it goes."""

from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache

from plugins.qr_venues.codes import typed
from plugins.qr_venues.models import Checkpoint, VenueStatus
from portal.database import planned_cursor

_COLUMNS = (
    "token",
    "pk",
    "name",
    "revoked_at",
    "venue_id",
    "venue__name",
    "venue__address",
    "venue__area__name",
    "venue__area__path",
    "venue__status",
    "venue__category_id",
    "venue__category__default_stay",
    "venue__category__closes_at",
    "venue__closes_at",
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
    area_path: str  # of the tree, for rules of areas above
    status: str
    category: str
    default_stay: timedelta
    closes_at: time | None  # the venue's own, else its category's

    @property
    def is_open(self) -> bool:
        """Whether people can check in with this code."""
        return not self.revoked and self.status == VenueStatus.APPROVED


def scanned_point(code: str) -> ScannedPoint | None:
    """The check point of a code as scanned or typed (any case, dashes), in one query; else None."""
    with planned_cursor() as cursor:
        cursor.execute(_statement(), [typed(code)])
        row = cursor.fetchone()
    if row is None:
        return None
    (token, pk, name, revoked_at, venue_id, venue_name, address, area, area_path, status) = row[:10]
    category, stay, category_closes, venue_closes = row[10:]
    return ScannedPoint(
        token=token,
        checkpoint_id=pk,
        checkpoint_name=name,
        revoked=revoked_at is not None,
        venue_id=venue_id,
        venue_name=venue_name,
        address=address,
        area_name=area,
        area_path=area_path,
        status=status,
        category=category,
        default_stay=timedelta(minutes=stay),
        closes_at=_time(category_closes if venue_closes is None else venue_closes),
    )


def _time(value: time | str | None) -> time | None:
    """SQLite gives the text of it. (Midnight is no empty value.)"""
    return time.fromisoformat(value) if isinstance(value, str) else value


@cache
def _statement() -> str:
    """The query as SQL, put together once: that took six times as long as asking the database."""
    query = Checkpoint.objects.filter(token="").order_by().values_list(*_COLUMNS).query
    sql, _parameters = query.sql_with_params()
    return str(sql)
