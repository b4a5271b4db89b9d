"""What the editor decided about a book, against or besides what the book itself shows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from plugins.declarations.logbooks.understanding.columns import Column


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """For one sheet. ``columns``: what the column at each index (from 0) is taken for."""

    # Counted from 1; None: as found; 0: the sheet has no headings, ``columns`` say what it holds.
    header_row: int | None = None
    columns: Mapping[int, Column] = field(default_factory=dict)
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """For a book. Empty values mean "as the book shows". ``sheets`` by their number, from 1.

    ``text``: how its letters are coded, a name of understanding.legacy or "unicode".
    ``date_order``: "dmy" or "mdy".
    """

    text: str = ""
    date_order: str = ""
    sheets: Mapping[int, SheetChoices] = field(default_factory=dict)

    def of(self, number: int) -> SheetChoices:
        """The choices for a sheet."""
        return self.sheets.get(number, SheetChoices())

    def to_json(self) -> dict[str, Any]:
        """For the database and the reading process."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Choices":
        """Back from what to_json gave; of nothing, no choices."""
        sheets = {
            int(number): SheetChoices(
                sheet["header_row"],
                {int(at): Column(column) for at, column in sheet["columns"].items()},
                sheet["left_out"],
            )
            for number, sheet in data.get("sheets", {}).items()
        }
        return cls(data.get("text", ""), data.get("date_order", ""), sheets)
