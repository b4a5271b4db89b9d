"""Any engine, with what officials decided about persons applied to all that it finds."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from areas.scope import Scope
from plugins.tracing.engines.base import Engine, Found, NamedPerson, VisitRow, keys_of
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
        self, names: Sequence[str], scope: Scope, period: Period, limit: int
    ) -> Found[NamedPerson]:
        """See Engine."""
        found = self.engine.people_named(names, scope, period, limit)
        return Found(self.links.apply(found.items), found.complete)

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

    def documents(self) -> int:
        """See Engine."""
        return self.engine.documents()
