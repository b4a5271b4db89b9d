"""What a newcomer reads when the machine is not ready."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ops import preflight

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_can_read_the_file() -> None:
    source = (ROOT / "ops" / "preflight.py").read_text()
    assert ast.parse(source, feature_version=(3, 5))


def test_an_old_python_gets_one_clear_line() -> None:
    code = "from ops import preflight; preflight.OLDEST = (9, 0); preflight.find_python()"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert run.stderr.startswith("Python 9.0 or newer is needed")


def test_this_python_is_new_enough() -> None:
    assert preflight.find_python() == sys.executable


def test_a_taken_port_gets_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit):
            preflight.require_port(str(port))
    assert capsys.readouterr().err == (
        f"Port {port} is taken by another program. Choose another: PORT=9000 make run\n"
    )


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert preflight.require_port(str(port)) == port


@pytest.mark.parametrize("text", ["", "eighty", "0", "65536", "-1", "80.5"])
def test_nonsense_is_no_port(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        preflight.require_port(text)
    assert capsys.readouterr().err.startswith("PORT must be a number from 1 to 65535")
