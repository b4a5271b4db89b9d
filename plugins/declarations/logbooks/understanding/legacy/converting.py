"""Sheets whose texts come out in Unicode, cell by cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from plugins.declarations.logbooks.understanding.legacy.evidence import (
    CODES,
    UNICODE,
    Verdict,
    best_code,
    judge,
)
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.text import Cell

_CACHE_LIMIT = 50_000  # different texts


def in_unicode(sheets: Iterable[RawSheet], code: str, others: Sequence[str] = ()) -> list[RawSheet]:
    """The sheets as they are, or converted from the code, and others, while they are read.

    Names of people repeat, so what comes of each text is kept.
    """
    if code == UNICODE:
        return list(sheets)
    converter = Converter(code, *others)
    return [
        replace(
            sheet,
            name=converter.text(sheet.name),
            rows=partial(converter.rows_of, sheet),
        )
        for sheet in sheets
    ]


class Converter:
    """Converts what is in one of the codes and leaves what is not.

    A text that reads as both (Hoà is Hoà, or Hồ in VNI) goes by the other texts of its row, or
    else by the row above it: one person wrote them.
    """

    def __init__(self, *codes: str) -> None:
        self._codes = codes
        self._known: dict[str, tuple[Verdict, str, str]] = {}

    def text(self, text: str) -> str:
        """A text alone, as a sheet's name."""
        return text if text.isascii() else self._judge(text)[2]

    def rows_of(self, sheet: RawSheet) -> Iterator[Sequence[Cell]]:
        """A sheet's rows from the first one on."""
        return self.rows(sheet.rows())

    def rows(self, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        """The rows, those with something to convert as new lists."""
        above = self._codes[0]
        for row in rows:
            judged = [
                (at, *self._judge(cell))
                for at, cell in enumerate(row)
                if type(cell) is str and not cell.isascii()
            ]
            if not judged:
                yield row
                continue
            codes = [code for _at, verdict, code, _after in judged if verdict is Verdict.LEGACY]
            proper = any(verdict is Verdict.PROPER for _at, verdict, _code, _after in judged)
            if codes or proper:
                above = codes[0] if codes else UNICODE
            changed = [*row]
            for at, verdict, _code, after in judged:
                if verdict is Verdict.EITHER and above != UNICODE and not proper:
                    changed[at] = judge(after, CODES[above])[1]
                else:
                    changed[at] = after
            yield changed

    def _judge(self, text: str) -> tuple[Verdict, str, str]:
        """What a text is in, the code if it is one for sure, and the text as it is then."""
        known = self._known.get(text)
        if known is None:
            known = self._judged(text)
            if len(self._known) < _CACHE_LIMIT:
                self._known[text] = known
        return known

    def _judged(self, text: str) -> tuple[Verdict, str, str]:
        if code := best_code(text, self._codes):
            return Verdict.LEGACY, code, judge(text, CODES[code])[1]
        verdicts = (judge(text, CODES[code])[0] for code in self._codes)
        return max(verdicts), "", text
