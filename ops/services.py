"""PostgreSQL and Elasticsearch for tests and development.

    python3 -m ops.services start | stop | status
    python3 -m ops.services run -- COMMAND...

`start` leaves them running and prints two `export` lines; `run` lends them to one command and stops
what nobody else uses. Data, logs and state live in var/services/. Only processes recorded there,
and still the same, are ever stopped.
"""

import fcntl
import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ops.common import environment, fail, run_to_end, say, told_to_end
from ops.servers import elasticsearch, postgresql
from ops.servers.process import identity, service_account, services_home

SERVERS = {postgresql.NAME: postgresql, elasticsearch.NAME: elasticsearch}
VARIABLES = {postgresql.NAME: "DATABASE_URL", elasticsearch.NAME: "ELASTICSEARCH_URL"}
State = dict[str, Any]


def read_state(home: Path) -> State:
    """{"keep": bool, server name: {"pid", "identity", "url", "port", …}}."""
    path = home / "state.json"
    return json.loads(path.read_text()) if path.exists() else {"keep": False}


def write_state(home: Path, state: State) -> None:
    """Replace the state file at once; it holds the database's password, so it is ours alone."""
    fresh = home / "state.json.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(state, file, indent=2)
    fresh.rename(home / "state.json")


def running(server: State) -> bool:
    """Whether the recorded process is still the one that we started."""
    return bool(server.get("pid")) and identity(server["pid"]) == server["identity"]


@contextmanager
def locked(path: Path, kind: int) -> Iterator[int]:
    """Hold a lock of the given kind on a file; the system frees it whatever becomes of us."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield handle
    finally:
        os.close(handle)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back Ctrl+C and termination until the block is done, so that no server is forgotten."""
    held: list[int] = []
    before = {
        number: signal.signal(number, lambda received, _: held.append(received))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if held:
            signal.raise_signal(held[0])


def start(keep: bool) -> dict[str, str]:
    """Start what does not run yet, both at once; returns the variables that point to them."""
    home, account = services_home(), service_account()
    with undisturbed(), locked(home / "start.lock", fcntl.LOCK_EX):
        state = read_state(home)
        state["keep"] = keep or (state["keep"] and any(running(state.get(n, {})) for n in SERVERS))
        wanted = [name for name in SERVERS if not running(state.get(name, {}))]
        begun = time.monotonic()
        with ThreadPoolExecutor() as pool:
            starts = {
                name: pool.submit(SERVERS[name].start, home, account, state.get(name, {}))
                for name in wanted
            }
        faults = []
        for name, attempt in starts.items():
            fault = attempt.exception()
            if fault is None:
                state[name] = attempt.result()
            else:
                faults.append(fault)
        write_state(home, state)
        if faults:
            raise faults[0]
        if wanted:
            say(f"services: {' and '.join(wanted)} ready in {time.monotonic() - begun:.1f} s")
        return {VARIABLES[name]: state[name]["url"] for name in SERVERS}


def stop() -> None:
    """Stop what runs of what we started; ports are remembered for the next start."""
    home = services_home()
    with undisturbed(), locked(home / "start.lock", fcntl.LOCK_EX):
        state = read_state(home)
        running_now = [name for name in SERVERS if running(state.get(name, {}))]
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda name: SERVERS[name].stop(state[name]), running_now))
        for name in running_now:
            state[name]["pid"] = None
            say(f"services: {name} stopped")
        write_state(home, {**state, "keep": False})


def status() -> int:
    """Print one line per server; 0 when both run."""
    state = read_state(services_home())
    up = {name: running(state.get(name, {})) for name in SERVERS}
    for name, is_up in up.items():
        print(f"{name}: {'runs at ' + state[name]['url'] if is_up else 'stopped'}")
    return 0 if all(up.values()) else 3


@contextmanager
def borrowed() -> Iterator[dict[str, str]]:
    """The services' variables; they stop afterwards, unless somebody else needs them."""
    home = services_home()
    with locked(home / "users.lock", fcntl.LOCK_SH) as handle:
        try:
            yield start(keep=False)
        finally:
            with undisturbed():
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    say("services: left running for another command")
                else:
                    if not read_state(home)["keep"]:
                        stop()


def main(arguments: list[str]) -> int:
    """The command line; the exit status of `run` is its command's."""
    signal.signal(signal.SIGTERM, told_to_end)
    signal.signal(signal.SIGHUP, told_to_end)
    match arguments:
        case ["start"]:
            for name, value in start(keep=True).items():
                print(f"export {name}={shlex.quote(value)}")
        case ["stop"]:
            stop()
        case ["status"]:
            return status()
        case ["run", "--", *command] if command:
            with borrowed() as variables:
                return run_to_end(command, environment(**variables))
        case _:
            raise fail("usage: python3 -m ops.services start | stop | status | run -- COMMAND...")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
