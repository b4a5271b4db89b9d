"""`make run`: set up what is missing, then web server, worker and indexer.

Ctrl+C stops them all. PORT chooses the port. Without Elasticsearch the indexer only empties the
outbox of the search; without the tracing plugin there is none.
"""

import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from ops import setup
from ops.common import PYTHON, ROOT, VENV, environment, run_to_end, told_to_end
from ops.preflight import require_port


def announce(port: int, env: dict[str, str]) -> None:
    """Print the address and the demo accounts as soon as the web server answers."""
    command = [str(PYTHON), "manage.py", "demo_accounts"]
    accounts = subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    address = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + 120
    while not answers(address):
        if time.monotonic() > deadline:
            print(
                f"\n  The web server does not answer at {address}; its messages are above.\n",
                flush=True,
            )
            return
        time.sleep(0.2)
    shown = "\n  ".join([f"Cổng: {address}   (Ctrl+C stops it)", *accounts.stdout.splitlines()])
    print(f"\n  {shown}\n", flush=True)


def answers(address: str) -> bool:
    """Whether anything but an error of the server itself comes back; no proxy is asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=10):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def main() -> int:
    """Check the port, set up, serve until told to stop."""
    env = environment()
    env.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    port = require_port(env.get("PORT") or "8000")
    env["PORT"] = str(port)
    setup.main([])
    signal.signal(signal.SIGTERM, told_to_end)
    threading.Thread(target=announce, args=(port, env), daemon=True).start()
    traces = "tracing" in env.get("PLUGINS", "tracing")
    processes = ["web", "worker", *(["indexer"] if traces else [])]
    honcho = [
        VENV / "bin" / "honcho",
        "--procfile",
        "ops/Procfile",
        "--env",
        "",
        "start",
        "--port",
        port,
    ]
    status = run_to_end([str(part) for part in [*honcho, *processes]], env)
    return 0 if status == 128 + signal.SIGINT else status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
