"""Parses a band of rows: calamine reads it as the only sheet of a small workbook of its own."""

import io
import re
import zipfile
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from plugins.declarations.logbooks.reading.problems import BookProblem

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_ROOT = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Target="xl/workbook.xml" Type="{_OFFICE}/officeDocument"/></Relationships>"""
_SHEETS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Target="worksheets/sheet1.xml" Type="{_OFFICE}/worksheet"/>
</Relationships>"""
_BOOK = f"""<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="%d"/>
<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"""
_SHEET = b'<worksheet xmlns="%b"><sheetData>%%b</sheetData></worksheet>' % _MAIN.encode()
_STYLES = b'<styleSheet xmlns="%b">%%b</styleSheet>' % _MAIN.encode()
_NUMBER_FORMATS = re.compile(
    rb"""<(?:[\w.-]+:)?(numFmt(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/?>"""
)
_CELL_FORMATS = re.compile(rb"<(?:[\w.-]+:)?cellXfs[\s>]")
_CELL_FORMATS_END = re.compile(rb"</(?:[\w.-]+:)?cellXfs>")
_FORMAT = re.compile(rb"<(?:[\w.-]+:)?xf[\s/>][^<>]*")
_NUMBER_FORMAT = re.compile(rb"""\snumFmtId=["'](\d+)["']""")


@dataclass(frozen=True, slots=True)
class BandWorkbook:
    """What all bands of a book have in common: number formats, and the first day of its dates."""

    styles: bytes = b""
    from_1904: bool = False

    def sheet(self, rows: bytes) -> CalamineSheet:
        """The cells of some rows as they stand in a sheet's part. Raises BookProblem."""
        small = io.BytesIO()
        with zipfile.ZipFile(small, "w") as archive:
            archive.writestr("[Content_Types].xml", _TYPES)
            archive.writestr("_rels/.rels", _ROOT)
            archive.writestr("xl/workbook.xml", _BOOK % self.from_1904)
            archive.writestr("xl/_rels/workbook.xml.rels", _SHEETS)
            if self.styles:
                archive.writestr("xl/styles.xml", self.styles)
            archive.writestr("xl/worksheets/sheet1.xml", _SHEET % rows)
        small.seek(0)
        try:
            return CalamineWorkbook.from_filelike(small).get_sheet_by_index(0)
        except CalamineError:
            raise BookProblem("broken") from None


def number_formats(styles: bytes) -> bytes:
    """A part with styles reduced to what tells numbers from dates; it goes with every band."""
    found = _CELL_FORMATS.search(styles)
    end = _CELL_FORMATS_END.search(styles, found.end()) if found else None
    if found is None or end is None:
        return b""
    cells = (
        _NUMBER_FORMAT.search(each) for each in _FORMAT.findall(styles, found.end(), end.start())
    )
    formats = b"".join(b'<xf numFmtId="%b"/>' % (each[1] if each else b"0") for each in cells)
    numbers = b"".join(b"<%b/>" % each for each in _NUMBER_FORMATS.findall(styles[: found.start()]))
    return _STYLES % (b"<numFmts>%b</numFmts><cellXfs>%b</cellXfs>" % (numbers, formats))
