"""A web server for the bench, and wrk (from Debian's packages) against it. Loopback only."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.report import BUILD

WORKERS = THREADS = 2
CONNECTIONS = 32


@contextmanager
def server(**environment: str) -> Iterator[str]:
    """granian with WORKERS processes on a free port; gives its address, stops it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "24", "--no-ws",
        "--log-level", "warning",
        "portal.wsgi:application",
    ]  # fmt: skip
    env = {
        **os.environ,
        "PYTHONPATH": "site:.",
        "DJANGO_SETTINGS_MODULE": "tests.bench.server_settings",
        **environment,
    }
    process = subprocess.Popen(command, env=env)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address + environment.get("BENCH_PROBE", "/health/"), process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server does not answer at {address}")


def wrk(address: str, seconds: int, *script: str) -> tuple[float, int]:
    """Requests a second, and how many were answered with an error status."""
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    if script:
        command += ["-s", script[0], address, "--", *script[1:]]
    else:
        command += [address]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=BUILD).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if rate is None:
        raise RuntimeError(said)
    return float(rate[1]), int(errors[1]) if errors else 0
