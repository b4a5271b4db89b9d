"""What kind of file it is, by its content."""

import io
import zipfile

import pytest

from plugins.declarations.logbooks.reading.formats import kind_of, outer_kind
from plugins.declarations.logbooks.reading.problems import BookProblem
from tests.plugins.declarations.logbooks.books import workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names, manifest=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (workbook([["x"]]), "xlsx"),
        (zipped("xl/workbook.bin"), "xlsb"),
        (zipped("mimetype", "content.xml"), "ods"),
        (OLE + b"\0" * 500 + "Workbook\0".encode("utf-16-le"), "xls"),
        ("Họ tên;Ngày\nLê A;5/7".encode(), "csv"),
        ("Họ tên;Ngày\nLê A;5/7".encode("utf-16"), "csv"),
    ],
)
def test_kinds(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.4 ...", "not_workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_workbook"),
        (b"\0\1\2\3", "not_workbook"),
        (b"<html><table></table></html>", "web_page"),
        (zipped("word/document.xml"), "not_workbook"),
        (OLE + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "not_workbook"),
        (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (zipped("content.xml", manifest=b"<manifest:encryption-data/>"), "encrypted"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (workbook([["x"]])[:-200], "broken"),
    ],
)
def test_what_is_no_readable_workbook(data, code):
    with pytest.raises(BookProblem) as caught:
        kind_of(data)
    assert caught.value.code == code


def test_a_zip_of_too_many_parts():
    with pytest.raises(BookProblem, match="too_large"):
        kind_of(zipped(*(f"xl/{n}.xml" for n in range(5001))))


def test_the_beginning_is_enough_for_the_upload_page():
    assert outer_kind(workbook([["x"]])[:100]) == "zip"
