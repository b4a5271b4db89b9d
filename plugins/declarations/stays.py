"""When a stay is taken to end where nobody recorded the leaving: the one rule, for every way in.

It ends after the default stay of the venue's category, or at closing time if that comes first.
Pure; services, corrections and the import of books (in SQL, see paper_rows) all go by it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StayRule:
    """How long people stay at a venue, and when it closes, as time since midnight in UTC.

    Vietnam's clocks have not been put forward or back since 1975: a closing time is the same
    moment of every day in UTC.
    """

    default: timedelta
    closes: timedelta | None = None

    def end(self, checked_in: datetime) -> datetime:
        """When the stay of somebody who came then is taken to end.

        Closing time is the next one after the check-in: of a bar that closes at two, the one of
        the night. Who comes after closing is taken to stay as long as anybody else.
        """
        if self.closes is None:
            return checked_in + self.default
        until_closing = DAY - (checked_in - _EPOCH - self.closes) % DAY
        return checked_in + min(self.default, until_closing)


def stay_rule(default: timedelta, closes_at: time | None) -> StayRule:
    """The rule of a venue with this default stay and closing time, of the clocks in Vietnam."""
    if closes_at is None:
        return StayRule(default)
    since_midnight = timedelta(
        hours=closes_at.hour, minutes=closes_at.minute, seconds=closes_at.second
    )
    return StayRule(default, (since_midnight - _offset()) % DAY)


@cache
def _offset() -> timedelta:
    """Of Vietnam's clocks from UTC, as it has been since 1975 and was not in 1970."""
    now = datetime.now(ZoneInfo(settings.TIME_ZONE))
    return now.utcoffset() or timedelta()
