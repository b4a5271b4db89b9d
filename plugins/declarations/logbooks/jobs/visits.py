"""Visits out of what was read, with the ids that tell the same row in another copy of the book."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from people.names import fold
from people.persons import person_keys
from plugins.declarations.models import Source
from plugins.declarations.services import NewVisit
from plugins.declarations.visit_ids import paper_id_at
from plugins.declarations.visit_rows import known

# Entries are as `Entry.to_list` gives them.
Entries = Sequence[list[Any]]


def new_visits(entries: Entries, venue_id: int, logbook_id: UUID) -> list[NewVisit]:
    """One for each entry, in order."""
    place, source, now = str(venue_id), Source.PAPER.value, datetime.fromtimestamp
    visits = []
    for sheet, row, name, phone, id_number, came, left, details, _repairs in entries:
        keys = person_keys(phone, id_number, name, place)
        visits.append(
            NewVisit(
                paper_id_at(venue_id, keys[0], fold(name), came),
                venue_id,
                now(came, UTC),
                source,
                name,
                checked_out=None if left is None else now(left, UTC),
                phone=phone,
                id_number=id_number,
                logbook_id=logbook_id,
                logbook_sheet=sheet,
                logbook_row=row,
                details=details,
                keys=keys,
            )
        )
    return visits


def visit_ids(entries: Entries, venue_id: int) -> list[UUID]:
    """The ids alone, in order."""
    place = str(venue_id)
    return [
        # A second key is of no use for the id.
        paper_id_at(
            venue_id,
            person_keys(phone, None if phone else number, name, place)[0],
            fold(name),
            came,
        )
        for _sheet, _row, name, phone, number, came, _left, _details, _repairs in entries
    ]


class Expectation:
    """How many of the visits of a book are new, before any is written."""

    def __init__(self, venue_id: int, logbook_id: UUID | None = None) -> None:
        """Visits of this book itself, from an import that broke off, count as new."""
        self.venue_id = venue_id
        self.logbook_id = logbook_id
        self.new = 0
        self.duplicate = 0
        self._seen: set[UUID] = set()

    def add(self, entries: Entries) -> None:
        """Count a chunk; one query."""
        ids = visit_ids(entries, self.venue_id)
        fresh = set(ids) - self._seen
        fresh -= known(list(fresh), besides=self.logbook_id)
        self._seen |= fresh
        self.new += len(fresh)
        self.duplicate += len(ids) - len(fresh)
