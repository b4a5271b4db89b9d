"""The texts that a workbook keeps once for all its cells, held as bytes: there may be millions."""

from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from plugins.declarations.logbooks.reading.band_workbook import BandWorkbook
from plugins.declarations.logbooks.reading.bands import TEXTS, Bands
from plugins.declarations.logbooks.reading.problems import BookProblem

MAX_TEXTS = 8_000_000
# Before its number, marks a cell that only names a text.
MARK = "\ue000\uf8ff"
_AT_HAND = 20_000  # texts that are one object wherever they stand: days, streets


class SharedTexts:
    """``text(cell)`` gives what a marked cell names. Raises ValueError or IndexError."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        """``blocks`` of the part that holds them. Raises BookProblem."""
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self.text = lru_cache(_AT_HAND)(self._text)
        bands = Bands(blocks, TEXTS)
        for band in bands:
            texts = _texts(band, bands.prefix)
            self._ends.extend(accumulate(map(len, texts), initial=len(self._bytes)))
            del self._ends[-len(texts) - 1]
            self._bytes += b"".join(texts)
            if len(self._ends) > MAX_TEXTS:
                raise BookProblem("too_large")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def _text(self, cell: str) -> str:
        number = int(cell[len(MARK) :])
        if number < 0:
            raise IndexError(number)
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()


def _texts(band: bytes, prefix: bytes) -> list[bytes]:
    """Texts are built as those of cells are, so they are read as such: each as a row."""
    item = prefix + b"si"
    rows = (
        band.replace(b"<%b />" % item, b"<%b/>" % item)
        .replace(b"<%b/>" % item, b"<row/>")
        .replace(b"<%b>" % item, b'<row><c t="inlineStr"><is>')
        .replace(b"</%b>" % item, b"</is></c></row>")
    )
    count = rows.count(b"<row>") + rows.count(b"<row/>")
    sheet = BandWorkbook().sheet(rows)
    first = sheet.start[0] if sheet.start else 0
    texts = [str(row[0]).encode("utf-8", "surrogatepass") for row in sheet.to_python()]
    return [b""] * first + texts + [b""] * (count - first - len(texts))
