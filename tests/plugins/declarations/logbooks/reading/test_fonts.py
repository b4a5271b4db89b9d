"""Names of fonts, which tell of letters in older codes."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from plugins.declarations.logbooks.reading.fonts import font_names
from tests.plugins.declarations.logbooks.books import SAMPLES


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def record(name, *, wide=False):
    """A FONT record as Excel 97 writes it."""
    text = name.encode("utf-16-le") if wide else name.encode("latin-1")
    body = bytes(14) + bytes([len(name), int(wide)]) + text
    return struct.pack("<HH", 0x31, len(body)) + body


@pytest.mark.parametrize(
    ("book", "kind", "font"),
    [
        ("sample_hospital_tcvn3.xls", "xls", ".VnTime"),
        ("sample_tower_vni.xlsx", "xlsx", "VNI-Times"),
    ],
)
def test_the_samples(book, kind, font):
    assert font in font_names((SAMPLES / book).read_bytes(), kind)


def test_a_workbook_by_openpyxl():
    book = Workbook()
    book.active["A1"] = "x"
    book.active["A1"].font = Font(name=".VnTimeH")
    out = io.BytesIO()
    book.save(out)
    assert ".VnTimeH" in font_names(out.getvalue(), "xlsx")


def test_an_opendocument_sheet():
    content = (
        '<style:text-properties style:font-name="VNI-Times" fo:font-family="&apos;.VnTime&apos;"/>'
    )
    assert font_names(archive({"content.xml": content}), "ods") == {"VNI-Times", ".VnTime"}


@pytest.mark.parametrize("wide", [False, True])
def test_records_of_old_excel(wide):
    assert font_names(b"\x00" * 64 + record(".VnArial", wide=wide) + b"\x00" * 64, "xls") == {
        ".VnArial"
    }


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "xls"),
        (b"\x31\x00\x20\x00" * 1000, "xls"),
        (record("x" * 20)[:20], "xls"),
        (b"PK\x03\x04", "xlsx"),
        (archive({"other": "x"}), "xlsx"),
        (archive({"xl/styles.xml": "x"})[:60], "xlsx"),
        (b"a;b", "csv"),
    ],
    ids=["empty", "no records", "cut record", "zip start", "no styles", "cut zip", "text"],
)
def test_files_without_fonts_or_broken_ones(data, kind):
    assert font_names(data, kind) == frozenset()


def test_a_part_that_unpacks_without_end_is_read_only_in_part():
    bomb = archive({"xl/styles.xml": "<name val='a'/>" * 200_000})
    assert font_names(bomb, "xlsx") == {"a"}
