"""Sheets of a workbook written row by row, many times faster than openpyxl writes them.

openpyxl makes the workbook with everything but the rows: styles, names, widths, panes. The rows are
put into its sheets as they are: texts, numbers and dates, and never a formula.
"""

import io
import math
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Protocol
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from portal.spreadsheets.cells import begins_like_formula, neutral

_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_DIMENSION = re.compile(rb"<dimension [^>]*/>")  # of no rows
_IN_MEMORY = 4 << 20  # bytes of a sheet's rows
# Begins with a letter or digit, is short, and holds nothing that XML minds; ends without a space.
_SIMPLE = re.compile(r"\w(?:[ ]?[\w.,:;/()?!'\"-]){0,200}")
_ENTITIES = {"\r": "&#13;"}
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheet programs count differently
_FORMATS: dict[type, str] = {
    datetime: "dd/mm/yyyy hh:mm",
    date: "dd/mm/yyyy",
    time: "hh:mm",
    timedelta: "[h]:mm",
}


class Spool(Protocol):
    """Bytes that wait: all are written, then all are read once."""

    def write(self, data: bytes, /) -> int: ...
    def seek(self, at: int, /) -> int: ...
    def read(self, size: int, /) -> bytes: ...


def spooled() -> Spool:
    """In memory while they are few, else in a file that nobody else can find."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)


class FastBook:
    """A workbook; its sheets are `FastSheet`s. Finished with `save`."""

    def __init__(self, spool: Callable[[], Spool] = spooled) -> None:
        """``spool`` makes the places where the rows of each sheet wait for `save`."""
        self.book = Workbook()
        self.spool = spool
        self.book.remove(self.book.worksheets[0])
        self._sheets: list[FastSheet] = []
        self._styles: dict[tuple[str, bool, bool, str], int] = {}

    def sheet(self, name: str) -> "FastSheet":
        """A new sheet at the end; its columns and panes are set on ``.settings``."""
        made = FastSheet(self, self.book.create_sheet(name))
        self._sheets.append(made)
        return made

    def style(
        self, fill: str = "", *, bold: bool = False, quoted: bool = False, form: str = ""
    ) -> int:
        """The number of a style: a fill's colour (ARGB), bold, kept a text when typed into, and a
        number format.
        """
        key = (fill, bold, quoted, form)
        if key not in self._styles:
            cell = Cell(self.book.worksheets[0], 1, 1)
            if fill:
                colour = Color(rgb=fill)
                cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
            if bold:
                cell.font = Font(bold=True)
            if form:
                cell.number_format = form
            cell.quotePrefix = quoted
            self._styles[key] = cell.style_id
        return self._styles[key]

    def save(self) -> bytes:
        """The finished workbook's bytes."""
        out = io.BytesIO()
        self.save_into(out)
        return out.getvalue()

    def save_into(self, out: IO[bytes]) -> None:
        """Write the finished workbook, from its beginning to its end, without going back."""
        frame = io.BytesIO()
        if not self._sheets:
            self.sheet("1")
        self.book.save(frame)
        with (
            zipfile.ZipFile(frame) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as target,
        ):
            rows = {f"xl/worksheets/sheet{n}.xml": s for n, s in enumerate(self._sheets, start=1)}
            for name in source.namelist():
                content = source.read(name)
                if name not in rows:
                    target.writestr(name, content)
                    continue
                before, after = _NO_ROWS.split(_DIMENSION.sub(b"", content))
                with target.open(name, "w", force_zip64=True) as part:
                    part.write(before + b"<sheetData>")
                    rows[name].copy_into(part)
                    part.write(b"</sheetData>" + after)


class FastSheet:
    """Rows are appended in order."""

    def __init__(self, book: FastBook, settings: Worksheet) -> None:
        self.settings = settings
        self._book = book
        self._rows = book.spool()
        self._number = 0
        self._letters: list[str] = []

    def append(self, values: Sequence[Any], fills: Sequence[tuple[int, str]] = ()) -> None:
        """A row: values by column, and colours of some of its cells."""
        self._add(values, dict(fills), bold=False)

    def append_bold(self, values: Sequence[Any]) -> None:
        """A row of headings."""
        self._add(values, {}, bold=True)

    def copy_into(self, part: IO[bytes]) -> None:
        """All rows as XML."""
        self._rows.seek(0)
        while block := self._rows.read(1 << 20):
            part.write(block)

    def _add(self, values: Sequence[Any], fills: dict[int, str], *, bold: bool) -> None:
        self._number += 1
        number, letters = self._number, self._letters
        while len(letters) < len(values):
            letters.append(get_column_letter(len(letters) + 1))
        cells = []
        for at, value in enumerate(values):
            fill = fills.get(at, "") if fills else ""
            # Most cells: a text that needs no care and no style.
            if not (fill or bold) and isinstance(value, str) and _SIMPLE.fullmatch(value):
                cells.append(
                    f'<c r="{letters[at]}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
                )
                continue
            if value is None or value == "":
                if fill:
                    style = self._book.style(fill)
                    cells.append(f'<c r="{letters[at]}{number}" s="{style}"/>')
                continue
            kind, content, form, quoted = _content(value)
            style = 0
            if fill or bold or form or quoted:
                style = self._book.style(fill, bold=bold, quoted=quoted, form=form)
            shown = f' s="{style}"' if style else ""
            cells.append(f'<c r="{letters[at]}{number}"{shown}{kind}>{content}</c>')
        xml = f'<row r="{number}">{"".join(cells)}</row>'
        self._rows.write(xml.encode())


def _content(value: Any) -> tuple[str, str, str, bool]:
    """A cell's type, content, number format, and whether it would be a formula once typed into."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>", "", False
    if isinstance(value, int | float):
        return ("", f"<v>{value}</v>", "", False) if math.isfinite(value) else _text(str(value))
    form = next((form for kind, form in _FORMATS.items() if isinstance(value, kind)), "")
    if not form or (isinstance(value, date) and _day(value) < _FIRST_DAY):
        return _text(str(value))
    return "", f"<v>{to_excel(value)}</v>", form, False


def _text(text: str) -> tuple[str, str, str, bool]:
    text = neutral(text)
    quoted = begins_like_formula(text)
    if not text.isalnum():
        text = escape(text, _ENTITIES)
    return ' t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>', "", quoted


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
