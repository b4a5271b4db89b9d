"""Proving the PIN of a gate link. Tries are counted before the PIN is looked at."""

from datetime import datetime, timedelta
from enum import Enum

from django.contrib.auth.hashers import check_password
from django.db.models import Case, F, Value, When
from django.db.models.fields import DateTimeField

from plugins.declarations.gate.models import GateLink

MOST_TRIES = 5
LOCKED = timedelta(minutes=15)  # 480 tries a day of a million PINs


class Answer(Enum):
    """What became of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


def try_pin(link: GateLink, pin: str, now: datetime) -> Answer:
    """Whether the PIN is the link's; after MOST_TRIES wrong ones it is locked for LOCKED.

    Devices that are in already stay in.
    """
    rows = GateLink.objects.filter(pk=link.pk)
    rows.filter(locked_until__lte=now).update(tries=0, locked_until=None)
    # Before the slow comparison: many tries at once must not all see the count of before. The last
    # one locks in the same statement, with its end: a process that dies now locks nobody out.
    last = When(tries__gte=MOST_TRIES - 1, then=Value(now + LOCKED))
    lock = Case(last, default=None, output_field=DateTimeField())
    if not rows.filter(locked_until=None).update(tries=F("tries") + 1, locked_until=lock):
        return Answer.LOCKED
    if check_password(pin.strip(), link.pin):
        rows.update(tries=0, locked_until=None)
        return Answer.RIGHT
    return Answer.LOCKED if rows.exclude(locked_until=None).exists() else Answer.WRONG
