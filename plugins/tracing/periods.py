"""The span of time that a question is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to before ``end`` (aware); None: open at that side."""

    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of_days(cls, first: date | None, last: date | None) -> "Period":
        """Both days included, as the local clock has them. ValueError if they are reversed."""
        if first and last and last < first:
            raise ValueError("the last day is before the first")
        return cls(
            midnight(first) if first else None,
            midnight(last + timedelta(days=1)) if last else None,
        )

    @property
    def is_open(self) -> bool:
        """Whether it holds everything."""
        return self.start is None and self.end is None

    def holds(self, start: datetime, end: datetime) -> bool:
        """Whether a stay is at least partly within: it began within, or began before and lasted."""
        if self.end is not None and start >= self.end:
            return False
        return self.start is None or end > self.start or start >= self.start


ALWAYS = Period()


def midnight(day: date) -> datetime:
    """When a day begins by the local clock."""
    return timezone.make_aware(datetime.combine(day, time.min))
