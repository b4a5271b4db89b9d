"""The front-end packages of a lock, fetched with the npm that comes as a Python package."""

import shutil
from pathlib import Path

from ops.common import PYTHON, ROOT, VENV, command, digest, environment, say

OPTIONS = [
    "--ignore-scripts", "--include=dev", "--omit=optional", "--no-audit", "--no-fund",
    "--no-update-notifier", "--loglevel=error", "--no-global", "--no-dry-run",
]  # fmt: skip


def node() -> Path:
    """Node inside the virtual environment."""
    return VENV / "bin" / "node"


def install(folder: Path = ROOT) -> None:
    """`npm ci` in a folder with a lock, unless exactly this lock is installed there already."""
    stamp = folder / "node_modules" / ".installed"
    wanted = digest([folder / "package.json", folder / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"setup: front-end packages{' of the tests' if folder != ROOT else ''} …")
    # The system's certificates count too: offices often inspect TLS with their own authority.
    env = environment(NODE_USE_SYSTEM_CA="1")
    env.pop("NODE_OPTIONS", None)
    shutil.rmtree(stamp.parent, ignore_errors=True)
    command(
        [PYTHON, VENV / "bin" / "npm", "--prefix", folder, "ci", *OPTIONS],
        "The front-end packages cannot be installed",
        env,
    )
    stamp.write_text(wanted)
