"""Text of a number as a form or a cell of a spreadsheet holds it."""

import math
import re
import unicodedata

from people.names import fold, strip_invisible

# Ways in which clerks say that there is none.
_NONE_WORDS = frozenset(
    {"", "0", "khong", "khong co", "khong nho", "ko", "ko co", "k", "k co", "kg", "x", "none"}
)
_FLOAT_AS_TEXT = re.compile(r"[0-9]{8,}\.0+")
_SEPARATORS = re.compile(r"[\s.,()/_\-\u2010-\u2015\u2212]+")


def written(value: object) -> str:
    """What was written, without white space around it; empty when it says that there is none.

    Whole floats read as whole numbers (912345678.0). A fraction or a date keeps letters, so that
    a parser refuses it instead of taking its digits for a number.
    """
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    elif isinstance(value, float):
        if math.isnan(value):
            return ""
        text = str(int(value)) if value.is_integer() else f"{value:e}"
    elif isinstance(value, str):
        text = unicodedata.normalize("NFKC", strip_invisible(value)).strip().lstrip("'`’").lstrip()
    else:
        return repr(value)
    if _FLOAT_AS_TEXT.fullmatch(text):
        text = text.partition(".")[0]
    return "" if fold(text) in _NONE_WORDS else text


def without_separators(text: str) -> str:
    """Text without spaces, dots, commas, dashes, slashes and brackets."""
    return _SEPARATORS.sub("", text)
