"""Text files with separated columns: their encoding, their separator, their rows."""

import codecs
import csv
import unicodedata
from collections.abc import Iterator

from plugins.declarations.logbooks.reading.problems import BookProblem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ";,\t|"
_SNIFFED_LINES = 40
_FIELD_LIMIT = 200_000  # characters in one cell; Excel holds 32,767


def decode(data: bytes) -> tuple[str, str]:
    """The text in composed letters and the name of its encoding. Raises BookProblem.

    UTF-8 is told from CP1258, which old Vietnamese programs write, by being valid.
    """
    marked = [name for bom, name in _BOMS if data.startswith(bom)]
    for encoding in marked or ["utf-8", "cp1258"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return unicodedata.normalize("NFC", text), encoding
    raise BookProblem("not_workbook")


def _is_text(text: str) -> bool:
    sample = text[:20_000]
    strange = sum(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in sample)
    return strange * 200 <= len(sample)


def separator_of(text: str) -> str:
    """The separator that cuts the first lines into the most columns, evenly."""
    lines = text.splitlines()[:_SNIFFED_LINES]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]

    def columns(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1]
        usual = max(set(counts), key=counts.count) if counts else 0
        return counts.count(usual) if usual else 0, usual

    return max(_SEPARATORS, key=columns)


def rows(text: str, separator: str) -> Iterator[list[str]]:
    """The rows, all as wide as the widest of the first ones at least."""
    csv.field_size_limit(_FIELD_LIMIT)
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=separator)
    except csv.Error:
        raise BookProblem("broken") from None
