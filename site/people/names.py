"""Names as people write them, and the two forms in which they are compared."""

import re
import unicodedata
from collections.abc import Callable

MAX_LENGTH = 200

# Letters that NFKD does not take apart. Eth and African D look like Đ and stand for it in text
# converted from older encodings.
_BASE_LETTERS = str.maketrans("đðɖøłıħ", "dddolih") | {ord("æ"): "ae", ord("œ"): "oe"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class _Table(dict[int, str]):
    """A translation table that works out what a character becomes when it first turns up."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self.rule = rule

    def __missing__(self, code: int) -> str:
        self[code] = text = self.rule(chr(code))
        return text


def _is_invisible(char: str) -> bool:
    """Control, zero-width or writing-direction character, or half of a broken one.

    White space among the control characters (tab, line end) is not: it separates words.
    """
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"} and not char.isspace()


def _fold_one(char: str) -> str:
    for _ in range(2):  # compatibility forms may unfold into capitals
        char = unicodedata.normalize("NFKD", char.casefold()).translate(_BASE_LETTERS)
    return "".join(
        part if part.isalnum() else "" if _is_mark(part) or _is_invisible(part) else " "
        for part in char
    )


def _exact_one(char: str) -> str:
    folded = _FOLD[ord(char)]
    return char if folded.strip() or _is_mark(char) else folded


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


_VISIBLE = _Table(lambda char: "" if _is_invisible(char) else char)
_FOLD = _Table(_fold_one)
_EXACT = _Table(_exact_one)


def strip_invisible(text: str) -> str:
    """Text without the characters that nobody sees and that come in by copying."""
    return text if text.isascii() and text.isprintable() else text.translate(_VISIBLE)


def normalise_name(text: str) -> str:
    """Name as it is kept: NFC, single spaces, no invisible characters; case as written."""
    return unicodedata.normalize("NFC", " ".join(strip_invisible(text).split()))


def name_problem(text: str) -> str | None:
    """Code of what makes the text unusable as a name (see `messages`), or None.

    `text` may be as typed; it is normalised first. The limit is MAX_LENGTH characters.
    """
    name = normalise_name(text)
    if not name:
        return "name_empty"
    if len(name) > MAX_LENGTH:
        return "name_length"
    if not any(map(str.isalpha, name)):
        return "name_no_letter"
    return None


def fold(text: str) -> str:
    """Form for search: lower case, no marks, đ as d, letters and digits between single spaces.

    Composed and decomposed text, and both placements of the tone (hòa, hoà), give the same.
    Letters of other scripts stay as they are.
    """
    return " ".join(text.translate(_FOLD).split())


def _tone_pairs() -> dict[str, str]:
    """Older placement of the tone -> newer one: òa -> oà, òe -> oè, ùy -> uỳ, five tones each."""
    return {
        unicodedata.normalize("NFC", first + tone) + second: first
        + unicodedata.normalize("NFC", second + tone)
        for first, second in ("oa", "oe", "uy")
        for tone in _TONES
    }


_NEWER = _tone_pairs()
_OLDER = re.compile("|".join(_NEWER))


def exact(text: str) -> str:
    """Form for ranking: like `fold`, but letters keep their marks; hòa and hoà both give hoà.

    `fold(exact(text)) == fold(text)`. For comparison only: names are shown as written.
    """
    lower = unicodedata.normalize("NFC", text).lower().translate(_EXACT)
    plain = unicodedata.normalize("NFC", " ".join(lower.split()))
    return _OLDER.sub(lambda found: _NEWER[found[0]], plain)
