"""Bands of a sheet that are safe to parse densely: few rows, and no cell far to the right."""

import re
from collections.abc import Iterator
from itertools import islice

from plugins.declarations.logbooks.reading.bands import Bands
from plugins.declarations.logbooks.reading.problems import BookProblem

MAX_ROW = 1_048_576  # rows of a sheet, by the format
ROWS_AT_ONCE = 4096
MAX_COLUMNS = 256  # up to IV; no column of a paper book stands further right
_FAR = re.compile(rb""" r=["'](?:[A-Z]{3,}|[J-Z][A-Z]|I[W-Z])\d""")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_FIRST_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])[^<>]*")
_REFERENCE = re.compile(rb"\sr\s*=")


def row_bands(bands: Bands) -> Iterator[bytes]:
    """The rows of a sheet's part. Raises BookProblem when their numbers cannot be right."""
    before = 0
    for band in bands:
        row = re.compile(rb"<%brow(?=[\s/>])[^<>]*" % bands.prefix)
        first, last = row.search(band), row.search(band, band.rfind(b"<%brow" % bands.prefix))
        if first is None or last is None:
            continue
        begin, end = _own_number(first[0]), _own_number(last[0])
        in_order = before < begin <= end <= MAX_ROW
        if in_order and not _has_values(band):
            before = end
            continue
        count = band.count(b"<%brow" % bands.prefix)
        if in_order and count <= end + 1 - begin <= ROWS_AT_ONCE:
            before = end
            yield _narrow(band, bands.prefix)
            continue
        for last_number, piece in _pieces(band, row, before):
            before = last_number
            yield _narrow(piece, bands.prefix)


def _has_values(band: bytes) -> bool:
    """False where all cells are only formatted; books have hundreds of thousands of such rows."""
    return b"v>" in band or b"is>" in band


def _pieces(band: bytes, row: re.Pattern[bytes], before: int) -> Iterator[tuple[int, bytes]]:
    """The band cut where it has many rows or a gap between them, each with its last number."""
    start, first, number = 0, 0, before
    lead = b""
    for found in row.finditer(band):
        own = _own_number(found[0])
        following = own or number + 1
        if following <= number or following > MAX_ROW:
            raise BookProblem("broken")
        if first and following - first >= ROWS_AT_ONCE:
            yield number, lead + band[start : found.start()]
            first = 0
        if not first:
            start, first = found.start(), following
            # Rows without numbers follow the one before: this tells calamine which that was.
            lead = b"" if own or first == 1 else b'<row r="%d"/>' % (first - 1)
        number = following
    yield number, lead + band[start:]


def _own_number(tag: bytes) -> int:
    found = _NUMBER.search(tag)
    return int(found[1][:12]) if found else 0


def _narrow(band: bytes, prefix: bytes) -> bytes:
    """Without the cells that are too far right; cells stand from left to right."""
    if _FAR.search(band):
        return b"".join(_near_cells(band, b"</%brow>" % prefix))
    cell = _FIRST_CELL.search(band)
    if cell is None or _REFERENCE.search(cell[0]):
        return band
    end = b"</%brow>" % prefix
    return end.join(map(_first_cells, band.split(end)))


def _near_cells(band: bytes, end: bytes) -> Iterator[bytes]:
    at = looked = 0
    while far := _FAR.search(band, looked):
        cell = band.rfind(b"<", looked, far.start())
        if cell < 0 or band.find(b">", cell, far.start()) >= 0:
            # A text that looks like an attribute; it ends where the next element begins.
            looked = band.find(b"<", far.end())
            if looked < 0:
                break
            continue
        yield band[at:cell]
        at = looked = band.find(end, far.start())
        if at < 0:
            return
    yield band[at:]


def _first_cells(row: bytes) -> bytes:
    """Cells that do not say where they are stand side by side."""
    beyond = next(islice(_FIRST_CELL.finditer(row), MAX_COLUMNS, None), None)
    return row[: beyond.start()] if beyond else row
