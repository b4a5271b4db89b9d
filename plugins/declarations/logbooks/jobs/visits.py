"""Visits out of what was read, with the ids that tell the same row in another copy of the book."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import repeat
from typing import Any
from uuid import UUID

from people.blind import name_key
from people.names import fold
from people.persons import person_keys
from people.sealing import seal_many
from plugins.declarations.models import Source
from plugins.declarations.paper_rows import PaperRow
from plugins.declarations.services import NewVisit
from plugins.declarations.visit_ids import paper_hex, paper_id_at

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


class Batch:
    """The entries of a chunk as rows for the database. Making it uses no database."""

    def __init__(self, entries: Entries, venue_id: int) -> None:
        self.entries = entries
        self.venue_id = venue_id
        self.rows = paper_rows(entries, venue_id)

    def lines(self, numbers: Iterable[int], *, sealed: bool, comparing: bool) -> list[str]:
        """For `Waiting.put`: the rows of these numbers, to be inserted if ``sealed``."""
        chosen = list(numbers)
        blobs: Iterable[bytes | None] = repeat(None)
        if sealed:
            blobs = seal_many([self._secrets(n) for n in chosen])
        rows, place = self.rows, str(self.venue_id)
        return [
            rows[n].line(n, blob, _name_key(rows[n], place) if comparing else None)
            for n, blob in zip(chosen, blobs, strict=False)
        ]

    def _secrets(self, n: int) -> tuple[dict[str, Any], bytes]:
        """What is sealed with a visit, as services.record_visits does, and its context."""
        _sheet, _row, _name, phone, number, _came, _left, details, _repairs = self.entries[n]
        secrets = dict(details)
        if phone:
            secrets["phone"] = phone
        if number:
            secrets["id"] = number
        return secrets, bytes.fromhex(self.rows[n].id)


def paper_rows(entries: Entries, venue_id: int) -> list[PaperRow]:
    """One for each entry, in order."""
    place, rows = str(venue_id), []
    for sheet, row, name, phone, number, came, left, _details, _repairs in entries:
        folded = _folded(name)
        person, second = person_keys(phone, number, folded, place)
        person_hex = person.hex
        rows.append(
            PaperRow(
                paper_hex(venue_id, person_hex, folded, came),
                sheet,
                row,
                name,
                folded,
                came,
                left,
                person_hex,
                second.hex if second else None,
                bool(phone),
                bool(number),
            )
        )
    return rows


def _name_key(row: PaperRow, place: str) -> str | None:
    return None if row.bare else name_key(row.folded, place).hex


_folded = lru_cache(maxsize=8192)(fold)  # the same people come every day
