"""The reading process: opens, surveys and reads a book, far from the database and its keys.

Standard input: one line of JSON (see `process.py`), which names the descriptor of the file.
Standard output: one JSON value a line. A hostile file can at worst exhaust this process, whose
limits are set before anything is read.
"""

import gc
import json
import os
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from plugins.declarations.logbooks.reading.problems import BookProblem


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.readline())
    _set_limits(request["memory_mb"], request["seconds"])
    gc.disable()  # what is read holds no cycles to collect, and these large modules neither
    from django.conf import settings

    settings.configure(USE_I18N=False)
    from plugins.declarations.logbooks.reading.answers import answer

    try:
        with os.fdopen(request["file"], "rb") as file:
            for frame in answer(request, file):
                _write(frame)
    except BookProblem as problem:
        _write({"problem": problem.code, "params": problem.params})
    except MemoryError:
        _write({"problem": "too_large", "params": {}})
    _write({"end": True})
    os._exit(0)  # taking down what was read, object by object, would keep the other side waiting


def _set_limits(memory_mb: int, seconds: int) -> None:
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(frame: dict[str, Any]) -> None:
    text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"), default=_tagged)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _tagged(value: Any) -> dict[str, Any]:
    """Dates and times, which JSON does not know; `process.cells` reads them."""
    if isinstance(value, timedelta):
        return {"$": "timedelta", "v": value.total_seconds()}
    if isinstance(value, datetime | date | time):
        return {"$": type(value).__name__, "v": value.isoformat()}
    raise TypeError(type(value).__name__)


if __name__ == "__main__":
    main()
