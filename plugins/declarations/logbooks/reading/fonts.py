"""Names of the fonts in a workbook's styles: old Vietnamese fonts tell how its text is coded.

Only the beginnings of the parts that hold them are looked at, and as plain bytes, so that no
file, however it is made, can make this expensive.
"""

import io
import re
import zipfile
import zlib
from html import unescape

_LIMIT = 1_000_000  # bytes of each part
_MOST = 500  # fonts
_ZIP_PARTS = {
    "xlsx": ("xl/styles.xml", "xl/sharedStrings.xml"),
    "ods": ("content.xml", "styles.xml"),
}
_XML_NAME = re.compile(
    rb"<(?:\w+:)?(?:name|rFont)\s[^>]*?val=[\"']([^\"'<>]{1,80})[\"']"
    rb"|(?:font-name|font-family)=[\"']([^\"'<>]{1,80})[\"']"
)
# BIFF: record 0x0031, its length, fourteen bytes, then the name with its length before it; from
# version 8 on one more byte says whether the letters are of two bytes.
_BIFF_FONT = re.compile(rb"\x31\x00([\x10-\xff])\x00.{14}([\x01-\x3f])", re.DOTALL)


def font_names(data: bytes, kind: str) -> frozenset[str]:
    """Names of fonts in a book of this kind; empty where there are none or they cannot be read."""
    names: set[str] = set()
    if kind in _ZIP_PARTS:
        names = _in_zip(data, _ZIP_PARTS[kind])
    elif kind == "xls":
        names = _in_biff(data[:_LIMIT])
    return frozenset(filter(None, names))


def _in_zip(data: bytes, parts: tuple[str, ...]) -> set[str]:
    names: set[str] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in parts:
                if part in archive.NameToInfo:
                    with archive.open(part) as opened:
                        names |= _in_xml(opened.read(_LIMIT))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return names  # whether the book can be read at all is found out elsewhere
    return names


def _in_xml(part: bytes) -> set[str]:
    names: set[str] = set()
    for found in _XML_NAME.finditer(part):
        names.add(unescape((found[1] or found[2]).decode("utf-8", "replace")).strip("'\""))
        if len(names) >= _MOST:
            break
    return names


def _in_biff(start: bytes) -> set[str]:
    names: set[str] = set()
    for found in _BIFF_FONT.finditer(start):
        length, letters, at = found[1][0], found[2][0], found.end()
        if length == 15 + letters:
            names.add(start[at : at + letters].decode("cp1252", "replace"))
        elif length == 16 + letters and start[at] == 0:
            names.add(start[at + 1 : at + 1 + letters].decode("latin-1"))
        elif length == 16 + 2 * letters:
            names.add(start[at + 1 : at + 1 + 2 * letters].decode("utf-16-le", "replace"))
        if len(names) >= _MOST:
            break
    return names
