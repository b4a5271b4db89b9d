"""What code the texts of a whole book are in, from its fonts and the texts themselves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from plugins.declarations.logbooks.understanding.legacy.evidence import (
    CODES,
    UNICODE,
    Verdict,
    best_code,
    gain_of,
    is_only_unicode,
    judge,
)
from plugins.declarations.logbooks.understanding.raw import RawSheet

_ROWS = 400  # of each sheet
_TEXTS = 2_000  # different ones
_LONGEST = 200  # characters; longer ones are stories, not names
_SHOWN = 12  # headings alone would tell little: names are to be among them
_SHOWN_LENGTH = 60
_ENOUGH = 5  # texts that by themselves make sure


@dataclass(frozen=True, slots=True)
class BookText:
    """``code`` is a name of CODES, or "unicode"; ``conversions`` pairs of before and after.

    ``others``: further codes that some texts are in. ``capitals``: small letters were shown as
    capitals by the font, in some cells at least.
    """

    code: str = UNICODE
    others: tuple[str, ...] = ()
    certain: bool = True
    conversions: tuple[tuple[str, str], ...] = ()
    capitals: bool = False


_PROPER = BookText()


@dataclass(frozen=True, slots=True)
class _Weighed:
    code: str
    legacy: int  # texts that are in it for sure
    gain: int
    proper: int  # texts that are not


def recognise(sheets: Iterable[RawSheet], fonts: Iterable[str], chosen: str = "") -> BookText:
    """What the book's texts are in. ``chosen``, what the editor says, decides where given."""
    if chosen == UNICODE:
        return _PROPER
    texts = _sample(sheets)
    if not texts:
        return _PROPER
    by_fonts = {code for font in fonts if (code := code_of_font(font))}
    capitals = any(_is_capital_font(font) for font in fonts)
    weighed = sorted((_weigh(texts, code) for code in CODES), key=lambda w: w.gain, reverse=True)
    best, second = weighed[:2]
    if chosen in CODES:
        code, certain = chosen, True
    elif _is_enough(best, best.code in by_fonts, len(texts)):
        code = best.code
        certain = code in by_fonts or (best.legacy >= _ENOUGH and best.gain >= 2 * second.gain)
    else:
        return _PROPER
    others = _others(texts, code)
    found = _conversions(texts, (code, *others))
    return BookText(code, others, certain, found, code == "tcvn3" and capitals)


def _others(texts: Iterable[str], chief: str) -> tuple[str, ...]:
    """Codes in which several texts are that make no sense in the chief one."""
    counts = Counter(
        best_code(text, CODES)
        for text in texts
        if judge(text, CODES[chief])[0] is not Verdict.LEGACY and not is_only_unicode(text)
    )
    return tuple(code for code, count in counts.most_common() if code and count > 1)


def code_of_font(name: str) -> str | None:
    """The code that a font is made for."""
    lowered = name.strip().lower()
    if lowered.startswith(".vn"):
        return "tcvn3"
    return "vni" if lowered.startswith("vni") else None


def _is_capital_font(name: str) -> bool:
    return code_of_font(name) == "tcvn3" and name.strip().endswith("H")


def _sample(sheets: Iterable[RawSheet]) -> list[str]:
    """Different texts with other letters than ASCII, in the order of the book."""
    texts: dict[str, None] = {}
    for sheet in sheets:
        if sheet.hidden:
            continue
        texts.setdefault(sheet.name)
        for row in islice(sheet.rows(), _ROWS):
            for cell in row:
                if type(cell) is str and not cell.isascii() and len(cell) <= _LONGEST:
                    texts[cell] = None
            if len(texts) >= _TEXTS:
                break
    return [text for text in texts if not text.isascii()]


def _weigh(texts: Sequence[str], code: str) -> _Weighed:
    legacy = gain = proper = 0
    for text in texts:
        verdict, converted = judge(text, CODES[code])
        if verdict is Verdict.LEGACY:
            legacy += 1
            gain += gain_of(text, converted)
        elif verdict is Verdict.PROPER:
            proper += 1
    return _Weighed(code, legacy, gain, proper)


def _is_enough(best: _Weighed, hinted: bool, texts: int) -> bool:
    """A stray text that looks odd must not turn a book over; its fonts make one enough."""
    if hinted:
        return best.legacy > 0
    if best.legacy * 20 < best.proper:
        return False
    return best.legacy > 1 or (best.legacy == 1 and texts <= 2)


def _conversions(texts: Sequence[str], codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """A few texts before and after; those of several words first, since they tell more."""
    changed = []
    for text in texts:
        if code := best_code(text, codes):
            after = CODES[code](text) or text
            changed.append((text.strip()[:_SHOWN_LENGTH], after.strip()[:_SHOWN_LENGTH]))
    changed.sort(key=lambda pair: " " not in pair[0])
    return tuple(changed[:_SHOWN])
