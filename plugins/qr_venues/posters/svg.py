"""Posters as SVG: letters are outlines, so that every program and print shop shows them."""

from xml.sax.saxutils import escape

from plugins.qr_venues.posters import layout
from plugins.qr_venues.posters.fonts import font
from plugins.qr_venues.posters.layout import Line, Sheet


def draw(sheet: Sheet) -> bytes:
    """A page of 210 x 297 mm. All its text also stands in its description, for screen readers."""
    said = escape("\n".join(line.text for line in sheet.lines))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.WIDTH:g}mm" '
        f'height="{layout.HEIGHT:g}mm" viewBox="0 0 {layout.WIDTH:g} {layout.HEIGHT:g}" '
        f'role="img" lang="vi">',
        f"<title>{escape(sheet.title)}</title>",
        f"<desc>{said}\n{escape(sheet.address)}</desc>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        _code(sheet),
        *(_line(line) for line in sheet.lines),
        "</svg>",
    ]
    return "\n".join(parts).encode()


def _code(sheet: Sheet) -> str:
    module = layout.CODE_SIZE / len(sheet.modules)
    path = "".join(f"M{column} {row}h{length}v1h-{length}z" for row, column, length in sheet.runs)
    place = f"translate({layout.CODE_LEFT:g} {layout.CODE_TOP:g}) scale({module:.6f})"
    return f'<path transform="{place}" shape-rendering="crispEdges" d="{path}"/>'


def _line(line: Line) -> str:
    """A group in font units, the letters side by side in it."""
    face = font(line.weight)
    scale = line.size / face.units
    left = (layout.WIDTH - face.width(line.text, line.size)) / 2
    letters, x = [], 0
    for char in line.text:
        if outline := face.outline(char):
            letters.append(f'<path transform="translate({x} 0)" d="{outline}"/>')
        x += face.widths[face.characters[ord(char)]][0]
    place = f"translate({left:.3f} {line.baseline:.3f}) scale({scale:.6f} {-scale:.6f})"
    return f'<g fill="{line.colour}" transform="{place}">{"".join(letters)}</g>'
