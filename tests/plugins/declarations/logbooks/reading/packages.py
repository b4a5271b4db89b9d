"""Workbooks put together part by part, as no program would write them."""

import io
import zipfile
from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="{_PACKAGE}/relationships+xml"/></Types>"""
ROOT = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Target="xl/workbook.xml" Type="{_OFFICE}/officeDocument"/></Relationships>"""
RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Target="worksheets/sheet1.xml" Type="{_OFFICE}/worksheet"/>
<Relationship Id="r2" Target="sharedStrings.xml" Type="{_OFFICE}/sharedStrings"/>
<Relationship Id="r3" Target="styles.xml" Type="{_OFFICE}/styles"/></Relationships>"""
BOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">
<sheets><sheet name="Sổ" sheetId="1" r:id="r1"/></sheets></workbook>"""
STYLES = f"""<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/>
<xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>"""

_SHORT = {
    "book": "xl/workbook.xml",
    "relations": "xl/_rels/workbook.xml.rels",
    "styles": "xl/styles.xml",
    "shared": "xl/sharedStrings.xml",
    "sheet": "xl/worksheets/sheet1.xml",
}


def package(
    rows: str, *, texts: Sequence[str] = (), prefix: str = "", after: str = "", **parts: str
) -> bytes:
    """A workbook of one sheet; ``texts`` are the contents of the shared texts' elements.

    ``parts`` (book, relations, styles, shared, sheet) replace the usual ones.
    """
    contents = parts_of(rows, texts=texts, prefix=prefix, after=after)
    return zipped({**contents, **{_SHORT[name]: content for name, content in parts.items()}})


def parts_of(
    rows: str, *, texts: Sequence[str] = (), prefix: str = "", after: str = ""
) -> dict[str, str]:
    """The usual parts, by their names."""
    own = f' xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f' xmlns="{MAIN}"'
    items = "".join(f"<{prefix}si>{text}</{prefix}si>" for text in texts)
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<{prefix}sst{own}>{items}</{prefix}sst>",
        "xl/worksheets/sheet1.xml": f"<{prefix}worksheet{own}><{prefix}sheetData>{rows}"
        f"</{prefix}sheetData>{after}</{prefix}worksheet>",
    }


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
