"""Reads .xls, .xlsb and .ods workbooks, whose sheets calamine opens as a whole.

Runs in the reading process only, whose memory limit ends what is too large.
"""

import io
from collections.abc import Iterable

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from plugins.declarations.logbooks.reading.listed import ListedSheet
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.understanding.text import Cell


class DenseBook:
    """An open book; ``sheets`` in the book's order."""

    def __init__(self, data: bytes) -> None:
        """Raises BookProblem."""
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError:
            raise BookProblem("encrypted") from None
        except CalamineError:
            raise BookProblem("broken") from None
        self.sheets = [
            ListedSheet(
                sheet.name,
                hidden=sheet.visible != SheetVisibleEnum.Visible,
                is_table=sheet.typ == SheetTypeEnum.WorkSheet,
            )
            for sheet in self._book.sheets_metadata
        ]

    def open(self, number: int) -> "DenseSheet":
        """A sheet by its number from 1. Raises BookProblem."""
        try:
            return DenseSheet(self._book.get_sheet_by_index(number - 1))
        except CalamineError:
            raise BookProblem("broken") from None


class DenseSheet:
    """All cells of a sheet in memory."""

    def __init__(self, cells: CalamineSheet) -> None:
        self._sheet = cells

    def rows(self) -> Iterable[list[Cell]]:
        """The rows from the first on, all of one width."""
        # calamine leaves empty columns on the left out of its rows, but not empty rows above.
        lead: list[Cell] = [""] * (self._sheet.start[1] if self._sheet.start else 0)
        rows = self._sheet.iter_rows()
        return (lead + row for row in rows) if lead else rows

    def last_row(self) -> int:
        """The number of the last row with content."""
        return self._sheet.end[0] + 1 if self._sheet.end else 0

    def merged_down(self, column: int) -> frozenset[int]:
        """Numbers of the rows whose cell in a column, from 0, is merged with the one above."""
        return frozenset(
            row + 1
            for (top, left), (bottom, _right) in self._sheet.merged_cell_ranges or []
            if left == column
            for row in range(top + 1, min(bottom + 1, self.last_row()))
        )
