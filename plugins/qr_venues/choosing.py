"""Choosing one of thousands by typing: areas and venues within an account's jurisdiction."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from areas.models import Area
from areas.scope import Scope
from people.names import fold
from plugins.qr_venues.listing import matching
from plugins.qr_venues.models import Venue, VenueStatus

SHOWN = 20  # options offered at a time
# Who has one of these is shown the names of venues within the jurisdiction; see let_choose.
_choosers = {"qr_venues.view_venue"}


def let_choose(*permissions: str) -> None:
    """Say that accounts with one of these permissions fill in forms that ask for a venue.

    For the plugins that have such forms, when they start.
    """
    _choosers.update(permissions)


def may_choose(user: Any) -> bool:
    """Whether the account has any form that asks for a venue."""
    return any(map(user.has_perm, _choosers))


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its primary key and what it is called."""

    pk: int
    label: str


class Finder(Protocol):
    """What may be chosen, found by a part of its name."""

    def search(self, words: str, limit: int = SHOWN) -> list[Option]:
        """Options whose label holds each word, accents or none; all of them for no words."""

    def get(self, pk: int) -> Option | None:
        """The option with this key, None where it may not be chosen."""


class AreaFinder:
    """The smallest units of today within a scope, labelled "Phường Hà Đông, Thành phố Hà Nội".

    ``also`` is the key of an area that may be chosen though it has ended: the record's own.
    """

    def __init__(self, scope: Scope, also: int | None = None) -> None:
        self.areas: QuerySet[Area] = Area.objects.filter(
            Q(valid_to=None) | Q(pk=also), scope.area_q(), numchild=0
        ).order_by("path")

    def search(self, words: str, limit: int = SHOWN) -> list[Option]:
        """Two queries; those whose own name begins with what was typed come first."""
        typed = fold(words)
        above = self._above()
        found: list[tuple[bool, int, Option]] = []
        for pk, name, path in self.areas.values_list("pk", "name", "path").iterator():
            option = Option(pk, _label(name, path, above))
            folded = fold(option.label)
            if all(word in folded for word in typed.split()):
                found.append((typed not in fold(name), len(found), option))
        return [option for _rank, _order, option in sorted(found, key=lambda f: f[:2])[:limit]]

    def get(self, pk: int) -> Option | None:
        """Two queries."""
        area = self.areas.filter(pk=pk).first()
        return Option(area.pk, _label(area.name, area.path, self._above(area))) if area else None

    def _above(self, area: Area | None = None) -> dict[str, str]:
        """Names of the units that have others below them (some dozens), by path."""
        rows = Area.objects.filter(numchild__gt=0)
        if area is not None:
            rows = rows.filter(path__in=area.ancestor_paths)
        return dict(rows.values_list("path", "name"))


def _label(name: str, path: str, above: dict[str, str]) -> str:
    ends = range(len(path) - Area.steplen, 0, -Area.steplen)
    return ", ".join([name, *(above[path[:end]] for end in ends if path[:end] in above)])


class VenueFinder:
    """The venues within a scope, labelled "Chợ Hà Đông · Phường Hà Đông · K7M2XP"."""

    def __init__(self, scope: Scope, *, approved_only: bool = False) -> None:
        self.venues: QuerySet[Venue] = Venue.objects.filter(
            scope.q("area", "category__sector")
        ).select_related("area")
        if approved_only:
            self.venues = self.venues.filter(status=VenueStatus.APPROVED)

    def search(self, words: str, limit: int = SHOWN) -> list[Option]:
        """By name or code; a whole label finds its venue. One query."""
        name, _separator, code = words.rpartition(" · ")
        if name:
            words = code
        return [_venue_option(venue) for venue in matching(self.venues, words)[:limit]]

    def get(self, pk: int) -> Option | None:
        """One query."""
        venue = self.venues.filter(pk=pk).first()
        return _venue_option(venue) if venue else None


def _venue_option(venue: Venue) -> Option:
    return Option(venue.pk, f"{venue.name} · {venue.area.name} · {venue.code}")
