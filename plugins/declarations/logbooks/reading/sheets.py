"""Opens a book of any kind as sheets of rows. Runs in the reading process only."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import BinaryIO, Protocol

from plugins.declarations.logbooks.reading import csv_text
from plugins.declarations.logbooks.reading.dense import DenseBook
from plugins.declarations.logbooks.reading.formats import kind_of
from plugins.declarations.logbooks.reading.xlsx import XlsxBook
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.text import Cell


class OpenSheet(Protocol):
    """What every kind of book gives of a sheet; rows and columns as RawSheet has them."""

    def rows(self) -> Iterable[Sequence[Cell]]: ...
    def last_row(self) -> int: ...
    def merged_down(self, column: int) -> frozenset[int]: ...


class OpenBook:
    """A book. ``sheets`` are opened one at a time; hidden ones never."""

    def __init__(self, data: bytes, file: BinaryIO) -> None:
        """``data`` is all that is in the file. A large book is read from the file bit by bit.

        Raises BookProblem if this is no book that can be opened.
        """
        self.kind = kind_of(data)
        self.encoding = ""
        self.conversions: list[tuple[str, str]] = []  # see csv_text
        self._open: tuple[int, OpenSheet] | None = None
        if self.kind == "csv":
            text, self.encoding = csv_text.decode(data)
            self.conversions = csv_text.conversions(data, text, self.encoding)
            self.sheets = [_csv_sheet(text)]
        else:
            self._book = XlsxBook(file) if self.kind == "xlsx" else DenseBook(data)
            self.sheets = [
                self._raw(number, listed.name, listed.hidden)
                for number, listed in enumerate(self._book.sheets, start=1)
                if listed.is_table
            ]

    def rows_in(self, number: int) -> int:
        """About how many rows a sheet has, for progress."""
        if self.kind == "csv":
            return sum(1 for _row in self.sheets[0].rows())
        return self._sheet(number).last_row()

    def _sheet(self, number: int) -> OpenSheet:
        """An opened sheet; the one before it is let go."""
        if self._open is None or self._open[0] != number:
            self._open = None
            self._open = (number, self._book.open(number))
        return self._open[1]

    def _raw(self, number: int, name: str, hidden: bool) -> RawSheet:
        return RawSheet(
            number,
            name,
            hidden=hidden,
            rows=lambda: self._sheet(number).rows(),
            merged_down=lambda column: self._sheet(number).merged_down(column),
        )


def _csv_sheet(text: str) -> RawSheet:
    separator = csv_text.separator_of(text)
    width = max((len(row) for row in islice(csv_text.rows(text, separator), 100)), default=0)

    def rows() -> Iterable[Sequence[Cell]]:
        for row in csv_text.rows(text, separator):
            yield row if len(row) >= width else row + [""] * (width - len(row))

    return RawSheet(1, "", hidden=False, rows=rows, merged_down=lambda _column: frozenset())
