"""Books of paper as lists of rows, read the way the reading process reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.entries import Entry, Ignored, Refused
from plugins.declarations.logbooks.understanding.layout import BookLayout
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.reader import SheetReader
from plugins.declarations.logbooks.understanding.survey import survey

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2021, 12, 31)
PHONE = "0912345678"
_NO_CHOICES = Choices()


@dataclass
class Read:
    """What came of a book; visits as (name, phone, in, out), times as text."""

    layout: BookLayout
    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    @property
    def visits(self) -> list[tuple[str, str | None, str, str | None]]:
        return [(e.name, e.phone, shown(e.checked_in), shown(e.checked_out)) for e in self.entries]

    @property
    def times(self) -> list[tuple[str, str | None]]:
        return [(came, left) for _name, _phone, came, left in self.visits]

    @property
    def faults(self) -> list[tuple[int, list[str]]]:
        return [(row.row, [fault.code for fault in row.faults]) for row in self.refused]

    def columns(self, sheet: int = 0) -> list[str]:
        return [found.column.value for found in self.layout.sheets[sheet].columns]


def shown(seconds: int | None) -> str | None:
    """Local time as "2021-07-05 07:30"."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def read_rows(rows: Sequence[Sequence[Any]], **kwargs: Any) -> Read:
    """Read a book of one sheet."""
    return read_sheets({kwargs.pop("name", "Sheet1"): rows}, **kwargs)


def read_sheets(
    sheets: dict[str, Sequence[Sequence[Any]]],
    *,
    year: int | None = None,
    file_name: str = "so.xlsx",
    today: date = TODAY,
    choices: Choices = _NO_CHOICES,
    merged_down: dict[int, frozenset[int]] | None = None,
) -> Read:
    """Read a book; rows are filled up to one width, as programs hand them out."""
    raw = []
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        width = max(map(len, rows))
        even = [[*row, *[""] * (width - len(row))] for row in rows]
        raw.append(
            RawSheet(
                number,
                name,
                hidden=False,
                rows=lambda even=even: iter(even),
                merged_down=lambda column: (merged_down or {}).get(column, frozenset()),
            )
        )
    layout = survey(
        raw,
        kind="xlsx",
        encoding="",
        file_name=file_name,
        year=year,
        today=today,
        choices=choices,
    )
    read = Read(layout)
    for sheet in layout.sheets:
        source = raw[sheet.number - 1]
        at = sheet.index_of(Column.DATE)
        merged = source.merged_down(at) if at is not None else frozenset()
        reader = SheetReader(sheet, layout, ZONE, today, merged)
        first = sheet.first_row
        for number, cells in islice(enumerate(source.rows(), start=1), first, None):
            outcome = reader.read(number, list(cells))
            if isinstance(outcome, Entry):
                read.entries.append(outcome)
            elif isinstance(outcome, Refused):
                read.refused.append(outcome)
            elif outcome is not None:
                read.ignored.append(outcome)
    return read
