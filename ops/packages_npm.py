"""The front-end packages of the lock, fetched with the npm that comes as a Python package."""

import shutil
from pathlib import Path

from ops.common import PYTHON, ROOT, VENV, command, digest, environment, say

STAMP = ROOT / "node_modules" / ".installed"
OPTIONS = [
    "--ignore-scripts", "--include=dev", "--omit=optional", "--no-audit", "--no-fund",
    "--no-update-notifier", "--loglevel=error", "--no-global", "--no-dry-run",
]  # fmt: skip


def node() -> Path:
    """Node inside the virtual environment."""
    return VENV / "bin" / "node"


def install() -> None:
    """`npm ci` unless exactly this lock is installed already."""
    wanted = digest([ROOT / "package.json", ROOT / "package-lock.json"])
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    say("setup: front-end packages …")
    # The system's certificates count too: offices often inspect TLS with their own authority.
    env = environment(NODE_USE_SYSTEM_CA="1")
    env.pop("NODE_OPTIONS", None)
    shutil.rmtree(STAMP.parent, ignore_errors=True)
    command(
        [PYTHON, VENV / "bin" / "npm", "ci", *OPTIONS],
        "The front-end packages cannot be installed",
        env,
    )
    STAMP.write_text(wanted)
