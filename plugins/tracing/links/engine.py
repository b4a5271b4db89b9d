"""Any engine, with what officials decided about persons applied to all that it finds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from areas.scope import EVERYTHING, Scope
from plugins.qr_venues.models import Venue
from plugins.tracing.engines.base import Engine, Found, NamedPerson, VisitRow, WalkedPerson, keys_of
from plugins.tracing.engines.lists import ANY, Counts, Facet, Narrow, Pair, Part, Place, Sought
from plugins.tracing.handover.sight import Handed, Sight, handed_in, without
from plugins.tracing.links.known import Links
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import Period

HIDDEN_LIMIT = 20_000  # visits of one person


class LinkedEngine:
    """Asks an engine for the keys as recorded, and answers with those that the decisions give."""

    def __init__(self, engine: Engine, links: Links) -> None:
        self.engine, self.links = engine, links
        self.name = engine.name

    def names_like(
        self, name: str, scope: Scope, period: Period, limit: int, enough: int
    ) -> Found[str]:
        """See Engine."""
        return self.engine.names_like(name, scope, period, limit, enough)

    def people_named(
        self,
        names: Sequence[str],
        scope: Scope,
        period: Period,
        limit: int,
        narrow: Narrow = ANY,
    ) -> Found[NamedPerson]:
        """See Engine."""
        found = self.engine.people_named(names, scope, period, limit, narrow)
        return Found(self.links.apply(found.items), found.complete)

    def people_like(
        self,
        name: str,
        part: Part,
        scope: Scope,
        period: Period,
        size: int,
        narrow: Narrow = ANY,
        after: Pair | None = None,
    ) -> list[WalkedPerson]:
        """See Engine."""
        found = self.engine.people_like(name, part, scope, period, size, narrow, after)
        return self.links.apply(found)

    def visits_of(
        self, keys: Iterable[UUID], scope: Scope, period: Period, limit: int
    ) -> Found[VisitRow]:
        """See Engine. What was handed over of a parted person is asked for on its own."""
        asked = self.links.whole(keys)
        reached = self.links.reach(asked)
        parted = [each for each in handed_in(scope) if self.links.is_parted(each.keys)]
        found = self.engine.visits_of(reached, without(scope, parted), period, limit)
        rows = {row.id: row for row in self._rows_of(asked, found)}
        complete = found.complete
        for each in parted:
            there = Sight((), (Handed(frozenset(self.links.reach(each.keys)), each.path),))
            found = self.engine.visits_of(reached, there, period, limit)
            whose = self.links.whole(each.keys)
            theirs = self._rows_of(asked, found)
            rows |= {row.id: row for row in theirs if not whose.isdisjoint(keys_of(row))}
            complete = complete and found.complete
        newest = list(rows.values())
        if parted:
            newest.sort(key=lambda row: (row.checked_in, row.id), reverse=True)
        return Found(newest, complete)

    def visits_elsewhere(
        self, keys: Iterable[UUID], scope: Scope, period: Period
    ) -> dict[str, int]:
        """See Engine.

        Whose visits those of a parted person are, their names tell. So these are read here, and
        counted; nobody is given them.
        """
        asked = self.links.whole(keys)
        if scope.everything or not self.links.is_parted(asked):
            return self.engine.visits_elsewhere(asked, scope, period)
        everywhere = self.visits_of(asked, EVERYTHING, period, HIDDEN_LIMIT).items
        shown = {row.id for row in self.visits_of(asked, scope, period, HIDDEN_LIMIT).items}
        hidden = Counter(row.venue_id for row in everywhere if row.id not in shown)
        paths = Venue.objects.filter(pk__in=hidden).values_list("pk", "area__path")
        counts: Counter[str] = Counter()
        for venue, path in paths:
            counts[path] += hidden[venue]
        return dict(counts)

    def stays_overlapping(self, stays: Sequence[Stay], scope: Scope, limit: int) -> Found[VisitRow]:
        """See Engine."""
        found = self.engine.stays_overlapping(stays, scope, limit)
        return Found(self.links.apply(found.items), found.complete)

    def listed(
        self, sought: Sought, scope: Scope, period: Period, size: int, place: Place | None = None
    ) -> list[VisitRow]:
        """See Engine. By keys: also those who use the same phone and were parted."""
        return self.links.apply(
            self.engine.listed(self._reached(sought), scope, period, size, place)
        )

    def counted(
        self, sought: Sought, scope: Scope, period: Period, facets: Sequence[Facet]
    ) -> Counts:
        """See Engine. By keys: also those who use the same phone and were parted."""
        return self.engine.counted(self._reached(sought), scope, period, facets)

    def hours_at(self, venue: int, scope: Scope, period: Period) -> dict[datetime, int]:
        """See Engine."""
        return self.engine.hours_at(venue, scope, period)

    def _rows_of(self, asked: set[UUID], found: Found[VisitRow]) -> list[VisitRow]:
        """With the keys that the decisions give; of those who share a phone, these alone."""
        rows = self.links.apply(found.items)
        if not self.links.parted:
            return rows
        return [row for row in rows if not asked.isdisjoint(keys_of(row))]

    def _reached(self, sought: Sought) -> Sought:
        return replace(sought, keys=frozenset(self.links.reach(sought.keys)))

    def documents(self) -> int:
        """See Engine."""
        return self.engine.documents()
