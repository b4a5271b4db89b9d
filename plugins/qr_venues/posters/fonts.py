"""Be Vietnam Pro as one font file a weight, with its measures.

The npm package holds web fonts split by script: letters such as ế stand in another file than e.
Here the parts are put together, once a process.
"""

import io
import logging
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from fontTools.merge import Merger
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

REGULAR, BOLD = 400, 700
logging.getLogger("fontTools").setLevel(logging.WARNING)  # else: a page of log a poster
_PARTS = ("latin", "latin-ext", "vietnamese")
# Spacing and substitution rules differ between the parts and cannot be put together.
_DROPPED = ("GSUB", "GPOS", "GDEF")


@dataclass(frozen=True)
class Font:
    """One weight: a TrueType file for those who embed it, and measures for those who draw."""

    path: Path
    units: int  # per em
    characters: dict[int, str]  # code point -> glyph
    widths: dict[str, tuple[int, int]]
    glyphs: Any

    def known(self, text: str) -> str:
        """Text without the characters that this font lacks: a gap is better than a box."""
        return "".join(char for char in text if ord(char) in self.characters)

    def width(self, text: str, size: float) -> float:
        """Width of a line set in this size, in the unit of the size."""
        total = sum(self.widths[self.characters[ord(char)]][0] for char in text)
        return total * size / self.units

    def outline(self, char: str) -> str:
        """The letter as an SVG path in font units, y pointing up; empty for a space."""
        return _outline(self, self.characters[ord(char)])

    def __hash__(self) -> int:
        return hash(self.path)


@lru_cache(maxsize=1000)
def _outline(font: Font, glyph: str) -> str:
    pen = SVGPathPen(font.glyphs)
    font.glyphs[glyph].draw(pen)
    return str(pen.getCommands())


@cache
def font(weight: int) -> Font:
    """The font in REGULAR or BOLD. Raises ImproperlyConfigured where it was never fetched."""
    merged = Merger().merge([_part(name, weight) for name in _PARTS])
    path = Path(_folder().name) / f"BeVietnamPro-{weight}.ttf"
    merged.save(path)
    loaded = TTFont(path)
    return Font(
        path=path,
        units=loaded["head"].unitsPerEm,
        characters=loaded.getBestCmap(),
        widths=loaded["hmtx"].metrics,
        glyphs=loaded.getGlyphSet(),
    )


@cache
def _folder() -> tempfile.TemporaryDirectory:
    """Where this process keeps the files; goes away with the process."""
    return tempfile.TemporaryDirectory(prefix="cong-fonts-")


def _part(name: str, weight: int) -> io.BytesIO:
    found = finders.find(f"fonts/be-vietnam-pro-{name}-{weight}-normal.woff")
    if not found:
        raise ImproperlyConfigured("The font Be Vietnam Pro is not there. Run: make setup")
    part = TTFont(found)
    part.flavor = None
    for table in _DROPPED:
        if table in part:
            del part[table]
    file = io.BytesIO()
    part.save(file)
    file.seek(0)
    return file
