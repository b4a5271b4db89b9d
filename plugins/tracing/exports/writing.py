"""The files themselves: a workbook with a first page, or CSV with the same at its end.

No text from outside becomes a formula (portal.spreadsheets.cells), and numbers of phones and
papers keep their zeros. Rows never stand in memory all together.
"""

import csv
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any, Protocol

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from plugins.tracing.exports.files import Spool
from plugins.tracing.exports.kinds import Form
from plugins.tracing.exports.listing import Column
from portal.spreadsheets.cells import neutral
from portal.spreadsheets.fast_sheets import FastBook

DIGITS_A_GROUP = 3
FEWEST_DIGITS = 7  # of a text that a program would take for a number


class Written(Protocol):
    """A file in the making."""

    def append(self, row: Sequence[Any]) -> None:
        """The next row."""

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """Write what the list is and end the file."""


def written(form: str, out: IO[bytes], title: str, columns: Sequence[Column]) -> Written:
    """A file of this form with its headings, to be filled row by row."""
    kind = Workbook if form == Form.XLSX else Csv
    return kind(out, title, columns)


def warning() -> str:
    """What stands with every list."""
    return _(
        "This list holds personal data. Use it only for the reason given, pass it on to nobody "
        "who need not have it, and delete it when it is no longer needed."
    )


class Workbook:
    """First the page that says what this is, then the rows under headings that stay in view."""

    def __init__(self, out: IO[bytes], title: str, columns: Sequence[Column]) -> None:
        self._out, self._title = out, title
        self._book = FastBook(Spool)
        self._first = self._book.sheet(_("About this list"))
        self._sheet = self._book.sheet(_("List"))
        self._sheet.settings.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            letter = get_column_letter(number)
            self._sheet.settings.column_dimensions[letter].width = column.width
        self._sheet.append_bold([column.heading for column in columns])

    def append(self, row: Sequence[Any]) -> None:
        """See Written."""
        self._sheet.append(row)

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """See Written."""
        for letter, width in (("A", 22), ("B", 90)):
            self._first.settings.column_dimensions[letter].width = width
        self._first.append_bold([self._title])
        self._first.append([warning()], [(0, "FFF9D9D6")])
        self._first.append([])
        for line in about:
            self._first.append(line)
        self._book.save_into(self._out)


class Csv:
    """UTF-8 with a mark and semicolons, as a Vietnamese Excel opens it; what it is at the end."""

    def __init__(self, out: IO[bytes], title: str, columns: Sequence[Column]) -> None:
        self._title = title
        self._lines = _Encoded(out)
        out.write("\ufeff".encode())
        self._writer = csv.writer(self._lines, delimiter=";", lineterminator="\r\n")
        self._writer.writerow([_cell(column.heading) for column in columns])

    def append(self, row: Sequence[Any]) -> None:
        """See Written."""
        self._writer.writerow([_cell(value) for value in row])

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """See Written."""
        self._writer.writerow([])
        self._writer.writerow([_cell(self._title)])
        self._writer.writerow([_cell(warning())])
        for label, text in about:
            self._writer.writerow([_cell(label), _cell(text)])


class _Encoded:
    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def _cell(value: Any) -> Any:
    """As text that a spreadsheet program takes for what it is.

    Long runs of digits are written in groups: programs drop the zeros in front of others.
    """
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if not isinstance(value, str):
        return value
    if value.isdecimal() and len(value) >= FEWEST_DIGITS:
        starts = range(0, len(value), DIGITS_A_GROUP)
        return " ".join(value[at : at + DIGITS_A_GROUP] for at in starts)
    return neutral(value)
