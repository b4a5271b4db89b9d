"""Hours among the words of a question: "9h-11h", "9h30 đến 11h", "9:00-11:00". Pure functions."""

import re
from datetime import time

_MARK = r"(?:h|g|giờ|:)"
_HOURS = re.compile(
    rf"(?<!\S)(?:từ\s+)?(\d{{1,2}})\s*(?:{_MARK}\s*(\d{{2}})?)?\s*(?:-|–|đến|tới|to)\s*"
    rf"(\d{{1,2}})\s*{_MARK}\s*(\d{{2}})?(?!\S)",
    re.IGNORECASE,
)
Hours = tuple[time, time | None]  # None: until midnight


def take_hours(text: str) -> tuple[str, Hours | None]:
    """The text without its hours, and them. ValueError if the end is not after the beginning."""
    found = _HOURS.search(text)
    if found is None:
        return text, None
    first, minute, last, last_minute = (int(part or 0) for part in found.groups())
    if max(minute, last_minute) > 59 or first > 23 or last > 24 or (last == 24 and last_minute):
        return text, None
    begin, end = time(first, minute), None if last == 24 else time(last, last_minute)
    if end is not None and end <= begin:
        raise ValueError("the end is not after the beginning")
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()), (begin, end)
