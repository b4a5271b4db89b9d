"""Cuts the XML of a large part between its items, without parsing it, into bands of a few rows.

A band is parsed on its own (see `band_workbook.py`), so that memory does not grow with the part.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.declarations.logbooks.reading.problems import BookProblem

MAX_ITEM = 8 << 20  # bytes; a row of 200 full cells of 32,767 characters is no larger
MAX_AROUND = 4 << 20  # bytes before the items that hold no cells: widths of columns, views
MAX_MERGES = 16 << 20  # bytes after them, where the merged ranges stand


@dataclass(frozen=True, slots=True)
class Kind:
    """Names of the element around the items and of the items themselves."""

    around: bytes
    item: bytes


ROWS = Kind(b"sheetData", b"row")
TEXTS = Kind(b"sst", b"si")


class Bands:
    """The bands of one part, from the first on. When all are taken, ``after`` holds the rest.

    ``prefix`` is what stands before the names of elements, mostly nothing, else as b"x:".
    """

    def __init__(self, blocks: Iterable[bytes], kind: Kind) -> None:
        self._blocks = iter(blocks)
        self._kind = kind
        self.prefix = b""
        self.after = b""

    def __iter__(self) -> Iterator[bytes]:
        """Whole items each. Raises BookProblem if the part ends early or one item is too long."""
        rest = self._begin()
        if rest is None:
            return
        start, end = (
            b"<%b%b" % (self.prefix, self._kind.item),
            b"</%b%b"
            % (
                self.prefix,
                self._kind.around,
            ),
        )
        while (at := rest.find(end)) < 0:
            if (cut := rest.rfind(start)) > 0:
                yield rest[:cut]
                rest = rest[cut:]
            if len(rest) > MAX_ITEM:
                raise BookProblem("too_large")
            rest += self._next()
        if at:
            yield rest[:at]
        self._end(rest[at:])

    def _begin(self) -> bytes | None:
        """What follows the beginning of the items; None if there are none."""
        opening = re.compile(rb"<((?:[\w.-]+:)?)%b(?:\s[^<>]*?)?(/?)>" % self._kind.around)
        text = b""
        while not (found := opening.search(text)):
            if len(text) > MAX_AROUND:
                raise BookProblem("too_large")
            text += self._next()
        self.prefix = found[1]
        if found[2]:
            self._end(text[found.end() :])
            return None
        return text[found.end() :]

    def _end(self, rest: bytes) -> None:
        """Keep what follows; the part is read to its end, where it shows whether it is whole."""
        for block in self._blocks:
            if len(rest) < MAX_MERGES:
                rest += block
        self.after = rest

    def _next(self) -> bytes:
        block = next(self._blocks, b"")
        if not block:
            raise BookProblem("broken")
        return block
