"""The site as it runs in production, on the test's database: compressed, hashed files and granian.

The live server of other browser tests serves files as they lie in the tree; what a page weighs and
how fast it comes can only be told here.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def production_site(folder: Path) -> Iterator[str]:
    """Its address. ``folder`` takes the collected files and the log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tests.browser.production_settings",
        "TEST_STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": _database_url(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "PUBLIC_URL": address,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": f"test:{_key()}",
        "BLIND_INDEX_KEY": _key(),
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=ROOT,
        env=env,
        check=True,
    )
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--no-ws", "--log-level", "warning", "portal.wsgi:application",
    ]  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait_for(f"{address}/health/", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _database_url() -> str:
    """Of the test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user = f"{database['USER']}:{database['PASSWORD']}"
    return f"postgresql://{user}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def _key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")
