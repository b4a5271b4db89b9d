"""Which declarations a check-in asks for, as rules of areas and kinds of venue say."""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from plugins.declarations.outbreak.models import OutbreakRule

# Other processes see a change after at most this long.
SECONDS_CACHED = 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which declarations are part of a check-in."""

    health: bool = False
    movement: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    category: str | None
    health: bool
    movement: bool
    begins: date
    ends: date | None

    def holds(self, area_path: str, category_code: str, day: date) -> bool:
        return (
            area_path.startswith(self.path)
            and self.category in (None, category_code)
            and self.begins <= day
            and (self.ends is None or day <= self.ends)
        )


NOTHING = Asked()
_cache: tuple[float, tuple[_Rule, ...]] | None = None


def asked_at(area_path: str, category_code: str, day: date | None = None) -> Asked:
    """What check-ins at a venue in this area, of this category, ask for on a day (today).

    The rules that hold add up. At most one query per SECONDS_CACHED and process.
    """
    rules = _rules()
    if not rules:
        return NOTHING
    day = day or timezone.localdate()
    holding = [rule for rule in rules if rule.holds(area_path, category_code, day)]
    return Asked(
        health=any(rule.health for rule in holding),
        movement=any(rule.movement for rule in holding),
    )


def forget() -> None:
    """Drop this process' copy, so that the next question asks the database."""
    global _cache
    _cache = None


def _rules() -> tuple[_Rule, ...]:
    """Those that are not over yet: a handful."""
    global _cache
    now = time.monotonic()
    if _cache is None or now >= _cache[0]:
        yesterday = timezone.localdate() - timedelta(days=1)
        rows = OutbreakRule.objects.exclude(ends__lt=yesterday).values_list(
            "area__path", "category_id", "asks_health", "asks_movement", "begins", "ends"
        )
        _cache = (now + SECONDS_CACHED, tuple(_Rule(*row) for row in rows))
    return _cache[1]
