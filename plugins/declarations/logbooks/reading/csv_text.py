"""Text files with separated columns: their encoding, their separator, their rows."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.understanding.legacy import tcvn3, viscii, vni
from plugins.declarations.logbooks.understanding.legacy.evidence import score

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where Windows-1252 differs from Latin-1; five of its bytes are open and stay what they are.
_CP1252_MARKS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_OLD = frozenset({"cp1258", "viscii"})
_SHOWN, _SHOWN_LENGTH = 12, 60
_SAMPLED_LINES = 400
_LINE_LENGTH = 400  # characters of each that are looked at
_HOPELESS = 50  # one broken character in so many is a mishap, more are another encoding
_SEPARATORS = ";,\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # for Excel, as the first line
_SNIFFED_LINES = 40
_FIELD_LIMIT = 200_000  # characters in one cell; Excel holds 32,767


def decode(data: bytes) -> tuple[str, str]:
    """The text in composed letters and the name of its encoding. Raises BookProblem.

    UTF-8 is told from the codes of old Vietnamese programs by being valid, these from each other
    by what reads as Vietnamese. Text in TCVN3 or VNI is handed on as Windows-1252, as a workbook
    has it: understanding.legacy converts it for both.
    """
    encoding = _marked(data)
    if encoding is None:
        encoding = "utf-8" if _is_utf8(data) else _told_by_words(data)
    try:
        text = viscii.decode(data) if encoding == "viscii" else _decoded(data, encoding)
    except UnicodeDecodeError:
        raise BookProblem("not_workbook") from None
    if not _is_text(text):
        raise BookProblem("not_workbook")
    return unicodedata.normalize("NFC", text), encoding


def conversions(data: bytes, text: str, encoding: str) -> list[tuple[str, str]]:
    """Some cells as a program that knows nothing of the old code shows them, and as they are read.

    None for files in Unicode, and for those whose texts understanding.legacy converts.
    """
    if encoding not in _OLD:
        return []
    separator = separator_of(text)
    before = (line.decode("latin-1").translate(_CP1252_MARKS) for line in io.BytesIO(data))
    found: dict[str, str] = {}
    for old, new in zip(before, io.StringIO(text), strict=False):
        cells = zip(old.split(separator), new.split(separator), strict=False)
        found |= {a.strip()[:_SHOWN_LENGTH]: b.strip()[:_SHOWN_LENGTH] for a, b in cells if a != b}
        if len(found) >= _SHOWN:
            break
    return [*found.items()][:_SHOWN]


def is_utf16(data: bytes) -> bool:
    """Whether it looks like text of two bytes a letter, ASCII for the most part."""
    return _marked(data) in {"utf-16", "utf-16-le", "utf-16-be"}


def _marked(data: bytes) -> str | None:
    """The encoding that the first bytes tell: by their mark, or by every other one being 0."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    start = data[:2000]
    if len(start) >= 4 and b"\0" in start:
        half = len(start) // 2
        if start[1::2].count(0) * 2 > half and not start[::2].count(0):
            return "utf-16-le"
        if start[::2].count(0) * 2 > half and not start[1::2].count(0):
            return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    """Valid, but for a mishap or two: cells cut in the middle of a letter, lines pasted in."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        letters = sum(not char.isascii() for char in text[:200_000])
        return text[:200_000].count("\ufffd") * _HOPELESS < letters
    return True


def _decoded(data: bytes, encoding: str) -> str:
    if encoding == "utf-8":
        return data.decode(encoding, "replace")
    if encoding == "cp1252":
        return data.decode("latin-1").translate(_CP1252_MARKS)
    return data.decode(encoding)


def _told_by_words(data: bytes) -> str:
    """The encoding of one byte a letter in which most words are Vietnamese."""
    lines = [line[:_LINE_LENGTH] for line in data.splitlines() if not line.isascii()]
    lines = lines[:_SAMPLED_LINES]
    scores = {"cp1258": _score_cp1258(lines), "viscii": _score(map(viscii.decode, lines))}
    western = [line.decode("latin-1") for line in lines]
    scores["cp1252"] = max(
        _score(filter(None, map(convert, western))) for convert in (tcvn3.convert, vni.convert)
    )
    return max(scores, key=lambda encoding: scores[encoding])


def _score(texts: Iterable[str]) -> int:
    return sum(score(unicodedata.normalize("NFC", text)) for text in texts)


def _score_cp1258(lines: list[bytes]) -> int:
    try:
        return _score([line.decode("cp1258") for line in lines])
    except UnicodeDecodeError:
        return -len(lines)


def _is_text(text: str) -> bool:
    sample = text[:20_000]
    strange = sum(c < " " and c not in "\t\r\n\f" for c in sample)
    return strange * 200 <= len(sample)


def separator_of(text: str) -> str:
    """The separator that cuts the first lines into the most columns, evenly."""
    lines = list(islice(io.StringIO(text, newline=""), _SNIFFED_LINES))
    if lines and (told := _SEPARATOR_LINE.fullmatch(lines[0])):
        return told[1]

    def columns(separator: str) -> int:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1]
        usual = max(set(counts), key=counts.count) if counts else 1
        return counts.count(usual) * (usual - 1)

    return max(_SEPARATORS, key=columns)


def rows(text: str, separator: str) -> Iterator[list[str]]:
    """The rows, one after the other; each as wide as it is."""
    csv.field_size_limit(_FIELD_LIMIT)
    lines: Iterator[str] = io.StringIO(text, newline="")
    if _SEPARATOR_LINE.match(text):
        next(lines)
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        raise BookProblem("broken") from None
