"""What counts as a meeting: two people at the same venue at the same time. Pure functions."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Stay:
    """Someone at a venue, times aware. ``assumed``: nobody recorded the end.

    ``point``: the number of the check point, where people at different ones do not meet; None:
    anywhere in the venue.
    """

    venue: int
    start: datetime
    end: datetime
    assumed: bool = False
    point: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two people at a venue together. ``assumed``: rests on an end that nobody recorded."""

    venue: int
    start: datetime
    end: datetime
    assumed: bool = False

    @property
    def length(self) -> timedelta:
        """How long it lasted; more than nothing."""
        return self.end - self.start


def overlap(a: Stay, b: Stay, margin: timedelta = NONE) -> Meeting | None:
    """The meeting that the stays of two people make, or None.

    Stays that only touch are none: a meeting lasts longer than nothing. ``margin`` lengthens the
    first stay, the one of the person asked about, at both ends: the air and what was touched.
    """
    start, end = max(a.start - margin, b.start), min(a.end + margin, b.end)
    if a.venue != b.venue or start >= end:
        return None
    if a.point is not None and b.point is not None and a.point != b.point:
        return None
    return Meeting(a.venue, start, end, a.assumed or b.assumed)


def widened(stays: Iterable[Stay], margin: timedelta) -> list[Stay]:
    """The stays, lengthened by the margin at both ends."""
    if not margin:
        return list(stays)
    return [Stay(s.venue, s.start - margin, s.end + margin, s.assumed, s.point) for s in stays]


def union(stays: Iterable[Stay]) -> list[Stay]:
    """Overlapping stays at one place as one; ordered by venue, point and time, none overlapping.

    The same entry may be known twice, from the phone and from the paper book: its minutes count
    once. Stays that only touch remain apart. Stays of no length are left out.
    """
    stays = list(stays)
    if len(stays) == 1:
        return stays if stays[0].start < stays[0].end else []
    joined: list[Stay] = []
    for stay in sorted(stays, key=lambda s: (s.venue, _place(s), s.start, s.end)):
        if stay.start >= stay.end:
            continue
        last = joined[-1] if joined else None
        same = last is not None and (last.venue, last.point) == (stay.venue, stay.point)
        if last and same and stay.start < last.end:
            assumed = last.assumed or stay.assumed
            joined[-1] = Stay(last.venue, last.start, max(last.end, stay.end), assumed, last.point)
        else:
            joined.append(stay)
    return joined


class Presence:
    """Where and when someone (or several people) was, ready to be compared with many stays."""

    def __init__(self, stays: Iterable[Stay], margin: timedelta = NONE) -> None:
        self.stays = union(widened(stays, margin))
        # By venue, then by point: stays of which no two overlap, and when they begin.
        self._places: dict[int, dict[int | None, tuple[list[Stay], list[datetime]]]] = {}
        for stay in self.stays:
            points = self._places.setdefault(stay.venue, {})
            own, starts = points.setdefault(stay.point, ([], []))
            own.append(stay)
            starts.append(stay.start)

    @property
    def venues(self) -> set[int]:
        """Where it is."""
        return set(self._places)

    def meetings(self, others: Iterable[Stay]) -> list[Meeting]:
        """The meetings with one other person, ordered by venue and time, none overlapping."""
        found: list[Meeting] = []
        for other in union(others):
            points = self._places.get(other.venue, {})
            for point in points if other.point is None else (None, other.point):
                if point in points:
                    found += _meetings(*points[point], other)
        return _once(found)


def _meetings(own: Sequence[Stay], starts: Sequence[datetime], other: Stay) -> list[Meeting]:
    """Own stays do not overlap, so at most one that began before can still last."""
    first = max(bisect_right(starts, other.start) - 1, 0)
    last = bisect_left(starts, other.end, first)
    return [meeting for stay in own[first:last] if (meeting := overlap(stay, other))]


def _place(stay: Stay) -> int:
    return -1 if stay.point is None else stay.point


def _once(meetings: list[Meeting]) -> list[Meeting]:
    """Overlapping meetings at one venue as one: being known at two points is no two meetings."""
    if len(meetings) < 2:
        return meetings
    joined: list[Meeting] = []
    for meeting in sorted(meetings, key=lambda m: (m.venue, m.start, m.end)):
        last = joined[-1] if joined else None
        if last and last.venue == meeting.venue and meeting.start < last.end:
            assumed = last.assumed or meeting.assumed
            joined[-1] = Meeting(last.venue, last.start, max(last.end, meeting.end), assumed)
        else:
            joined.append(meeting)
    return joined


def total_minutes(meetings: Sequence[Meeting]) -> int:
    """Whole minutes of meetings of two people, as ``Presence.meetings`` gives them."""
    return sum((m.length for m in meetings), NONE) // timedelta(minutes=1)
