"""Sheets whose texts come out in Unicode, cell by cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plugins.declarations.logbooks.understanding.legacy.evidence import (
    CODES,
    UNICODE,
    Verdict,
    judge,
)
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.text import Cell

_CACHE_LIMIT = 50_000  # different texts


def in_unicode(sheets: Iterable[RawSheet], code: str) -> list[RawSheet]:
    """The sheets as they are, or converted from the code while they are read.

    Names of people repeat, so what comes of each text is kept.
    """
    if code == UNICODE:
        return list(sheets)
    converter = Converter(code)
    return [
        replace(
            sheet,
            name=converter.text(sheet.name),
            rows=lambda sheet=sheet: converter.rows(sheet.rows()),  # type: ignore[misc]
        )
        for sheet in sheets
    ]


class Converter:
    """Converts what is in a code and leaves what is not.

    A text that reads as both (Hoà is Hoà, or Hồ in VNI) goes by the other texts of its row, or
    else by the row above it: one person wrote them.
    """

    def __init__(self, code: str) -> None:
        self._convert = CODES[code]
        self._known: dict[str, tuple[Verdict, str]] = {}

    def text(self, text: str) -> str:
        """A text alone, as a sheet's name."""
        if text.isascii():
            return text
        verdict, converted = self._judge(text)
        return converted if verdict is Verdict.LEGACY else text

    def rows(self, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        """The rows, those with something to convert as new lists."""
        above = True
        for row in rows:
            judged = [
                (at, *self._judge(cell))
                for at, cell in enumerate(row)
                if type(cell) is str and not cell.isascii()
            ]
            if not judged:
                yield row
                continue
            verdicts = {verdict for _at, verdict, _converted in judged}
            if Verdict.LEGACY in verdicts:
                above = True
            elif Verdict.PROPER in verdicts:
                above = False
            least = Verdict.EITHER if above and Verdict.PROPER not in verdicts else Verdict.LEGACY
            changed = [*row]
            for at, verdict, converted in judged:
                if verdict >= least:
                    changed[at] = converted
            yield changed

    def _judge(self, text: str) -> tuple[Verdict, str]:
        known = self._known.get(text)
        if known is None:
            known = judge(text, self._convert)
            if len(self._known) < _CACHE_LIMIT:
                self._known[text] = known
        return known
