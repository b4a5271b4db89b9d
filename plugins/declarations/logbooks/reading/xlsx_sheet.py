"""One sheet of an .xlsx workbook: its rows, parsed a band at a time, and its merged ranges."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, repeat

from python_calamine import CalamineSheet

from plugins.declarations.logbooks.reading.band_workbook import BandWorkbook
from plugins.declarations.logbooks.reading.bands import ROWS, Bands
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.row_bands import ROWS_AT_ONCE, row_bands
from plugins.declarations.logbooks.reading.shared_texts import MARK, SharedTexts
from plugins.declarations.logbooks.understanding.text import Cell, letter

MAX_CELLS = 25_000_000  # of a sheet, with the empty ones between others
_SHARED = re.compile(
    rb"""(<(?:[\w.-]+:)?c\s(?:[^<>]*?\s)?t\s*=\s*["'])s(["'][^<>]*>\s*<(?:[\w.-]+:)?v(?:\s[^<>]*)?>)\s*"""
)
_SHARED_AS_TEXT = rb"\1str\2" + MARK.encode()
_MERGED = re.compile(
    rb"""<(?:[\w.-]+:)?mergeCell\s(?:[^<>]*?\s)?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']"""
)


class _NotADate(Exception):
    """A number is too large to be the time that it is shown as."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """The rows of a band; ``top`` (from 0) is the first one's place, ``left`` the first cell's."""

    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    right: int = -1


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
    """``rows`` may be gone through again; bands for which there is room are parsed once only.

    The rows are not to be changed: another pass gives the same ones.
    """

    def __init__(
        self,
        blocks: Callable[[], Iterator[bytes]],
        workbook: Callable[[], BandWorkbook],
        texts: Callable[[], SharedTexts] | None,
        room: Room,
    ) -> None:
        """Called when needed: the sheet's part, what parses its bands, the book's shared texts."""
        self._blocks = blocks
        self._workbook = workbook
        self._texts = texts
        self._room = room
        self._kept: list[_Parsed] = []
        self._all_kept = False
        self._as_numbers = False
        self._after: bytes | None = None  # what follows the rows, once they were gone through
        self._last = 0

    def rows(self) -> Iterator[list[Cell]]:
        """The rows from the first on, down to the last with content; blank ones are one object.

        Each is at least as wide as those before it. Raises BookProblem.
        """
        number = width = cells = 0
        try:
            for band in self._parsed():
                if not band.rows:
                    continue
                width = max(width, band.right + 1)
                cells += (band.top - number + len(band.rows)) * width
                if band.top < number or cells > MAX_CELLS:
                    raise BookProblem("broken" if band.top < number else "too_large")
                blank: list[Cell] = [""] * width
                yield from repeat(blank, band.top - number)
                yield from _as_wide(band.rows, blank[: band.left], blank[band.right + 1 :])
                number = band.top + len(band.rows)
        except _NotADate:
            self._read_dates_as_numbers()
            yield from islice(self.rows(), number, None)
        else:
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
                parsed = self._parse(band)
                # Those that are kept are the first ones, without a gap.
                if number == len(self._kept) + 1 and self._room.take(_cost(parsed, band)):
                    self._kept.append(parsed)
                yield parsed
        self._after = bands.after
        self._all_kept = number == len(self._kept)

    def _parse(self, band: bytes) -> _Parsed:
        marked = band if self._texts is None else _marked(band)
        workbook = BandWorkbook() if self._as_numbers else self._workbook()
        sheet = workbook.sheet(marked)
        if sheet.start is None or sheet.end is None:
            return _Parsed([])
        (top, left), (bottom, right) = sheet.start, sheet.end
        if bottom - top >= ROWS_AT_ONCE:  # its cells do not say what its rows say
            raise BookProblem("broken")
        rows = _cells(sheet)
        if self._texts is not None and marked is not band:
            rows = _with_texts(rows, self._texts())
        return _Parsed(rows, top, left, right)

    def _read_dates_as_numbers(self) -> None:
        """From here on, dates come as the numbers that they are in the file."""
        if self._as_numbers or self._workbook().from_1904:
            raise BookProblem("broken")
        self._as_numbers, self._kept, self._all_kept = True, [], False


def _cost(parsed: _Parsed, band: bytes) -> int:
    """About how many bytes of memory a parsed band takes."""
    if not parsed.rows:
        return 0
    return len(band) + len(parsed.rows) * (100 + 20 * (parsed.right + 1 - parsed.left))


def _cells(sheet: CalamineSheet) -> list[list[Cell]]:
    try:
        return sheet.to_python()
    except OverflowError:
        raise _NotADate from None
    except BaseException as panic:  # calamine's own, which is no Exception
        if type(panic).__name__ == "PanicException":
            raise _NotADate from None
        raise


def _marked(band: bytes) -> bytes:
    """The same band with its shared texts marked; itself if there are none."""
    marked = band.replace(b' t="s"><v>', b' t="str"><v>' + MARK.encode())
    if b' t="s"' in marked or b" t='s'" in marked:
        return _SHARED.sub(_SHARED_AS_TEXT, marked)
    return marked


def _with_texts(rows: Iterable[list[Cell]], texts: SharedTexts) -> list[list[Cell]]:
    """Rows with the texts that cells name; equal ones are one object."""
    mark, length, text = MARK, len(MARK), texts.text
    try:
        return [
            [
                text(cell) if cell.__class__ is str and cell[:length] == mark else cell
                for cell in row
            ]
            for row in rows
        ]
    except (ValueError, IndexError):
        raise BookProblem("broken") from None


def _as_wide(
    rows: Iterable[list[Cell]], before: list[Cell], after: list[Cell]
) -> Iterable[list[Cell]]:
    """Rows from the first column on, as wide as those before them."""
    return (before + row + after for row in rows) if before or after else rows
