"""Short texts in pictures."""

from collections.abc import Sequence

from django.utils import timezone

from plugins.tracing.pictures.graph import Line


def cut(text: str, most: int) -> str:
    """The text if it has room, else its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def days(lines: Sequence[Line]) -> str:
    """From the first day to the last one: "05/07" or "05/07–09/07"."""
    if not lines:
        return ""
    first = timezone.localtime(min(line.first for line in lines))
    last = timezone.localtime(max(line.last for line in lines))
    begin, end = f"{first:%d/%m}", f"{last:%d/%m}"
    return begin if begin == end else f"{begin}–{end}"
