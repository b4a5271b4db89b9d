"""Which books are laid out alike, told by their headings, for mappings that are used again."""

import hashlib
from collections.abc import Iterable, Sequence

from people.names import fold
from plugins.declarations.logbooks.understanding.header import header_at
from plugins.declarations.logbooks.understanding.layout import BookLayout, FoundColumn


def sheet_shape(columns: Iterable[FoundColumn]) -> str:
    """A digest of the headings and their places; "" where there are no headings at all."""
    named = [f"{each.index}:{fold(each.heading)}" for each in columns if each.heading]
    return _digest(named) if named else ""


def sheet_shapes(layout: BookLayout) -> dict[int, str]:
    """The shape of each sheet that is read, by its number."""
    return {sheet.number: sheet_shape(sheet.columns) for sheet in layout.sheets}


def shape_of(layout: BookLayout) -> str:
    """The shape of a book: that of its sheets, however many are alike; "" if none is read."""
    return joint_shape(sheet_shapes(layout).values())


def joint_shape(shapes: Iterable[str]) -> str:
    """The shape of a book whose sheets have these shapes."""
    different = sorted(set(filter(None, shapes)))
    return _digest(different) if different else ""


def shapes_by_row(top: Sequence[Sequence[str]]) -> dict[str, int]:
    """For a sheet that was not understood: the shape it has if its headings are in this row."""
    shapes: dict[str, int] = {}
    for number in range(1, len(top) + 1):
        if shape := sheet_shape(header_at(top, number).columns):
            shapes.setdefault(shape, number)
    return shapes


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
