"""Text whose bytes were taken for Western European ones (Windows-1252 or Latin-1).

CP1258, the code of old Vietnamese Windows, then shows "NguyêÞn"; UTF-8 shows "Nguyá»…n".
"""

import re
import unicodedata

# Programs keep the five bytes that Windows-1252 leaves open as the control characters they are.
_OPEN = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_BYTES = {code: code for code in range(256)}
_BYTES |= {ord(bytes([b]).decode("cp1252")): b for b in {*range(0x80, 0xA0)} - _OPEN}
# The second byte of à is a fixed space, which programs take for one that may be dropped.
_BROKEN_A = re.compile(r"Ã(?= |$)")


def _bytes(text: str) -> bytes | None:
    """The bytes that the text was made from; None where no such bytes exist."""
    try:
        return bytes(_BYTES[ord(char)] for char in text)
    except KeyError:
        return None


def from_cp1258(text: str) -> str | None:
    """CP1258 that was taken for Windows-1252, put right; None where it cannot be that."""
    data = _bytes(text)
    if data is None:
        return None
    try:
        return unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None


def from_utf8(text: str) -> str | None:
    """UTF-8 that was taken for Windows-1252, put right; None where it cannot be that."""
    for written in (text, _BROKEN_A.sub("Ã\xa0", text)):
        data = _bytes(written)
        if data is None:
            return None
        try:
            return unicodedata.normalize("NFC", data.decode("utf-8"))
        except UnicodeDecodeError:
            continue
    return None
