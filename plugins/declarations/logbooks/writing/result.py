"""The result workbook: the editor's own rows, with what became of each in front."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from plugins.declarations.logbooks.messages import outcome_text
from plugins.declarations.logbooks.writing.cells import cell

_FILLS = {"created": "FFDCEFE3", "duplicate": "FFFFF1CC", "refused": "FFF9D9D6"}
_WIDTH = 34  # of the first column, in characters
_LONGEST_NAME = 31  # of a sheet


class ResultBook:
    """Written row by row; finished with `save`."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._fills = {
            outcome: PatternFill("solid", start_color=Color(rgb=rgb), end_color=Color(rgb=rgb))
            for outcome, rgb in _FILLS.items()
        }
        self._sheets: dict[int, Worksheet] = {}

    def sheet(self, number: int, name: str, header_row: int | None) -> Worksheet:
        """The sheet with this number in the editor's book, made when first asked for."""
        if number not in self._sheets:
            made = self._book.create_sheet(_safe_name(name or str(number)))
            made.column_dimensions["A"].width = _WIDTH
            if header_row:
                made.freeze_panes = f"B{header_row + 1}"
            self._sheets[number] = made
        return self._sheets[number]

    def heading(self, sheet: Worksheet, cells: Iterable[Any]) -> None:
        """The row of the headings."""
        row = [self._bold(sheet, _("Result"))]
        row += [self._bold(sheet, cell(sheet, each)) for each in cells]
        sheet.append(row)

    def plain(self, sheet: Worksheet, cells: Iterable[Any]) -> None:
        """A row that is no visit."""
        sheet.append([None, *(cell(sheet, each) for each in cells)])

    def marked(
        self,
        sheet: Worksheet,
        cells: Iterable[Any],
        outcome: str,
        faults: list[list[str]] | None = None,
        columns: Mapping[str, int] | None = None,
    ) -> None:
        """A row that counts; ``columns`` says where the faulty cells are that get its colour."""
        fill = self._fills[outcome]
        mark = WriteOnlyCell(sheet, value=outcome_text(outcome, faults))
        mark.fill = fill
        row = [mark, *(cell(sheet, each) for each in cells)]
        for column, _code in faults or ():
            at = (columns or {}).get(column)
            if at is not None and at + 1 < len(row):
                faulty = row[at + 1]
                if not isinstance(faulty, Cell):
                    faulty = WriteOnlyCell(sheet, value=faulty)
                faulty.fill = fill
                row[at + 1] = faulty
        sheet.append(row)

    def save(self) -> bytes:
        """The finished workbook's bytes."""
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()

    def _bold(self, sheet: Worksheet, value: Any) -> Any:
        if value is None:
            return None
        made = value if isinstance(value, Cell) else WriteOnlyCell(sheet, value=value)
        made.font = Font(bold=True)
        return made


def _safe_name(name: str) -> str:
    """A name that every spreadsheet program takes for a sheet."""
    return "".join("-" if char in r"[]:*?/\\" else char for char in name)[:_LONGEST_NAME]
