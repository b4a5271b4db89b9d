"""Where everything stands on a poster: A4 upright, millimetres from the upper left corner.

From top to bottom: what to do, whose code this is, the code, how to type it. What the venue is
called is wrapped, and set smaller until it fits: nothing is ever cut off.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import segno
from django.utils.translation import gettext, gettext_noop, override

from plugins.qr_venues import codes
from plugins.qr_venues.models import Checkpoint
from plugins.qr_venues.posters.fonts import BOLD, REGULAR, font

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 12.0  # printers leave about 5 mm white
CODE_SIZE = 150.0  # Hà Đông asks for 15 x 15 cm at least
CODE_LEFT = (WIDTH - CODE_SIZE) / 2
CODE_TOP = 81.0
NAMES_TOP = 29.0
QUIET_MODULES = 4  # white around the code (ISO/IEC 18004); outside of the 15 cm
LINE_HEIGHT = 1.3  # of the size: capitals with two marks (Ế) need the room
BLACK, ACCENT, GREY = "#0b0c0c", "#9c1c2e", "#454a4d"

_TITLE = gettext_noop("Scan when you come in and when you leave")
_HOW = gettext_noop("Point your phone’s camera at the code and tap the address that appears.")
_TYPE = gettext_noop("Cannot scan? Open %(address)s and type:")


@dataclass(frozen=True)
class Line:
    """A centred line of text: ``baseline`` and ``size`` (of the em) in millimetres."""

    text: str
    baseline: float
    size: float
    weight: int
    colour: str


@dataclass(frozen=True)
class Sheet:
    """One poster. ``modules`` are the code's rows from the top, True for black."""

    title: str
    address: str
    lines: tuple[Line, ...]
    modules: tuple[tuple[bool, ...], ...]

    @property
    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Neighbouring black modules as (row, first column, how many)."""
        for row, modules in enumerate(self.modules):
            start = 0
            while start < len(modules):
                end = start
                while end < len(modules) and modules[end] == modules[start]:
                    end += 1
                if modules[start]:
                    yield row, start, end - start
                start = end


@dataclass(frozen=True)
class _Text:
    """A text to be wrapped into lines of at most the given size."""

    text: str
    size: float
    weight: int
    colour: str = BLACK
    gap: float = 0.0  # above it, as a share of the size


def lay_out(checkpoint: Checkpoint) -> Sheet:
    """Arrange the poster of a check point."""
    venue = checkpoint.venue
    address = codes.address(checkpoint.token)
    modules = tuple(tuple(bool(module) for module in row) for row in code(address))
    quiet = QUIET_MODULES * CODE_SIZE / len(modules)
    place = ", ".join(part for part in (venue.address, venue.area.name) if part)
    says = [
        _Text(_in("vi", _TITLE), 8.0, BOLD, ACCENT),
        _Text(_in("en", _TITLE), 4.4, REGULAR, GREY),
    ]
    names = [
        _Text(venue.name, 11.0, BOLD),
        _Text(checkpoint.name, 7.0, BOLD, ACCENT, gap=0.1),
        _Text(place, 4.8, REGULAR, GREY, gap=0.2),
    ]
    typing = {"address": codes.typing_address().removeprefix("https://")}
    helps = [
        _Text(_in("vi", _TYPE) % typing, 5.0, REGULAR),
        _Text(_in("en", _TYPE) % typing, 3.8, REGULAR, GREY),
        _Text(codes.shown(checkpoint.token), 12.0, BOLD, gap=0.05),
        _Text(_in("vi", _HOW), 4.2, REGULAR),
        _Text(_in("en", _HOW), 3.4, REGULAR, GREY),
    ]
    lines = (
        *_fitted(says, MARGIN, NAMES_TOP),
        *_fitted(names, NAMES_TOP, CODE_TOP - quiet),
        *_fitted(helps, CODE_TOP + CODE_SIZE + quiet, HEIGHT - MARGIN),
    )
    return Sheet(f"{venue.name} – {checkpoint.name}", address, lines, modules)


def code(address: str) -> tuple[bytearray, ...]:
    """The code's modules. Level H: it still reads with 30 % of it torn, dirty or faded."""
    return segno.make(address, error="h", micro=False).matrix


def _in(language: str, text: str) -> str:
    with override(language):
        return gettext(text)


def _fitted(texts: list[_Text], top: float, bottom: float) -> list[Line]:
    """The texts from ``top`` down, all of them smaller by the same share until they fit."""
    scale = 1.0
    while True:
        lines, end = _stacked(texts, top, scale)
        if end <= bottom:
            return _centred(lines, (bottom - end) / 2)
        scale *= 0.96


def _stacked(texts: list[_Text], top: float, scale: float) -> tuple[list[Line], float]:
    lines: list[Line] = []
    y = top
    for text in texts:
        size = text.size * scale
        y += text.gap * size
        for words in _wrapped(text.text, size, text.weight):
            lines.append(Line(words, y + size, size, text.weight, text.colour))
            y += LINE_HEIGHT * size
    return lines, y


def _centred(lines: list[Line], down: float) -> list[Line]:
    return [
        Line(line.text, line.baseline + down, line.size, line.weight, line.colour) for line in lines
    ]


def _wrapped(text: str, size: float, weight: int) -> list[str]:
    """Lines no wider than the page within its margins; a longer word is broken by letters."""
    face = font(weight)
    room = WIDTH - 2 * MARGIN
    lines: list[str] = []
    for word in face.known(unicodedata.normalize("NFC", text)).split():
        joined = f"{lines[-1]} {word}" if lines else word
        if face.width(joined, size) <= room:
            lines[-1:] = [joined]
            continue
        lines.append("")
        for letter in word:
            if face.width(lines[-1] + letter, size) > room:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]
