"""What the scripts share: places, messages, digests, the `.env` file, and how a command is run."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / "build"
VAR = ROOT / "var"


def say(message: str) -> None:
    """One line about what is going on, on standard error: standard output is for results."""
    print(message, file=sys.stderr, flush=True)


def fail(message: str) -> SystemExit:
    """`raise fail("…")`: one clear line, exit status 1."""
    sys.stdout.flush()
    return SystemExit(message)


def digest(paths: Iterable[Path], *more: str) -> str:
    """A fingerprint of file names and contents (and of any further strings)."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    for text in more:
        total.update(f"\0{text}".encode())
    return total.hexdigest()


def read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines of an optional `.env`, with `#` comments, blank lines and quotes."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
                value = value[1:-1]
            found[name.strip()] = value
    return found


def environment(**more: str) -> dict[str, str]:
    """The environment of our programs: `.env` below the real environment, imports from the clone.

    Leftovers that would change which Python code is imported are dropped.
    """
    env = {**read_env_file(ROOT / ".env"), **os.environ}
    env.pop("PYTHONHOME", None)
    env["PYTHONPATH"] = f"{ROOT / 'site'}{os.pathsep}{ROOT}"
    env["PYTHONNOUSERSITE"] = "1"
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    return {**env, **more}


def command(
    arguments: Sequence[str | Path], failure: str, env: Mapping[str, str] | None = None
) -> None:
    """Run one step of a script; when it fails, stop with one line after its own words."""
    run = subprocess.run(
        [str(part) for part in arguments], env=dict(env or environment()), cwd=ROOT,
        stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False,
    )  # fmt: skip
    if run.returncode:
        raise fail(f"{failure} (exit status {run.returncode}, see above).")


def run_to_end(command: list[str], env: Mapping[str, str]) -> int:
    """Run a command in the foreground and return its exit status.

    Ctrl+C reaches the command from the terminal: we only wait for it to finish. When we are told to
    end (SystemExit from a signal handler) we pass on the signal of Ctrl+C, which every one of our
    commands obeys in good order, and wait too.
    """
    with subprocess.Popen(command, env=dict(env), cwd=ROOT) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            return child.wait()
        except SystemExit:
            child.send_signal(signal.SIGINT)
            child.wait()
            raise


@contextmanager
def run_beside(
    command: list[str], env: Mapping[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command beside what is done in the block, its output in a file.

    At the end of the block it is waited for; who leaves with a fault or a signal ends it first.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, env=dict(env), cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
        ) as child,
    ):
        try:
            yield child
        except BaseException:
            child.send_signal(signal.SIGINT)
            raise


def told_to_end(number: int, frame: object) -> None:
    """Signal handler: leave through every `finally`, so that what we started is stopped."""
    raise SystemExit(128 + number)
