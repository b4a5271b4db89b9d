"""Rows that are no visits: day rows, headings, titles, totals, notes. They are not counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.dates import DateContext, parse_date
from plugins.declarations.logbooks.understanding.layout import FoundColumn, SheetLayout
from plugins.declarations.logbooks.understanding.looks import (
    MOMENTS,
    has_letters,
    is_of_signing,
    is_total,
    like_name,
    tells,
    tells_surely,
)
from plugins.declarations.logbooks.understanding.periods import read_period
from plugins.declarations.logbooks.understanding.text import Cell, as_text, is_blank, plain

_DAY_WORD = re.compile(r"^\W*(ngay|thu|t[2-7]|chu nhat|cn)\b")
_TITLE = re.compile(r"^\W*(thang|t\s?\d|nam|tuan|quy|so|danh sach|bang)\b")
# A title of a day's own table further down: "SỔ KHÁCH NGÀY 16/7/2021". One with a comma before
# the day is where and when somebody signed.
_TITLE_OF_DAY = re.compile(
    r"\W*(?:so|danh sach|bang|nhat ky|phieu|theo doi|khach|tong hop|luot)\b[^,]*?\b(ngay\s*\d.*)"
)
_SPAN = re.compile(r"\btu ngay\b| den ")
_LONGEST_TITLE = 80
_NUMBERING = re.compile(r"^[(\[]?([0-9]{1,2}|[a-z])[)\].]?$")
_DIGITS = re.compile(r"\d")
# Where headings repeated are known by: in other columns a visit may say what the heading does.
_KNOWN_BY = MOMENTS | {Column.NAME, Column.FAMILY_NAME, Column.PHONE, Column.ID}
_WANTED = frozenset(Column) - {Column.OTHER, Column.ORDINAL, Column.OUTCOME}


@dataclass(frozen=True, slots=True)
class DayRow:
    """A row that gives the day of those below it, or the code of why it cannot be read."""

    day: date | None
    problem: str | None = None


class RowKinds:
    """Tells the kinds of rows of one sheet apart."""

    def __init__(self, sheet: SheetLayout) -> None:
        self.sheet = sheet
        self.width = max((found.index for found in sheet.columns), default=0) + 1
        self.wanted = [f for f in sheet.columns if f.column in _WANTED]
        self.ordinal = sheet.index_of(Column.ORDINAL)

    def of(self, cells: Sequence[Cell], context: DateContext) -> "DayRow | str | None":
        """A DayRow, "heading", "title", "total", "note", "visit", or None for an empty row."""
        filled = [(index, cell) for index, cell in enumerate(cells) if not is_blank(cell)]
        if not filled or (len(filled) == 1 and self._is_ordinal(*filled[0])):
            return None
        texts = [plain(as_text(cell)) for _index, cell in filled]
        if self._is_heading(cells, texts):
            return "heading"
        if len(set(texts)) <= 2 and (day := self._day_row(filled, context)):
            return day
        present = self._present(cells)
        if self._is_total(filled, present):
            return "total"
        if self._is_visit(filled, present):
            return "visit"
        return "title" if len(set(texts)) == 1 and _is_title(texts[0]) else "note"

    def day_of(self, text: str, context: DateContext) -> DayRow:
        """The day that a title or a sheet's name gives."""
        found = parse_date(text, context)
        return DayRow(found.day, found.problem)

    def text(self, cells: Sequence[Cell]) -> str:
        """A row in one line, to be shown."""
        texts = (as_text(cell) for cell in cells if not is_blank(cell))
        return " | ".join(dict.fromkeys(texts))[:200]

    def _present(self, cells: Sequence[Cell]) -> dict[Column, Cell]:
        """The filled cells of wanted columns."""
        here = {f.column: cells[f.index] for f in self.wanted if f.index < len(cells)}
        return {column: cell for column, cell in here.items() if not is_blank(cell)}

    def _is_total(self, filled: list[tuple[int, Cell]], present: dict[Column, Cell]) -> bool:
        """A sum, perhaps of a day; with a number in front, a time or a phone it is a visit."""
        if not any(is_total(cell) for _index, cell in filled[:2]):
            return False
        of_visits = {column for column, cell in present.items() if tells_surely(column, cell)}
        if self._is_numbered(filled):
            return not of_visits
        return of_visits <= {Column.DATE}

    def _is_numbered(self, filled: list[tuple[int, Cell]]) -> bool:
        return self.ordinal is not None and any(self._is_ordinal(*pair) for pair in filled)

    def _is_ordinal(self, index: int, cell: Cell) -> bool:
        return index == self.ordinal and as_text(cell).rstrip(".").isdigit()

    def _is_heading(self, cells: Sequence[Cell], texts: list[str]) -> bool:
        """Headings again, as on each printed page, or the numbers 1, 2, 3 below them."""
        filled = [
            (found, plain(as_text(cells[found.index])))
            for found in self.sheet.columns
            if found.index < len(cells) and not is_blank(cells[found.index])
        ]
        same = [found for found, text in filled if self._is_headed(found, text)]
        if (
            sum(found.column in _KNOWN_BY for found in same) >= 2
            and len(same) * 2 >= len(texts)
            and not any(
                tells(found.column, cells[found.index])
                for found, _text in filled
                if found not in same
            )
        ):
            return True
        numbers = [found[1] for text in texts if (found := _NUMBERING.match(text))]
        if len(numbers) < 3 or len(numbers) < len(texts):
            return False
        as_numbers = [int(n) if n.isdigit() else ord(n) for n in numbers]
        return all(b - a == 1 for a, b in pairwise(as_numbers))

    def _is_headed(self, found: FoundColumn, text: str) -> bool:
        """Whether a text is its column's heading, or of two rows of headings the one above."""
        heading = plain(found.heading)
        return text == heading or (self.sheet.header_rows > 1 and heading.startswith(f"{text} "))

    def _day_row(self, filled: list[tuple[int, Cell]], context: DateContext) -> DayRow | None:
        """One cell alone with a date, or the word "ngày" with one that cannot be."""
        _index, cell = filled[0]
        if isinstance(cell, time | timedelta | bool):
            return None
        text = plain(as_text(cell))
        named = isinstance(cell, str) and bool(_DAY_WORD.match(text)) and bool(_DIGITS.search(text))
        if len(filled) > 1 and not named:
            return None
        if isinstance(cell, int | float) and cell < 20_000:
            return None
        titled = _TITLE_OF_DAY.match(text) if len(filled) == 1 else None
        if titled and not _SPAN.search(text):
            cell, named = titled[1], True
        found = parse_date(cell, context, loose=named)
        if found.day and len(text) <= _LONGEST_TITLE:
            return DayRow(found.day)
        if named and found.problem in {"date_impossible", "date_future", "date_year_unknown"}:
            return DayRow(None, found.problem)
        bare = isinstance(cell, str) and found.problem not in (None, "date_unreadable")
        return DayRow(None, found.problem) if bare else None

    def _is_visit(self, filled: list[tuple[int, Cell]], present: dict[Column, Cell]) -> bool:
        """Whether somebody meant a visit: something telling, and something beside it."""
        numbered = self._is_numbered(filled)
        if any(tells(column, cell) for column, cell in present.items()):
            return len(present) >= 2 or numbered
        name = present.get(Column.NAME, "")
        if not has_letters(name):
            return False
        if numbered:
            return True
        if is_of_signing(name):
            return False
        moments = [cell for column, cell in present.items() if column in MOMENTS]
        # "sáng sớm" is a time that cannot be read, "Lê Văn Ban" another name below the table.
        if any(not like_name(cell) and not is_of_signing(cell) for cell in moments):
            return True
        if self.ordinal is not None:
            return False
        return len(present) >= 3 or (len(filled) == 1 and like_name(name))


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_TITLE.match(text)) and bool(read_period(text))
