"""What an official asks of a run, as plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from plugins.tracing.contacts import Rule
from plugins.tracing.periods import Period
from plugins.tracing.spread.models import Spread

FURTHEST = 4  # orders


@dataclass(frozen=True, slots=True)
class Limits:
    """``orders`` 1 to FURTHEST; ``margin`` and ``least_minutes`` in minutes; days or None."""

    orders: int = 2
    margin: int = 0
    least_minutes: int = 0
    categories: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def rule_of(run: Spread) -> Rule:
    """What counts as a contact in this run."""
    return Rule(timedelta(minutes=run.margin), frozenset(run.categories), int(run.least_minutes))


def period_of(run: Spread) -> Period:
    """The days of this run."""
    return Period.of_days(run.first_day, run.last_day)
