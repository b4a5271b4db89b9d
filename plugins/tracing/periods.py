"""The span of time that a question is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

FIRST_DAY = date(2000, 1, 1)


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

    @classmethod
    def of_hours(cls, day: date, start: time | None, end: time | None) -> "Period":
        """The part of a day; open at a side, the day's beginning or end. ValueError if reversed."""
        zone = timezone.get_current_timezone()
        begin = datetime.combine(day, start or time.min, zone)
        finish = datetime.combine(day, end, zone) if end else midnight(day + timedelta(days=1))
        if finish <= begin:
            raise ValueError("the end is not after the beginning")
        return cls(begin, finish)

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


def check_day(day: date) -> None:
    """Raise ValidationError, translated, for a day that no visit can be of.

    That is before FIRST_DAY or after the end of next year: a slip of the keyboard. Also a field
    validator.
    """
    last = date(timezone.localdate().year + 1, 12, 31)
    if not FIRST_DAY <= day <= last:
        bounds = {
            "first": date_format(FIRST_DAY, "SHORT_DATE_FORMAT"),
            "last": date_format(last, "SHORT_DATE_FORMAT"),
        }
        raise ValidationError(_("Choose a day from %(first)s to %(last)s.") % bounds)


def midnight(day: date) -> datetime:
    """When a day begins by the local clock."""
    return timezone.make_aware(datetime.combine(day, time.min))
