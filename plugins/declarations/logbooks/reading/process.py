"""Starts the reading process and hands on what it answers, whatever becomes of it."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from plugins.declarations.logbooks.reading.problems import BookProblem

logger = logging.getLogger(__name__)

_CHILD = "plugins.declarations.logbooks.reading.child"
_ROOT = Path(__file__).resolve().parents[4]
_SOURCES = os.pathsep.join(map(str, (_ROOT / "site", _ROOT)))
PIPE_BYTES = 1 << 20  # a chunk fits in, so that the next one is read while it is written
SILENCE = 120.0  # seconds without an answer after which the process counts as stuck
_TOO_LARGE = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS}
_SPEECHLESS = 120  # Python could not even write its last words: no memory was left
_TOO_SLOW = {-signal.SIGXCPU, -signal.SIGKILL}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the reading process; becomes its first line of input.

    ``mode`` is "entries" (answers: first layout, rows, samples; then entries, refused, ignored,
    scanned) or "cells" (answers: sheet, name, cells). ``choices`` as Choices.to_json gives them.
    """

    mode: str
    file_name: str
    year: int | None
    choices: dict[str, Any]
    zone: str
    today: str
    chunk_rows: int
    memory_mb: int
    seconds: int


@contextmanager
def answers(request: Request, data: bytes) -> Iterator[Iterator[bytes]]:
    """The process' answers, one after the other, each a line of JSON; it ends with the block.

    Going through them raises BookProblem when the book cannot be read, or no further.
    """
    with tempfile.TemporaryFile() as complaints, _in_memory(data) as file:
        del data  # the other process has its own now
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            pipesize=PIPE_BYTES,
            pass_fds=[file],
            # Nothing of ours goes along: no address of the database, no keys.
            env={"PYTHONPATH": _SOURCES, "PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd=_ROOT,
        )
        try:
            _ask(process, {**asdict(request), "file": file})
            yield _received(process, complaints)
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


@contextmanager
def _in_memory(data: bytes) -> Iterator[int]:
    """A file that is on no disk, since books lie there sealed only; its descriptor."""
    file = os.memfd_create("book")
    try:
        with os.fdopen(file, "wb", closefd=False) as target:
            target.write(data)
        del data
        os.lseek(file, 0, os.SEEK_SET)
        yield file
    finally:
        os.close(file)


def _ask(process: subprocess.Popen[bytes], question: dict[str, Any]) -> None:
    # A process that dies early closes the pipe; its end is noticed where it is read from.
    with suppress(BrokenPipeError), process.stdin as pipe:  # type: ignore[union-attr]
        pipe.write(json.dumps(question).encode() + b"\n")


def _received(process: subprocess.Popen[bytes], complaints: IO[bytes]) -> Iterator[bytes]:
    while True:
        watchdog = threading.Timer(SILENCE, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            line = process.stdout.readline() if process.stdout else b""
        finally:
            watchdog.cancel()
        if not line.endswith(b"\n"):
            raise _death(process, complaints)
        if line.startswith(b'{"end"'):
            return
        if line.startswith(b'{"problem"'):
            problem = json.loads(line)
            raise BookProblem(problem["problem"], **problem["params"])
        yield line


def _death(process: subprocess.Popen[bytes], complaints: IO[bytes]) -> BookProblem:
    """Why the process ended without saying so."""
    code = process.wait()
    complaints.seek(0)
    last = complaints.read(20_000).decode("utf-8", "replace").strip().rpartition("\n")[2]
    logger.warning("Reading process ended with %s: %s", code, last)
    if code in _TOO_LARGE or code == _SPEECHLESS or "MemoryError" in last:
        return BookProblem("too_large")
    return BookProblem("too_slow" if code in _TOO_SLOW else "broken")


def cells(line: bytes) -> dict[str, Any]:
    """An answer of the mode "cells", its dates and times as Python has them."""
    answer: dict[str, Any] = json.loads(line, object_hook=_untagged)
    return answer


def _untagged(value: dict[str, Any]) -> Any:
    """Dates and times back from what `child._tagged` made of them."""
    kind = value.get("$")
    if kind is None:
        return value
    if kind == "timedelta":
        return timedelta(seconds=value["v"])
    return _FROM_ISO[kind](value["v"])


_FROM_ISO: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
