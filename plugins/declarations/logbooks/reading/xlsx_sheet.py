"""One sheet of an .xlsx workbook: its rows, parsed a band at a time, and its merged ranges."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineSheet

from plugins.declarations.logbooks.reading.band_workbook import BandWorkbook
from plugins.declarations.logbooks.reading.bands import ROWS, Bands
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.row_bands import row_bands
from plugins.declarations.logbooks.reading.shared_texts import SharedTexts
from plugins.declarations.logbooks.understanding.text import Cell, letter

MAX_CELLS = 25_000_000  # of a sheet, with the empty ones between others
_CELL = 32  # bytes of a parsed cell without its text
# A cell that names a shared text becomes one with this and the number as its own text.
_MARK = "\ue000\uf8ff"
_SHARED = re.compile(
    rb"""(<(?:[\w.-]+:)?c\s(?:[^<>]*?\s)?t\s*=\s*["'])s(["'][^<>]*>\s*<(?:[\w.-]+:)?v(?:\s[^<>]*)?>)\s*"""
)
_NAMED = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHARED_AS_TEXT = rb"\1str\2" + _MARK.encode()
_MERGED = re.compile(
    rb"""<(?:[\w.-]+:)?mergeCell\s(?:[^<>]*?\s)?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']"""
)


@dataclass(frozen=True, slots=True)
class _Parsed:
    cells: CalamineSheet
    shared: bool  # some cells only name a shared text


@dataclass(slots=True)
class Room:
    """How many bytes, about, of parsed bands may still be kept for another pass."""

    left: int

    def take(self, cost: int) -> bool:
        """Whether there was enough; it is taken then."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


class XlsxSheet:
    """``rows`` may be gone through again; bands for which there is room are parsed once only."""

    def __init__(
        self,
        blocks: Callable[[], Iterator[bytes]],
        workbook: Callable[[], BandWorkbook],
        texts: Callable[[], SharedTexts],
        room: Room,
    ) -> None:
        """Called when needed: the sheet's part, what parses its bands, the book's texts."""
        self._blocks = blocks
        self._workbook = workbook
        self._texts = texts
        self._kept: list[_Parsed] = []
        self._room = room
        self._all_kept = False
        self._as_numbers = False
        self._after: bytes | None = None  # what follows the rows, once they were gone through
        self._last = 0

    def rows(self) -> Iterator[list[Cell]]:
        """The rows from the first on, down to the last with content; a blank one is shared.

        Each is at least as wide as those before it. Raises BookProblem.
        """
        number = width = cells = 0
        for parsed in self._parsed():
            sheet = parsed.cells
            if sheet.start is None or sheet.end is None:
                continue
            (top, left), (bottom, right) = sheet.start, sheet.end
            width = max(width, right + 1)
            cells += (bottom + 1 - number) * width
            if top < number or cells > MAX_CELLS:
                raise BookProblem("broken" if top < number else "too_large")
            filled = self._filled(parsed)
            if filled is None:
                self._read_dates_as_numbers()
                yield from islice(self.rows(), number, None)
                return
            blank: list[Cell] = [""] * width
            yield from (blank for _row in range(number, top))
            yield from _as_wide(filled, blank[:left], blank[right + 1 :])
            number = bottom + 1
        self._last = number

    def last_row(self) -> int:
        """The number of the last row with content."""
        self._gone_through()
        return self._last

    def merged_down(self, column: int) -> frozenset[int]:
        """Numbers of the rows whose cell in a column, from 0, is merged with the one above."""
        self._gone_through()
        name = letter(column).encode()
        return frozenset(
            row
            for left, top, bottom in _MERGED.findall(self._after or b"")
            if left == name
            for row in range(int(top) + 1, min(int(bottom), self._last) + 1)
        )

    def _gone_through(self) -> None:
        if self._after is None:
            for _row in self.rows():
                pass

    def _parsed(self) -> Iterator[_Parsed]:
        yield from (kept := self._kept[:])
        if self._all_kept:
            return
        bands, number = Bands(self._blocks(), ROWS), 0
        for number, band in enumerate(row_bands(bands), start=1):
            if number > len(kept):
                yield self._parse(band, number)
        self._after = bands.after
        self._all_kept = number == len(self._kept)

    def _parse(self, band: bytes, number: int) -> _Parsed:
        """The cells of a band; it is kept if all before it are and there is room."""
        marked = _marked(band)
        workbook = BandWorkbook() if self._as_numbers else self._workbook()
        parsed = _Parsed(workbook.sheet(marked), marked is not band)
        cost = len(band) // 2 + parsed.cells.width * parsed.cells.height * _CELL
        if number == len(self._kept) + 1 and self._room.take(cost):
            self._kept.append(parsed)
        return parsed

    def _filled(self, parsed: _Parsed) -> Iterable[list[Cell]] | None:
        """The rows of a band; None if some number is too large to be the date it is shown as."""
        try:
            rows: list[list[Cell]] = parsed.cells.to_python()
        except OverflowError:
            return None
        except BaseException as panic:  # calamine's own, which is no Exception
            if type(panic).__name__ == "PanicException":
                return None
            raise
        return _with_texts(rows, self._texts()) if parsed.shared else rows

    def _read_dates_as_numbers(self) -> None:
        """From here on, dates come as the numbers that they are in the file."""
        if self._as_numbers or self._workbook().from_1904:
            raise BookProblem("broken")
        self._as_numbers, self._kept, self._all_kept = True, [], False


def _marked(band: bytes) -> bytes:
    """The same band with its shared texts marked; itself if there are none."""
    if b'"s"' not in band and b"'s'" not in band:
        return band
    marked = band.replace(b' t="s"><v>', b' t="str"><v>' + _MARK.encode())
    return _SHARED.sub(_SHARED_AS_TEXT, marked) if _NAMED.search(marked) else marked


def _with_texts(rows: Iterable[list[Cell]], texts: SharedTexts) -> Iterator[list[Cell]]:
    mark, after = _MARK, len(_MARK)
    try:
        for row in rows:
            yield [
                texts[int(cell[after:])] if cell.__class__ is str and cell[:after] == mark else cell
                for cell in row
            ]
    except (ValueError, IndexError):
        raise BookProblem("broken") from None


def _as_wide(
    rows: Iterable[list[Cell]], before: list[Cell], after: list[Cell]
) -> Iterable[list[Cell]]:
    """Rows from the first column on, as wide as those before them."""
    return (before + row + after for row in rows) if before or after else rows
