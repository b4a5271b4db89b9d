"""When something happened, from a device whose clock may be wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FUTURE = timedelta(minutes=2)  # so far ahead a clock may be
OLDEST = timedelta(days=7)  # so long entries may have waited
LATENCY = timedelta(seconds=5)  # a difference below is the way of the message, not the clock
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 8_640_000_000_000  # ms, year 2243: what no clock shows by accident


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` is what counts; ``device_time`` is kept where the device cannot be believed."""

    at: datetime
    device_time: datetime | None = None


def moment(device_at: int, device_now: int, now: datetime) -> Moment:
    """From the device's times in ms since 1970: of the entry, and its own "now" when it sent it.

    The difference of its now and ours is taken off. What is then still in the future or older
    than OLDEST is recorded as of now and marked with what the device said.
    """
    said = _time(device_at)
    off = _time(device_now) - now
    at = said - off if abs(off) > LATENCY else said
    if at - now > FUTURE or now - at > OLDEST:
        return Moment(now, said)
    return Moment(min(at, now))


def _time(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=max(0, min(milliseconds, _MOST)))
