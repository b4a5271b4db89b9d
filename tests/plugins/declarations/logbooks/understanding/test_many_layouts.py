"""Books of many layouts come out exactly: every visit, and nothing else."""

import pytest

from plugins.declarations.logbooks.understanding.legacy.converting import in_unicode
from plugins.declarations.logbooks.understanding.legacy.recognise import recognise
from plugins.declarations.logbooks.understanding.raw import RawSheet
from tests.plugins.declarations.logbooks.codes import to_tcvn3, to_vni
from tests.plugins.declarations.logbooks.tables import read_sheets
from tests.plugins.declarations.logbooks.understanding.layouts import make_book

BOOKS = 400


def read(book, change=lambda rows: rows):
    """The book read after its rows were changed; (seed's) merged dates stay merged."""
    merged = {made.date_at: frozenset(made.merged) for made in book.values() if made.merged}
    sheets = {name: change(made.rows) for name, made in book.items()}
    return read_sheets(sheets, merged_down=merged)


def expected(book):
    return [visit for made in book.values() for visit in made.visits]


@pytest.mark.parametrize("seeds", [range(at, at + 40) for at in range(0, BOOKS, 40)], ids=str)
def test_every_visit_is_read_and_nothing_else(seeds):
    for seed in seeds:
        book = make_book(seed)
        found = read(book)
        assert (seed, found.visits) == (seed, expected(book))
        assert not found.refused
        assert not found.layout.asks_order


@pytest.mark.parametrize("code", ["tcvn3", "vni"])
def test_the_same_in_an_older_code(code):
    encode = {"tcvn3": to_tcvn3, "vni": to_vni}[code]

    def converted(rows):
        old = [[encode(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        raw = RawSheet(1, "", hidden=False, rows=lambda: iter(old), merged_down=lambda _c: set())
        assert recognise([raw], []).code == code
        return [list(row) for row in in_unicode([raw], code)[0].rows()]

    for seed in range(BOOKS, BOOKS + 40):
        book = make_book(seed)
        assert (seed, read(book, converted).visits) == (seed, expected(book))
