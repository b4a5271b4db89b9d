"""Posters as PNG at 300 dots an inch."""

import io

from PIL import Image, ImageDraw, ImageFont

from plugins.qr_venues.posters import layout
from plugins.qr_venues.posters.fonts import font
from plugins.qr_venues.posters.layout import Sheet

DOTS_PER_INCH = 300
_DOTS = DOTS_PER_INCH / 25.4  # a millimetre


def draw(sheet: Sheet) -> bytes:
    """A page of 2480 x 3508 dots."""
    image = Image.new("RGB", (_dots(layout.WIDTH), _dots(layout.HEIGHT)), "white")
    canvas = ImageDraw.Draw(image)
    module = layout.CODE_SIZE / len(sheet.modules)
    for row, column, length in sheet.runs:
        left, top = layout.CODE_LEFT + column * module, layout.CODE_TOP + row * module
        canvas.rectangle(
            (
                (_dots(left), _dots(top)),
                (_dots(left + length * module) - 1, _dots(top + module) - 1),
            ),
            fill="black",
        )
    for line in sheet.lines:
        face = ImageFont.truetype(
            font(line.weight).path, line.size * _DOTS, layout_engine=ImageFont.Layout.BASIC
        )
        middle = (layout.WIDTH / 2 * _DOTS, line.baseline * _DOTS)
        canvas.text(middle, line.text, fill=line.colour, font=face, anchor="ms")
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), optimize=True)
    return file.getvalue()


def _dots(millimetres: float) -> int:
    return round(millimetres * _DOTS)
