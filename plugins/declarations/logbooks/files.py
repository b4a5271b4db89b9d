"""A book's files, sealed, in a folder of its own that no address leads to (PRIVATE_ROOT)."""

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from people.sealing import seal_bytes, unseal_bytes
from plugins.declarations.logbooks.models import Logbook

READABLE_FOR = timedelta(days=1)
HALVES_FOR = timedelta(minutes=10)  # a file is written within seconds


class BookFiles:
    """The original, the chunks that were read from it, and the result workbook of one book."""

    def __init__(self, logbook_id: UUID) -> None:
        self.logbook_id = logbook_id
        self.folder = Path(settings.PRIVATE_ROOT) / "logbooks" / logbook_id.hex

    def put_original(self, data: bytes) -> None:
        """Keep the file as it was uploaded."""
        self._put("original", data)

    def original(self) -> bytes:
        """The uploaded file. Raises FileNotFoundError when its time to be kept is over."""
        return self._get("original")

    def has_original(self) -> bool:
        """Whether the uploaded file is still kept."""
        return (self.folder / "original").exists()

    def put_chunk(self, number: int, line: bytes) -> None:
        """Keep what was read, as the reading process wrote it, until it is imported."""
        self._put(f"chunk-{number}", line)

    def chunk(self, number: int) -> bytes:
        """What put_chunk kept; numbers count from 0. Raises FileNotFoundError."""
        return self._get(f"chunk-{number}")

    def drop_chunks(self) -> None:
        """Chunks are of no use once they are written, nor are halves that a killed worker left."""
        for path in self.folder.glob("chunk-*"):
            path.unlink(missing_ok=True)
        _drop_older(self.folder, ".*", HALVES_FOR)

    def put_edits(self, data: bytes) -> None:
        """Keep what editors made of rows while the book is read anew."""
        self._put("edits", data)

    def edits(self) -> bytes:
        """What put_edits kept; empty if nothing."""
        try:
            return self._get("edits")
        except FileNotFoundError:
            return b""

    def drop_edits(self) -> None:
        """They stand with the rows again."""
        (self.folder / "edits").unlink(missing_ok=True)

    def put_result(self, data: bytes) -> None:
        """Keep the result workbook."""
        self._put("result", data)

    def drop_result(self) -> None:
        """The result workbook tells what is no longer so."""
        (self.folder / "result").unlink(missing_ok=True)

    def result(self) -> bytes:
        """The result workbook. Raises FileNotFoundError when it is not there (any more)."""
        return self._get("result")

    def readable_result(self) -> Path:
        """A copy that is not sealed, for whoever started the import on this machine.

        It stands in a folder of its own that only this account may open, and goes after
        READABLE_FOR: with the next such copy or the nightly deletion (`drop_readable`). Copy it
        elsewhere to keep it.
        """
        drop_readable()
        folder = _readable_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{self.logbook_id.hex}.xlsx"
        path.touch(mode=0o600)
        path.write_bytes(self.result())
        return path

    def remove(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.folder, ignore_errors=True)
        (_readable_folder() / f"{self.logbook_id.hex}.xlsx").unlink(missing_ok=True)

    def _context(self, name: str) -> bytes:
        return b"logbook:" + self.logbook_id.bytes + name.encode()

    def _put(self, name: str, data: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = self.folder / f".{name}.{os.getpid()}"
        try:
            half.write_bytes(seal_bytes(data, context=self._context(name)))
            half.chmod(0o600)
            half.replace(self.folder / name)
        except OSError:  # a half would only take up more of a full disk
            half.unlink(missing_ok=True)
            raise

    def _get(self, name: str) -> bytes:
        return unseal_bytes((self.folder / name).read_bytes(), context=self._context(name))


def drop_unneeded(logbook: Logbook, files: BookFiles) -> None:
    """Of a book that was cancelled: its chunks if some of it is in, else everything."""
    if logbook.visits.exists():
        files.drop_chunks()
    else:
        files.remove()


def drop_readable() -> None:
    """Delete the unsealed copies that are older than READABLE_FOR."""
    _drop_older(_readable_folder(), "*.xlsx", READABLE_FOR)


def _drop_older(folder: Path, pattern: str, age: timedelta) -> None:
    until = time.time() - age.total_seconds()
    for path in folder.glob(pattern):
        if path.stat(follow_symlinks=False).st_mtime < until:
            path.unlink(missing_ok=True)


def _readable_folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / "readable"
