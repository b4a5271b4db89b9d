# ruff: noqa: PTH100, PTH120, PTH123, UP032 (for old Pythons)
"""Check that this machine can run the project, then run one of the other scripts.

    python3 ops/preflight.py setup [ARGUMENT...]

This file alone must be readable by any Python 3, however old: it is the one that tells the
newcomer that theirs is too old. Every fault is one line on standard error and exit status 1.
"""

import os
import socket
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ["python3.14", "python3.13", "python3.12", "python3.11"]
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def fail(message: str) -> None:
    """Say what is wrong in one line and stop."""
    sys.stdout.flush()
    sys.stderr.write(message + "\n")
    raise SystemExit(1)


def version_of(python: str) -> tuple:
    """(major, minor) of a Python by name or path; (0, 0) when it does not run."""
    code = "import sys; print('%d %d' % sys.version_info[:2])"
    try:
        with open(os.devnull, "w") as silent:
            answer = subprocess.check_output([python, "-c", code], stderr=silent)
        major, minor = answer.decode().split()
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0, 0)
    return (int(major), int(minor))


def find_python() -> str:
    """This interpreter when it is new enough, else the newest one by name; else stop."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for name in NAMES:
        if version_of(name) >= OLDEST:
            return name
    fail(
        "Python {}.{} or newer is needed; this machine has only {}.{}. Install a newer one, or "
        "name yours: make PYTHON=/path/to/python3".format(*(OLDEST + tuple(sys.version_info[:2])))
    )
    return ""


def require_venv() -> None:
    """Stop when this Python cannot make virtual environments (Debian ships that apart)."""
    try:
        import ensurepip
        import venv  # noqa: F401

        ensurepip.version()
    except ImportError:
        fail(
            "This Python ({}) cannot make a virtual environment: its venv module is missing. On "
            "Debian or Ubuntu: apt-get install python3-venv (or python{}.{}-venv).".format(
                sys.executable, *sys.version_info[:2]
            )
        )


def require_port(text: str) -> int:
    """The port as a number when a server can listen on it on the loopback address; else stop."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        fail("PORT must be a number from 1 to 65535, not {!r}: PORT=9000 make run".format(text))
    port = int(text)
    other = 9000 if port != 9000 else 9001
    again = "Choose another: PORT={} make run".format(other)
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            fail("Port {} is taken by another program. {}".format(port, again))
    finally:
        probe.close()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except PermissionError:
        fail("Port {} needs administrator rights. {}".format(port, again))
    except OSError:
        fail("Port {} is taken by another program. {}".format(port, again))
    finally:
        listener.close()
    return port


def main() -> None:
    """Replace this process by `python -m ops.SCRIPT` under a Python that is new enough."""
    if len(sys.argv) < 2:
        fail("usage: preflight.py SCRIPT [ARGUMENT...]")
    python = find_python()
    os.chdir(ROOT)
    os.execvp(python, [python, "-m", "ops." + sys.argv[1], *sys.argv[2:]])  # noqa: S606


if __name__ == "__main__":
    main()
