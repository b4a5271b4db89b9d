"""What comes of a row of a book."""

from dataclasses import dataclass, field
from typing import Any

from plugins.declarations.logbooks.understanding.columns import Column

Repair = tuple[str, str, str]  # column, code, the cell as written


@dataclass(slots=True)
class Entry:
    """A visit that a row tells of. Times are seconds since 1970 (UTC); ``phone`` is E.164.

    ``details`` holds what is kept sealed besides phone and ID; ``repairs`` are codes of what was
    put right, each with its column and the cell as it stands in the book.
    """

    sheet: int
    row: int
    name: str
    phone: str | None
    id_number: str | None
    checked_in: int
    checked_out: int | None
    details: dict[str, str] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)

    def to_list(self) -> list[Any]:
        """For the pipe from the reading process: JSON without the names of the fields."""
        return [
            self.sheet,
            self.row,
            self.name,
            self.phone,
            self.id_number,
            self.checked_in,
            self.checked_out,
            self.details,
            self.repairs,
        ]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be imported: where, and a code (see faults.py)."""

    column: Column
    code: str


@dataclass(slots=True)
class Refused:
    """A row that is meant as a visit but cannot be one; ``cells`` as its owner sees them.

    ``day`` is the row's day as far as it is known, its own or that of a row or title above, in
    ISO form or "": whoever mends the row needs to know it.
    """

    sheet: int
    row: int
    faults: list[Fault]
    cells: list[str]
    day: str = ""

    def to_list(self) -> list[Any]:
        """For the pipe from the reading process."""
        faults = [[fault.column, fault.code] for fault in self.faults]
        return [self.sheet, self.row, faults, self.cells, self.day]

    @classmethod
    def from_list(cls, data: list[Any]) -> "Refused":
        """Back from what to_list gave."""
        sheet, row, faults, cells, day = data
        faults = [Fault(Column(column), code) for column, code in faults]
        return cls(sheet, row, faults, cells, day)


@dataclass(slots=True)
class Ignored:
    """A row that is no visit: ``why`` is heading, day, title, total or note."""

    sheet: int
    row: int
    why: str
    text: str

    def to_list(self) -> list[Any]:
        """For the pipe from the reading process."""
        return [self.sheet, self.row, self.why, self.text]
