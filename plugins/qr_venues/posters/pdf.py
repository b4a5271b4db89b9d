"""Posters as a PDF document with the font embedded."""

from collections.abc import Sequence

from fpdf import FPDF
from fpdf.drawing import PaintedPath

from plugins.qr_venues.posters import layout
from plugins.qr_venues.posters.fonts import BOLD, REGULAR, font
from plugins.qr_venues.posters.layout import Sheet

_FAMILY = "BeVietnamPro"
_STYLES = {REGULAR: "", BOLD: "B"}
_POINTS = 72 / 25.4  # a millimetre


def draw(sheets: Sequence[Sheet]) -> bytes:
    """One A4 page a sheet."""
    document = FPDF(orientation="portrait", unit="mm", format="A4")
    document.set_auto_page_break(False)
    document.set_title("; ".join(sheet.title for sheet in sheets))
    document.set_lang("vi")
    for weight, style in _STYLES.items():
        document.add_font(_FAMILY, style, font(weight).path)
    for sheet in sheets:
        document.add_page()
        _draw_code(document, sheet)
        for line in sheet.lines:
            document.set_font(_FAMILY, _STYLES[line.weight], line.size * _POINTS)
            document.set_text_color(line.colour)
            left = (layout.WIDTH - font(line.weight).width(line.text, line.size)) / 2
            document.text(left, line.baseline, line.text)
    return bytes(document.output())


def _draw_code(document: FPDF, sheet: Sheet) -> None:
    """One path for all modules: no viewer then shows hairlines between neighbours."""
    module = layout.CODE_SIZE / len(sheet.modules)
    path = PaintedPath()
    path.style.auto_close = True
    path.style.fill_color = "#000000"
    path.style.stroke_color = None
    for row, column, length in sheet.runs:
        path.rectangle(
            layout.CODE_LEFT + column * module,
            layout.CODE_TOP + row * module,
            length * module,
            module,
        )
    document.draw_path(path)
