"""Posters of check points: A4, the code 15 x 15 cm, as PDF, SVG or PNG.

``layout`` decides where everything goes, in millimetres; ``pdf``, ``svg`` and ``png`` draw it.
"""

from collections.abc import Sequence

from plugins.qr_venues.models import Checkpoint
from plugins.qr_venues.posters import pdf, png, svg
from plugins.qr_venues.posters.layout import lay_out

CONTENT_TYPES = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}


def poster(checkpoint: Checkpoint, kind: str) -> bytes:
    """The poster of one check point; ``kind`` is "pdf", "svg" or "png" (KeyError otherwise).

    Costs no query when ``checkpoint`` comes with its venue and the venue's area.
    """
    draw = {"pdf": lambda sheet: pdf.draw([sheet]), "svg": svg.draw, "png": png.draw}[kind]
    return draw(lay_out(checkpoint))


def posters(checkpoints: Sequence[Checkpoint]) -> bytes:
    """The posters of several check points as one PDF, a page each."""
    return pdf.draw([lay_out(checkpoint) for checkpoint in checkpoints])
