"""Any engine, with what officials decided about persons applied to all that it finds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from areas.scope import Scope
from plugins.tracing.engines.base import Engine, Found, NamedPerson, VisitRow, WalkedPerson, keys_of
from plugins.tracing.engines.lists import ANY, Counts, Facet, Narrow, Pair, Part, Place, Sought
from plugins.tracing.links.known import Links
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import Period


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
        """See Engine."""
        asked = self.links.whole(keys)
        found = self.engine.visits_of(self.links.reach(asked), scope, period, limit)
        rows = self.links.apply(found.items)
        if self.links.parted:
            rows = [row for row in rows if not asked.isdisjoint(keys_of(row))]
        return Found(rows, found.complete)

    def visits_elsewhere(
        self, keys: Iterable[UUID], scope: Scope, period: Period
    ) -> dict[str, int]:
        """See Engine. Without names: all who use a phone count, also those parted off."""
        return self.engine.visits_elsewhere(self.links.reach(keys), scope, period)

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

    def _reached(self, sought: Sought) -> Sought:
        return replace(sought, keys=frozenset(self.links.reach(sought.keys)))

    def documents(self) -> int:
        """See Engine."""
        return self.engine.documents()
