"""import.memory_growth: peak memory of an import of ten times the rows."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.bench.report import Figure
from tests.bench.workbooks import paper_book

SMALL, LARGE = 50_000, 500_000
_ROOT = Path(__file__).resolve().parents[2]
_UNTIL = 0.02  # seconds between two looks at the reading process


@dataclass(frozen=True)
class Cost:
    """What one import took: of the process that imports and of the one that reads, at its peak."""

    seconds: float
    importing_mb: float
    reading_mb: float


def measure() -> list[Figure]:
    """Peak memory at 500,000 rows against that at 50,000, both processes together."""
    small, large = imported(SMALL), imported(LARGE)
    ours, theirs = (cost.importing_mb + cost.reading_mb for cost in (large, small))
    shown = f"{LARGE:,} rows against {SMALL:,}"
    return [Figure("import.memory_growth", ours / theirs, ours, theirs, "MB", shown)]


@lru_cache
def imported(rows: int) -> Cost:
    """Import a book of so many rows: upload it, then do in a new process what a worker does."""
    paper_book(rows)
    key = _run("upload", rows)
    return Cost(**json.loads(_run("work", rows, key)))


def _run(*arguments: object) -> str:
    """What this module writes when it runs in a process of its own, on the bench's database."""
    settings = json.loads(os.environ["PLUGIN_SETTINGS"])
    settings["declarations"]["max_upload_mb"] = 64  # the book of 500,000 rows is of 31 MB
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name, *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "PLUGIN_SETTINGS": json.dumps(settings)},
    )
    return done.stdout


def _main(step: str, rows: int, key: str = "") -> None:
    import django

    django.setup()
    from tests.bench import imports

    if step == "upload":
        sys.stdout.write(str(imports.upload(paper_book(rows)).pk))
        return
    reading, done = _PeakOfChildren(), threading.Event()
    watch = threading.Thread(target=reading.watch, args=(done,))
    watch.start()
    took = imports.seconds(lambda: imports.work(key, rows))
    done.set()
    watch.join()
    json.dump(Cost(took, _peak("self"), reading.megabytes).__dict__, sys.stdout)


class _PeakOfChildren:
    """The kernel's own count of a child includes what its parent had when it was started."""

    def __init__(self) -> None:
        self.megabytes = 0.0

    def watch(self, done: threading.Event) -> None:
        """Look again and again at every child until ``done``."""
        while not done.wait(_UNTIL):
            for children in Path("/proc/self/task").glob("*/children"):
                for child in children.read_text().split():
                    if _is_reading(child):
                        self.megabytes = max(self.megabytes, _peak(child))


def _is_reading(process: str) -> bool:
    """Until it runs its own program, a child shows the memory of its parent."""
    try:
        return b"reading.child" in Path("/proc", process, "cmdline").read_bytes()
    except OSError:
        return False


def _peak(process: str) -> float:
    """Megabytes that a process has had resident at most; 0 if it has ended."""
    try:
        status = Path("/proc", process, "status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
