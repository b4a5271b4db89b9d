"""Hostile and spoilt files of other kinds than .xlsx: old workbooks, OpenDocument, text."""

import struct

from tests.plugins.declarations.logbooks.books import SAMPLES, visit_rows
from tests.plugins.declarations.logbooks.reading.hostile import VISITS
from tests.plugins.declarations.logbooks.reading.packages import zipped

NUMBER = ' office:value-type="float" office:value="1">'


def encrypted_office() -> bytes:
    """As Office packs a workbook with a password."""
    names = "".join(("EncryptionInfo\0", "EncryptedPackage\0")).encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + names + b"\0" * 20_000


def encrypted_ods() -> bytes:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    return zipped({"content.xml": b"\x8f" * 500, "META-INF/manifest.xml": manifest})


def xls() -> bytes:
    """A sound old workbook."""
    return (SAMPLES / "sample_hospital_tcvn3.xls").read_bytes()


BEGIN = b"\x09\x08\x10\x00\x00\x06"  # of a stream of records, in the version since 1997


def encrypted_xls() -> bytes:
    """The record after the first one says that the others are encrypted."""
    data = bytearray(xls())
    at = data.index(BEGIN) + 20
    data[at : at + 2] = struct.pack("<H", 0x2F)
    return bytes(data)


def xls_with_wrong_lengths() -> bytes:
    """Each record of the second half is longer than the file."""
    data = bytearray(xls())
    for at in range(data.index(BEGIN) + 600, len(data) - 4, 64):
        data[at : at + 4] = b"\xfd\x00\xff\xff"
    return bytes(data)


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest:manifest/>",
            "content.xml": f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="1">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def ods_visits() -> str:
    """Headings and sound rows, as OpenDocument has them."""
    return "".join(
        f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"
        for cells in visit_rows(VISITS)
    )


def _ods_cell(cell: object) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    )


def ods_everywhere(content: str) -> bytes:
    """One row that is said to stand in every row and every column."""
    cell = f'<table:table-cell table:number-columns-repeated="16384"{content}</table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="1048570">{cell}</table:table-row>'
    return ods(ods_visits() + rows)


def csv(rest: str = "") -> bytes:
    """A sound text file and more."""
    return (
        "".join(f"{';'.join(map(str, cells))}\n" for cells in visit_rows(VISITS)).encode()
        + rest.encode()
    )
