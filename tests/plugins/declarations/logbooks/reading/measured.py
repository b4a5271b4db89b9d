"""What reading a file costs, measured from a small process of its own whose only child it is."""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.process import Request, answers

ROOT = Path(__file__).resolve().parents[5]


@dataclass(frozen=True)
class Measured:
    """``code``: why the book was refused, or empty; ``megabytes``: peak of the reading process."""

    code: str
    entries: int
    refused: int
    seconds: float
    megabytes: float


def measured(path: Path, file_name: str, memory_mb: int) -> Measured:
    """Read the file in the reading process, within its memory limit."""
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name, str(path), file_name, str(memory_mb)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": os.pathsep.join((str(ROOT / "site"), str(ROOT))), "PATH": os.defpath},
        timeout=120,
    )
    return Measured(**json.loads(done.stdout))


def _main(path: str, file_name: str, memory_mb: str) -> None:
    request = Request(
        mode="entries",
        file_name=file_name,
        year=None,
        choices={},
        zone="Asia/Ho_Chi_Minh",
        today="2026-01-15",
        chunk_rows=2000,
        memory_mb=int(memory_mb),
        seconds=120,
    )
    code, entries, refused, begun = "", 0, 0, time.perf_counter()
    try:
        with answers(request, Path(path).read_bytes()) as lines:
            for line in lines:
                chunk = json.loads(line)
                entries += len(chunk.get("entries", ()))
                refused += len(chunk.get("refused", ()))
    except BookProblem as problem:
        code = problem.code
    seconds = time.perf_counter() - begun
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    json.dump(Measured(code, entries, refused, seconds, megabytes).__dict__, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
