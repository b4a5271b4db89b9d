"""The result workbook: the editor's own rows, with what became of each in front."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from plugins.declarations.logbooks.messages import outcome_text
from portal.spreadsheets.fast_sheets import FastBook, FastSheet

_FILLS = {
    "created": "FFDCEFE3",
    "duplicate": "FFFFF1CC",
    "possible": "FFFFF1CC",
    "set_aside": "FFE6E6E6",
    "refused": "FFF9D9D6",
}
_RESULT_WIDTH = 34  # of the first column, in characters
_WIDTHS = range(8, 45)  # of the others
_LOOKED_AT = 300  # rows of a sheet that tell how wide its columns are
_LONGEST_NAME = 31  # of a sheet
DIGITS = 8  # of the book's id, in the heading of the first column


class ResultBook:
    """Written row by row; finished with `save`."""

    def __init__(self, book_id: str) -> None:
        """``book_id`` in hex: the heading says of which book this is the result."""
        self._book = FastBook()
        self._heading = _("Result (book %(id)s)") % {"id": book_id[:DIGITS]}
        self._names: set[str] = set()

    def sheet(self, name: str, header_row: int | None = None, *, hidden: bool = False) -> "Sheet":
        """The next sheet; its headings end in ``header_row``, with our column in front of all.

        A sheet without is one of the editor's that was not read.
        """
        made = self._book.sheet(self._unlike_others(safe_name(name)))
        if header_row:
            made.settings.freeze_panes = f"B{header_row + 1}"
        if hidden:
            made.settings.sheet_state = "hidden"
        return Sheet(made, self._heading if header_row else "")

    def save(self) -> bytes:
        """The finished workbook's bytes."""
        return self._book.save()

    def _unlike_others(self, name: str) -> str:
        shown, number = name, 1
        while shown.casefold() in self._names:
            number += 1
            shown = f"{name[: _LONGEST_NAME - 5]} ({number})"
        self._names.add(shown.casefold())
        return shown


class Sheet:
    """One sheet; rows come in order, those before the headings as well."""

    def __init__(self, sheet: FastSheet, heading: str) -> None:
        self._sheet = sheet
        self._heading = heading
        self._front: list[Any] = [None] if heading else []
        self._longest: list[int] = []
        self._seen = 0

    def headings(self, cells: Iterable[Any], *, first: bool) -> None:
        """A row of headings; the first of them names our column."""
        self._sheet.append_bold([self._heading if first else None, *cells])

    def plain(self, cells: Sequence[Any]) -> None:
        """A row that is no visit."""
        if not self._heading:
            self._widen(cells)
        self._sheet.append([*self._front, *cells])

    def marked(
        self,
        cells: Sequence[Any],
        outcome: str,
        faults: Sequence[Sequence[str]] = (),
        columns: Mapping[str, int] | None = None,
    ) -> None:
        """A row that counts; ``columns`` says where the faulty cells are that get its colour."""
        fill = _FILLS[outcome]
        fills = [(0, fill)]
        places = [columns[column] for column, _code in faults if columns and column in columns]
        cells = [*cells, *[None] * (max(places, default=-1) + 1 - len(cells))]
        fills += [(at + 1, fill) for at in places]
        self._widen(cells)
        self._sheet.append([outcome_text(outcome, faults), *cells], fills)

    def close(self) -> None:
        """Set the widths of the columns: as wide as what they hold, within bounds."""
        widths = self._sheet.settings.column_dimensions
        front = len(self._front)
        if front:
            widths["A"].width = _RESULT_WIDTH
        for at, longest in enumerate(self._longest):
            width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[-1])
            widths[get_column_letter(at + front + 1)].width = width

    def _widen(self, cells: Sequence[Any]) -> None:
        if self._seen >= _LOOKED_AT:
            return
        self._seen += 1
        missing = len(cells) - len(self._longest)
        self._longest += [0] * missing
        for at, cell in enumerate(cells):
            if cell is not None and cell != "":
                length = len(cell) if isinstance(cell, str) else 10
                self._longest[at] = max(self._longest[at], length)


def safe_name(name: str) -> str:
    """A name that every spreadsheet program takes for a sheet."""
    shown = "".join("-" if char in r"[]:*?/\\" else char for char in name).strip("'")
    return shown[:_LONGEST_NAME] or "1"
