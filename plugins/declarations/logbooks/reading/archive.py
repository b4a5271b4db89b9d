"""The parts of a workbook that is a zip archive, read in blocks so that none has to be held."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from plugins.declarations.logbooks.reading.problems import BookProblem

BLOCK = 1 << 20  # bytes
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that workbooks use
# What zipfile raises for archives that are cut off, wrong or protected.
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


class Archive:
    """Parts by their names; upper and lower case are one, as in the programs that write them."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises BookProblem if this is no archive."""
        try:
            self._zip = zipfile.ZipFile(file)
        except _FAILURES:
            raise BookProblem("broken") from None
        self._parts = {_plain(part.filename): part for part in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part's content. Raises BookProblem if it is not there or damaged."""
        part = self._parts.get(_plain(name))
        if part is None or part.compress_type not in _METHODS:
            raise BookProblem("broken")
        try:
            with self._zip.open(part) as stream:
                while block := stream.read(BLOCK):
                    yield block
        except _FAILURES:
            raise BookProblem("broken") from None

    def read(self, name: str, limit: int) -> bytes:
        """A whole part of at most ``limit`` bytes; nothing if it is not there."""
        if name not in self:
            return b""
        content = b""
        for block in self.blocks(name):
            content += block
            if len(content) > limit:
                raise BookProblem("too_large")
        return content


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
