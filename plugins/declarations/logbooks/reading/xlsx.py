"""Reads .xlsx and .xlsm workbooks a band of rows at a time. Runs in the reading process only."""

import posixpath
from collections.abc import Mapping
from functools import cached_property, partial
from typing import BinaryIO

from plugins.declarations.logbooks.reading.archive import Archive
from plugins.declarations.logbooks.reading.band_workbook import BandWorkbook, number_formats
from plugins.declarations.logbooks.reading.elements import elements
from plugins.declarations.logbooks.reading.listed import ListedSheet
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.shared_texts import SharedTexts
from plugins.declarations.logbooks.reading.xlsx_sheet import Room, XlsxSheet

_BOOK = "xl/workbook.xml"
_SMALL = 4 << 20  # bytes of a part that lists what the book consists of
_STYLES = 32 << 20
MAX_SHEETS = 500
_KEPT = 96 << 20  # bytes, about, of parsed bands that stay for the next pass


class XlsxBook:
    """An open book; ``sheets`` in the book's order."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises BookProblem."""
        self.archive = Archive(file)
        book = list(elements(self.archive.read(_BOOK, _SMALL)))
        parts = _relations(self.archive.read("xl/_rels/workbook.xml.rels", _SMALL))
        listed = [attributes for name, attributes in book if name == "sheet"]
        if len(listed) > MAX_SHEETS:
            raise BookProblem("too_large")
        self.sheets = [_listed(attributes, parts) for attributes in listed]
        if len({sheet.part for sheet in self.sheets}) < len(self.sheets):
            raise BookProblem("broken")  # reading one part for many sheets would have no end
        dates = [a.get("date1904", "") for name, a in book if name == "workbookPr"]
        self.from_1904 = dates[:1] in (["1"], ["true"])
        self._room = Room(_KEPT)
        self._open: dict[int, XlsxSheet] = {}
        self._texts_part = next(
            (part for kind, part in parts.values() if kind == "sharedStrings"), ""
        )
        self._styles_part = next((part for kind, part in parts.values() if kind == "styles"), "")

    @cached_property
    def bands(self) -> BandWorkbook:
        """What parses the bands of its sheets."""
        styles = self.archive.read(self._styles_part, _STYLES)
        return BandWorkbook(number_formats(styles), self.from_1904)

    @cached_property
    def texts(self) -> SharedTexts:
        """The texts that cells share."""
        return SharedTexts(self.archive.blocks(self._texts_part))

    def open(self, number: int) -> "XlsxSheet":
        """A sheet by its number from 1."""
        if number not in self._open:
            blocks = partial(self.archive.blocks, self.sheets[number - 1].part)
            self._open[number] = XlsxSheet(
                blocks,
                lambda: self.bands,
                (lambda: self.texts) if self._texts_part else None,
                self._room,
            )
        return self._open[number]


def _relations(data: bytes) -> dict[str, tuple[str, str]]:
    """The parts that the book refers to: their kind and name, by the id of the relation."""
    relations = {}
    for name, attributes in elements(data) if data else ():
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/xl", attributes.get("Target", "").replace("\\", "/"))
            kind = attributes.get("Type", "").rpartition("/")[2]
            relations[attributes.get("Id", "")] = kind, posixpath.normpath(target)
    return relations


def _listed(attributes: Mapping[str, str], parts: Mapping[str, tuple[str, str]]) -> ListedSheet:
    kind, part = parts.get(attributes.get("id", ""), ("worksheet", ""))
    hidden = attributes.get("state", "visible") != "visible"
    return ListedSheet(attributes.get("name", ""), hidden, kind == "worksheet", part)
