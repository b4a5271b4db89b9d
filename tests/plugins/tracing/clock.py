"""Times as tests write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """ "2021-07-05 08:30" by the local clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
