"""The virtual environment and the Python packages of the lock."""

import json
import platform
import re
import shutil
import subprocess
import sys

from ops.common import PYTHON, ROOT, VENV, digest, environment, fail, say
from ops.preflight import require_venv

STAMP = VENV / "installed.json"
INCLUDES = {"base": ["base"], "dev": ["dev", "base"]}  # dev.txt holds all of base.txt


def install(which: str) -> None:
    """Install requirements/{which}.txt unless exactly these are installed already.

    A virtual environment that was moved, or whose Python is gone, is made anew.
    """
    wanted = {name: digest([ROOT / "requirements" / f"{name}.txt"]) for name in INCLUDES[which]}
    there = _stamp()
    if not _usable():
        require_venv()
        say("setup: virtual environment in .venv …")
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True, env=_pip_environment())
        there = {}
    if there.get(which) != wanted[which]:
        say(f"setup: Python packages (requirements/{which}.txt), a minute or two the first time …")
        STAMP.unlink(missing_ok=True)
        _pip(which)
        STAMP.write_text(json.dumps({**wanted, "place": str(VENV)}))


def _stamp() -> dict[str, str]:
    return json.loads(STAMP.read_text()) if STAMP.exists() else {}


def _usable() -> bool:
    """Whether .venv was made here and runs; one without a stamp may be a developer's own."""
    if _stamp().get("place", str(VENV)) != str(VENV):
        return False
    question = "import pip, sys; print(sys.prefix if sys.version_info >= (3, 11) else '')"
    try:
        shown = subprocess.run(
            [PYTHON, "-c", question], capture_output=True, text=True, check=True
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return False
    return shown.strip() == str(VENV)


def _pip_environment() -> dict[str, str]:
    """pip's configuration (mirror, proxy, certificates) counts, unless it installs elsewhere."""
    env = environment(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    for name in (
        "PYTHONPATH",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_NO_DEPS",
        "PIP_DRY_RUN",
    ):
        env.pop(name, None)
    return env


def _pip(which: str) -> None:
    lock = ROOT / "requirements" / f"{which}.txt"
    run = subprocess.run(
        [
            PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:",
            "--requirement", lock,
        ],
        env=_pip_environment(), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode:
        raise fail(explain(run.stderr or run.stdout))


def explain(errors: str) -> str:
    """pip's last words as one line that says what to do."""
    offline = re.search(r"NewConnectionError|ConnectTimeout|SSLError|ProxyError|Retrying", errors)
    if offline:
        return (
            f"The Python packages cannot be downloaded ({offline[0]}): check the network, or set "
            "PIP_INDEX_URL or HTTPS_PROXY when packages come through a mirror or proxy here."
        )
    missing = re.search(r"No matching distribution found for (\S+)", errors)
    if missing:
        return (
            f"There is no ready-made package of {missing[1]} for Python "
            f"{platform.python_version()} on {platform.system()} {platform.machine()}; building it "
            "would need a compiler. Try another Python: make PYTHON=python3.11 setup"
        )
    lines = [line for line in errors.splitlines() if line.startswith("ERROR")]
    return f"The Python packages cannot be installed: {(lines or errors.splitlines() or ['?'])[0]}"
