"""The few texts of a book that its editor compares with what was understood of it."""

from collections.abc import Iterable, Sequence
from itertools import islice

from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.text import Cell, as_text, is_blank

SAMPLES = 3
_SAMPLED_ROWS = 50
_SAMPLED_COLUMNS = 100
_TOP_ROWS = 30
_TOP_COLUMNS = 30
_TOP_LENGTH = 40  # characters
_SAMPLE_LENGTH = 60
_TITLES = 20  # of a sheet
_TITLE_LENGTH = 300


def samples(raw: RawSheet, sheet: SheetLayout) -> dict[str, list[str]]:
    """The first texts of each column by its index, with a heading or without."""
    found: dict[int, list[str]] = {column.index: [] for column in sheet.columns}
    for cells in islice(raw.rows(), sheet.first_row, sheet.first_row + _SAMPLED_ROWS):
        for index, cell in enumerate(cells[:_SAMPLED_COLUMNS]):
            if not is_blank(cell):
                texts = found.setdefault(index, [])
                if len(texts) < SAMPLES:
                    texts.append(as_text(cell)[:_SAMPLE_LENGTH])
    return {str(index): found[index] for index in sorted(found)}


def tops(sheets: Iterable[RawSheet], layout: BookLayout) -> dict[str, list[list[str]]]:
    """The first rows, from the very first, of sheets that are not read and could be, by number.

    From these the editor says where the headings are and what the columns hold.
    """
    not_read = {s.number for s in layout.left_out if s.why not in {"hidden", "empty"}}
    return {str(sheet.number): _top(sheet.rows()) for sheet in sheets if sheet.number in not_read}


def titles(raw: RawSheet, sheet: SheetLayout) -> list[str]:
    """The first texts above the headings."""
    above = islice(raw.rows(), min(max(sheet.header_row - 1, 0), _TOP_ROWS))
    texts = (cell for row in above for cell in row[:_TOP_COLUMNS] if isinstance(cell, str) and cell)
    return [text[:_TITLE_LENGTH] for text in islice(texts, _TITLES)]


def _top(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    return [
        [as_text(cell)[:_TOP_LENGTH] for cell in row[:_TOP_COLUMNS]]
        for row in islice(rows, _TOP_ROWS)
    ]
