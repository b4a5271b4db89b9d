"""Rows for the database out of what was read; their ids tell the same row in another copy."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from people.blind import name_key
from people.names import fold
from people.persons import person_keys
from people.sealing import seal_many
from plugins.declarations.paper_rows import PaperRow
from plugins.declarations.visit_ids import paper_hex

# Entries are as `Entry.to_list` gives them.
Entries = Sequence[list[Any]]


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
