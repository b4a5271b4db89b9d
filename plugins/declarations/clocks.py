"""When something happened, from a device or system whose clock may be wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FUTURE = timedelta(minutes=2)  # so far ahead a clock may be
OLDEST = timedelta(days=7)  # so long records may have waited to be sent
LATENCY = timedelta(seconds=5)  # a difference below is the way of the message, not the clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 8_640_000_000_000  # ms, year 2243: what no clock shows by accident


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` is what counts; ``device_time`` is kept where the clock cannot be believed."""

    at: datetime
    device_time: datetime | None = None


def moment(said: datetime, device_now: datetime | None, now: datetime) -> Moment:
    """From what a clock said of a moment, and what it said when it was sent, if that is known.

    The difference of its now and ours is taken off. What is then still in the future or older
    than OLDEST is recorded as of now and marked with what the clock said.
    """
    off = device_now - now if device_now else timedelta()
    at = said - off if abs(off) > LATENCY else said
    if at - now > FUTURE or now - at > OLDEST:
        return Moment(now, said)
    return Moment(min(at, now))


def from_milliseconds(since_1970: int) -> datetime:
    """A browser's time; one beyond all reason becomes the nearest that a time can be."""
    return _EPOCH + timedelta(milliseconds=max(0, min(since_1970, _MOST)))
