"""VNI for Windows: the letters of the fonts called VNI-…, a vowel and its mark one after the other.

Circumflex, breve and tone together are one mark behind the vowel; ơ, ư, đ and the letters i and
ỵ have signs of their own.
"""

import re
import unicodedata

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {  # circumflex alone and with each tone
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_BREVES = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_NO_DOT = {mark: tone for mark, tone in _TONES.items() if mark != "ï"}
_MARKS = {
    "a": {**_TONES, **_HATS, **_BREVES},
    "e": {**_TONES, **_HATS},
    "o": {**_TONES, **_HATS},
    "u": _TONES,
    "y": _NO_DOT,
    "ô": _TONES,
    "ö": _TONES,
}
_ALONE = {
    **{"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì"},
    **{"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"},
}


def _pairs() -> dict[str, str]:
    """Every sign of the code, in small letters and capitals, and its letter."""
    small = dict(_ALONE)
    for base, marks in _MARKS.items():
        for mark, accents in marks.items():
            letter = unicodedata.normalize("NFC", _ALONE.get(base, base) + accents)
            small[base + mark] = letter
    pairs = {}
    for sign, letter in small.items():
        pairs[sign] = letter
        # The case is that of the vowel, whatever that of the mark.
        pairs[sign[0] + sign[1:].upper()] = letter
        pairs[sign[0].upper() + sign[1:]] = letter.upper()
        pairs[sign.upper()] = letter.upper()
    return pairs


PAIRS = _pairs()
_SIGN = re.compile("|".join(sorted(map(re.escape, PAIRS), key=len, reverse=True)))
_OTHER = re.compile(r"[\x00-\x7f\xa0–—‘’“”…]*")


def convert(text: str) -> str | None:
    """The text in Unicode; None where it holds what VNI does not know."""
    if not _OTHER.fullmatch(_SIGN.sub("", text)):
        return None
    return _SIGN.sub(lambda found: PAIRS[found[0]], text)
