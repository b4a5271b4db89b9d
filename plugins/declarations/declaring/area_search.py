"""Finding a ward or commune by what somebody types, for people without an account."""

import time
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from areas.models import Area
from people.names import fold

SHOWN = 8
SECONDS_CACHED = 600.0  # areas change on the first of July, if at all
_KINDS = ("phuong ", "xa ", "dac khu ", "thi tran ")


@dataclass(frozen=True, slots=True)
class Place:
    """One of today's smallest units: "Phường Hà Đông, Thành phố Hà Nội"."""

    pk: int
    label: str
    folded: str
    name: str  # its own, folded
    bare: str  # the same without the kind before it


_cache: tuple[float, tuple[Place, ...]] | None = None


def find(typed: str, limit: int = SHOWN) -> list[Place]:
    """Places whose label holds the words typed, accents or none; the best ones first.

    In this order where there are such, else each of them anywhere ("ha dong ha noi").
    """
    words = fold(typed)
    if not words:
        return []
    found = [place for place in _places() if f" {words}" in f" {place.folded}"]
    if not found:
        parts = words.split()
        found = [place for place in _places() if all(part in place.folded for part in parts)]
    found.sort(key=lambda place: _rank(place, words))
    return found[:limit]


def only_one(typed: str) -> Place | None:
    """The place that was meant without doubt, or None."""
    found = find(typed, 2)
    words = fold(typed)
    if len(found) == 1 or (found and found[0].folded == words != found[1].folded):
        return found[0]
    by_name = [place for place in find(typed, 100) if words in (place.name, place.bare)]
    return by_name[0] if len(by_name) == 1 else None


def place_of(pk: int) -> Place | None:
    """The place with this key."""
    return next((place for place in _places() if place.pk == pk), None)


def forget() -> None:
    """Drop this process' copy."""
    global _cache
    _cache = None


def _rank(place: Place, words: str) -> tuple[bool, bool, bool, str]:
    return (
        place.folded != words,
        words not in (place.name, place.bare),
        not place.bare.startswith(words),
        place.folded,
    )


def _places() -> tuple[Place, ...]:
    """All of today's (3,321); two queries when the copy is too old."""
    global _cache
    now = time.monotonic()
    if _cache is None or now >= _cache[0]:
        _cache = (now + SECONDS_CACHED, tuple(_read(timezone.localdate())))
    return _cache[1]


def _read(today: date) -> list[Place]:
    above = dict(Area.objects.filter(numchild__gt=0).values_list("path", "name"))
    lowest = Area.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), numchild=0)
    return [
        _place(pk, name, path, above)
        for pk, name, path in lowest.order_by("path").values_list("pk", "name", "path")
    ]


def _place(pk: int, name: str, path: str, above: dict[str, str]) -> Place:
    ends = range(len(path) - Area.steplen, 0, -Area.steplen)
    label = ", ".join([name, *(above[path[:end]] for end in ends if path[:end] in above)])
    folded = fold(name)
    bare = next((folded[len(kind) :] for kind in _KINDS if folded.startswith(kind)), folded)
    return Place(pk, label, fold(label), folded, bare)
