"""Visits out of what was read, with the ids that tell the same row in another copy of the book."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from people.names import fold
from people.persons import person_keys
from plugins.declarations.models import Source
from plugins.declarations.services import NewVisit
from plugins.declarations.visit_ids import paper_id
from plugins.declarations.visit_rows import known


def new_visits(
    entries: Sequence[list[Any]], venue_id: int, logbook_id: UUID | None
) -> list[NewVisit]:
    """One for each entry (see `Entry.to_list`), in order."""
    place = str(venue_id)
    visits = []
    for sheet, row, name, phone, id_number, came, left, details, _repairs in entries:
        checked_in = datetime.fromtimestamp(came, UTC)
        keys = person_keys(phone, id_number, name if phone or id_number else fold(name), place)
        visits.append(
            NewVisit(
                id=paper_id(venue_id, keys[0], checked_in),
                venue_id=venue_id,
                checked_in=checked_in,
                source=Source.PAPER,
                name=name,
                checked_out=None if left is None else datetime.fromtimestamp(left, UTC),
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


class Expectation:
    """How many of the visits of a book are new, before any is written."""

    def __init__(self) -> None:
        self.new = 0
        self.duplicate = 0
        self._seen: set[int] = set()

    def add(self, visits: Sequence[NewVisit]) -> None:
        """Count a chunk; one query."""
        there = known([visit.id for visit in visits])
        for visit in visits:
            key = visit.id.int
            if key in self._seen or visit.id in there:
                self.duplicate += 1
            else:
                self.new += 1
            self._seen.add(key)
