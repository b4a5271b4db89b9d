"""Opens a book of any kind as sheets of rows. Runs in the reading process only."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from plugins.declarations.logbooks.reading import csv_text
from plugins.declarations.logbooks.reading.formats import kind_of
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.understanding.survey import RawSheet
from plugins.declarations.logbooks.understanding.text import Cell


class OpenBook:
    """A book in memory. ``sheets`` are opened one at a time; hidden ones never."""

    def __init__(self, data: bytes) -> None:
        """Raises BookProblem if this is no book that can be opened."""
        self.kind = kind_of(data)
        self.encoding = ""
        self._open: tuple[int, CalamineSheet] | None = None
        if self.kind == "csv":
            text, self.encoding = csv_text.decode(data)
            self.sheets = [_csv_sheet(text)]
        else:
            self._book = _open(data)
            self.sheets = [
                RawSheet(
                    number,
                    meta.name,
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                    rows=self._rows(number),
                    merged_down=self._merged_down(number),
                )
                for number, meta in enumerate(self._book.sheets_metadata, start=1)
                if meta.typ == SheetTypeEnum.WorkSheet
            ]

    def rows_in(self, number: int) -> int:
        """About how many rows a sheet has, for progress."""
        if self.kind == "csv":
            return sum(1 for _row in self.sheets[0].rows())
        end = self._sheet(number).end
        return end[0] + 1 if end else 0

    def _sheet(self, number: int) -> CalamineSheet:
        """A sheet's content; the one before it is let go."""
        if self._open is None or self._open[0] != number:
            self._open = None
            try:
                self._open = (number, self._book.get_sheet_by_index(number - 1))
            except CalamineError:
                raise BookProblem("broken") from None
        return self._open[1]

    def _rows(self, number: int) -> Callable[[], Iterator[list[Cell]]]:
        def rows() -> Iterator[list[Cell]]:
            sheet = self._sheet(number)
            # calamine leaves empty columns on the left out of its rows, but not empty rows above.
            lead: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
            return (lead + row for row in sheet.iter_rows()) if lead else sheet.iter_rows()

        return rows

    def _merged_down(self, number: int) -> Callable[[int], frozenset[int]]:
        def merged_down(column: int) -> frozenset[int]:
            ranges = self._sheet(number).merged_cell_ranges or []
            return frozenset(
                row + 1
                for (top, left), (bottom, _right) in ranges
                if left == column
                for row in range(top + 1, bottom + 1)
            )

        return merged_down


def _open(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise BookProblem("encrypted") from None
    except CalamineError:
        raise BookProblem("broken") from None


def _csv_sheet(text: str) -> RawSheet:
    separator = csv_text.separator_of(text)
    width = max((len(row) for row in islice(csv_text.rows(text, separator), 100)), default=0)

    def rows() -> Iterable[Sequence[Cell]]:
        for row in csv_text.rows(text, separator):
            yield row if len(row) >= width else row + [""] * (width - len(row))

    return RawSheet(1, "", hidden=False, rows=rows, merged_down=lambda _column: frozenset())
