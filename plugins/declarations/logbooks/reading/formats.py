"""What kind of file this is, by its content: names and endings are often wrong."""

import io
import re
import zipfile

from plugins.declarations.logbooks.reading.csv_text import is_utf16
from plugins.declarations.logbooks.reading.problems import BookProblem

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# The beginning of a stream of BIFF records, and the record that says how the rest is encrypted.
_ENCRYPTED_RECORDS = re.compile(
    rb"\x09\x08\x10\x00\x00[\x05\x06].{14}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
_XLS_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0", "WORKBOOK\0"))
MAX_PARTS = 5_000
MAX_UNPACKED = 600_000_000  # bytes; 25 MB of a true workbook hold half as many
# True workbooks shrink to a tenth or so; what is large and shrinks to less than a hundredth is made
# to fill memory.
MAX_RATIO = 100
_LARGE = 50_000_000
_PAGE = (b"<!doctype html", b"<html", b"<table")


# Beginnings of files that are often taken for workbooks.
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


def kind_of(data: bytes) -> str:
    """xlsx, xlsb, ods, xls or csv. Raises BookProblem for everything else."""
    if not data.strip():
        raise BookProblem("empty")
    outer = outer_kind(data)
    if outer == "zip":
        return _kind_of_zip(data)
    return _kind_of_ole(data) if outer == "ole" else "csv"


def outer_kind(data: bytes) -> str:
    """zip, ole or text, by the beginning of a file. Raises BookProblem for what is none of them."""
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_PAGE):
        raise BookProblem("web_page")
    if data.startswith(_OTHERS) or (b"\0" in data[:65536] and not is_utf16(data)):
        raise BookProblem("not_workbook")
    return "text"


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            manifest = _manifest(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise BookProblem("broken") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BookProblem("too_large")
    if any(part.file_size > max(_LARGE, MAX_RATIO * part.compress_size) for part in parts):
        raise BookProblem("too_large")
    if any(part.flag_bits & 1 for part in parts) or b"encryption-data" in manifest:
        raise BookProblem("encrypted")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        return "ods"
    raise BookProblem("not_workbook")


def _manifest(archive: zipfile.ZipFile) -> bytes:
    """The first part of an OpenDocument file's list of contents, which tells of encryption."""
    if "META-INF/manifest.xml" not in archive.namelist():
        return b""
    try:
        with archive.open("META-INF/manifest.xml") as manifest:
            return manifest.read(100_000)
    except RuntimeError:  # a part with a password
        return b"encryption-data"


def _kind_of_ole(data: bytes) -> str:
    if _ENCRYPTED_STREAM in data or _ENCRYPTED_RECORDS.search(data):
        raise BookProblem("encrypted")
    if any(name in data for name in _XLS_STREAMS):
        return "xls"
    raise BookProblem("not_workbook")
