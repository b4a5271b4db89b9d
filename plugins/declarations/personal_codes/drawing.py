"""Drawing a personal code as SVG for the page."""

import segno
from django.utils.safestring import SafeString, mark_safe

from plugins.declarations.personal_codes.tokens import address

SIDE_CM = 5.0  # of the dark part: the smallest that Hà Đông asks for
QUIET = 4  # modules around it, as the standard wants


def svg(token: str) -> SafeString:
    """The code, 5 x 5 cm without its quiet zone; the size is in cm, so paper and screen agree."""
    code = segno.make(address(token), error="m", micro=False)
    modules = code.symbol_size(border=0)[0]
    drawn = code.svg_inline(
        scale=SIDE_CM / modules, border=QUIET, unit="cm", dark="#000", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 - of our own making, from a token
