"""The file of an export, sealed, in a folder that no address leads to (PRIVATE_ROOT).

It is written and read piece by piece, each piece sealed by itself and tied to its place: pieces
cannot be swapped, and a file that was cut off does not open. A piece is its length (4 bytes, the
big end first) and the sealed blob.
"""

import os
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from django.conf import settings

from people.sealing import Tampered, seal_bytes, unseal_bytes

PIECE = 1 << 20  # bytes before sealing
_LENGTH = struct.Struct(">I")


def folder() -> Path:
    """Where exports are kept; made if it is not there."""
    path = Path(settings.PRIVATE_ROOT) / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


class Writer:
    """A file that is written from its beginning to its end. Disk faults are raised as OSError.

    ``keep`` puts it in its place; without that nothing stays of it.
    """

    def __init__(self, export: UUID) -> None:
        self._export = export
        self._half = folder() / f".{export.hex}.{uuid4().hex}"
        descriptor = os.open(self._half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._pieces = _Pieces(os.fdopen(descriptor, "wb"), export.bytes)

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        return self._pieces.write(data)

    def flush(self) -> None:
        """Nothing: pieces are written when they are full."""

    def keep(self) -> None:
        """Finish the file and put it in its place."""
        self._pieces.finish()
        self._pieces.file.close()
        self._half.replace(_path(self._export))

    def drop(self) -> None:
        """Forget what was written; nothing happens once it is kept."""
        self._half.unlink(missing_ok=True)  # first: it may be what fills the disk
        self._pieces.file.close()


class Spool:
    """Bytes that wait on the disk, sealed, in a file that has no name; see fast_sheets.Spool."""

    def __init__(self) -> None:
        path = folder() / f".{uuid4().hex}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        path.unlink()
        self._name = uuid4().bytes
        self._file = os.fdopen(descriptor, "w+b")
        self._pieces = _Pieces(self._file, self._name)
        self._read: Iterator[bytes] = iter(())

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""
        return self._pieces.write(data)

    def seek(self, at: int, /) -> int:
        """Go from writing to reading, at the beginning."""
        self._pieces.finish()
        self._file.seek(at)
        self._read = _read(self._file, self._name)
        return at

    def read(self, size: int, /) -> bytes:
        """The next bytes, as many as there happen to be; none at the end."""
        return next(self._read, b"")


def pieces(export: UUID) -> Iterator[bytes]:
    """The kept file, piece by piece. Raises FileNotFoundError at once, SealError while reading."""
    return _closing(_path(export).open("rb"), export.bytes)  # opened now, read later


def remove(export: UUID) -> None:
    """Delete the file and what unfinished attempts left."""
    _path(export).unlink(missing_ok=True)
    for half in folder().glob(f".{export.hex}.*"):
        half.unlink(missing_ok=True)


def drop_older(moment: datetime) -> None:
    """Delete files last written before: of accounts that are gone, of workers that were killed."""
    for path in folder().glob("*"):
        if path.stat().st_mtime < moment.timestamp():
            path.unlink(missing_ok=True)


class _Pieces:
    def __init__(self, file: IO[bytes], name: bytes) -> None:
        self.file, self._name, self._number = file, name, 0
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()
        self.file.flush()

    def _put(self, data: bytes, *, last: bool) -> None:
        blob = seal_bytes(data, context=_context(self._name, self._number, last))
        self.file.write(_LENGTH.pack(len(blob)) + blob)
        self._number += 1


def _closing(file: IO[bytes], name: bytes) -> Iterator[bytes]:
    with file:
        yield from _read(file, name)


def _read(file: IO[bytes], name: bytes) -> Iterator[bytes]:
    """A piece is the last one if nothing follows it; its seal says the same."""
    number, head = 0, file.read(_LENGTH.size)
    while head:
        if len(head) < _LENGTH.size:
            raise Tampered("The file was cut off.")
        blob = file.read(_LENGTH.unpack(head)[0])
        head = file.read(_LENGTH.size)
        if data := unseal_bytes(blob, context=_context(name, number, not head)):
            yield data
        number += 1


def _context(name: bytes, number: int, last: bool) -> bytes:
    return b"export:" + name + number.to_bytes(8, "big") + (b"last" if last else b"more")


def _path(export: UUID) -> Path:
    return folder() / export.hex
