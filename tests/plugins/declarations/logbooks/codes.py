"""Unicode to the codes of before it: the way back from what the importer converts."""

import unicodedata

from plugins.declarations.logbooks.understanding.legacy import tcvn3, viscii, vni

_TCVN3 = {letter: chr(code) for code, letter in tcvn3.TABLE.items()}
_VISCII = {letter: bytes([code]) for code, letter in viscii.TABLE.items()}
_CP1258_WHOLE = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")
# Both cases of a sign; where two give the same letter, the mark in the letter's own case.
_VNI = {}
for _sign, _letter in vni.PAIRS.items():
    if _sign in {_sign.lower(), _sign.upper()}:
        _VNI[_letter] = _sign


def to_tcvn3(text: str) -> str:
    """In the letters that a .Vn font shows; capitals with a tone have none and become small."""
    text = unicodedata.normalize("NFC", text)
    return "".join(_TCVN3.get(char) or _TCVN3.get(char.lower(), char) for char in text)


def to_vni(text: str) -> str:
    """In the letters that a VNI font shows."""
    return "".join(_VNI.get(char, char) for char in unicodedata.normalize("NFC", text))


def to_cp1258(text: str) -> bytes:
    """As old Vietnamese Windows wrote it: the tone is a letter of its own."""
    parts = []
    for char in unicodedata.normalize("NFC", text):
        if char.isascii() or char in _CP1258_WHOLE:
            parts.append(char)
            continue
        base, *marks = unicodedata.normalize("NFD", char)
        if marks[-1] in "\u0302\u0306\u031b":
            marks = marks[::-1]
        elif len(marks) > 1 and marks[0] == "\u0323":
            marks = [marks[1], marks[0]]
        parts.append(unicodedata.normalize("NFC", base + "".join(marks[:-1])) + marks[-1])
    return "".join(parts).encode("cp1258")


def to_viscii(text: str) -> bytes:
    """As old Vietnamese Unix wrote it."""
    text = unicodedata.normalize("NFC", text)
    return b"".join(_VISCII.get(char) or char.encode("ascii") for char in text)
