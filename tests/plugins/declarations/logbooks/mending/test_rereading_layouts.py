"""In books of many layouts a row with one faulty cell, put right, is the visit that it was."""

from random import Random

import pytest

from plugins.declarations.logbooks.mending.rereading import Kept, RowReader, RowTexts
from plugins.declarations.logbooks.understanding.columns import Column
from tests.plugins.declarations.logbooks.tables import TODAY, ZONE, read_sheets
from tests.plugins.declarations.logbooks.understanding.layouts import make_book

SPOILT = "?9?"


def read(book):
    merged = {made.date_at: frozenset(made.merged) for made in book.values() if made.merged}
    return read_sheets({name: made.rows for name, made in book.items()}, merged_down=merged)


def spoil(book, entry, layout):
    """Write nonsense in place of the name; gives what stood there."""
    made = list(book.values())[entry.sheet - 1]
    sheet = next(sheet for sheet in layout.sheets if sheet.number == entry.sheet)
    at = sheet.index_of(Column.NAME)
    before = made.rows[entry.row - 1][at]
    made.rows[entry.row - 1] = [*made.rows[entry.row - 1]]
    made.rows[entry.row - 1][at] = SPOILT
    return at, before


@pytest.mark.parametrize("seeds", [range(at, at + 20) for at in range(0, 200, 20)], ids=str)
def test_a_row_put_right_is_the_visit_that_it_was(seeds):
    for seed in seeds:
        book = make_book(seed)
        sound = read(book)
        # Without a phone, a name that is none makes a row a note.
        entry = Random(seed).choice([each for each in sound.entries if each.phone] or [None])
        if entry is None:
            continue
        at, name = spoil(book, entry, sound.layout)
        spoilt = read(book)
        (row,) = spoilt.refused
        faults = [[fault.column.value, fault.code] for fault in row.faults]
        sheet = next(s for s in spoilt.layout.sheets if s.number == row.sheet)
        reader = RowReader(sheet, spoilt.layout, ZONE, TODAY)
        texts = reader.shown(Kept(row.cells, row.day, faults))
        cells = [name if n == at else cell for n, cell in enumerate(texts.cells)]
        again = reader.read(row.row, RowTexts(cells, texts.day))
        assert not isinstance(again, list), (seed, again, texts)
        assert (seed, again.name, again.phone, again.checked_in, again.checked_out) == (
            seed,
            entry.name,
            entry.phone,
            entry.checked_in,
            entry.checked_out,
        ), texts
