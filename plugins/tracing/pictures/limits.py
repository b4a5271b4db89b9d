"""How much a contact graph shows, and of which time."""

from dataclasses import dataclass
from datetime import datetime

MOST = (30, 60, 120, 200)  # people, to choose from
USUAL = 60
MOST_LINES = 600


@dataclass(frozen=True, slots=True)
class Window:
    """At most ``most`` people, and only times together after ``start`` and before ``end``."""

    start: datetime | None = None
    end: datetime | None = None
    most: int = USUAL
