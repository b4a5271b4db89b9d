"""A PostgreSQL server of our own: fresh data folder, random password, loopback only.

Safe-guards against power cuts are off (fsync and friends): the data are for tests and development.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from ops.common import fail
from ops.servers.process import Account, end, end_left_behind, free_port, identity, tail

NAME = "postgresql"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def find_programs(version: str | None = None) -> Path | None:
    """The folder with initdb and pg_ctl: Debian's newest, else PATH's; or a given version's."""
    folders = sorted(
        (p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    on_path = shutil.which("pg_ctl")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and version in (None, major_version(folder)):
            return folder
    return None


def major_version(programs: Path) -> str:
    """ "15" for the programs of PostgreSQL 15.18."""
    shown = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"(\d+)", shown.stdout)
    return found[1] if found else ""


def start(home: Path, account: Account, last: dict[str, Any]) -> dict[str, Any]:
    """Start the server, creating its data the first time; returns pid, identity, url, port."""
    folder = account.own(home / NAME)
    data, log = folder / "data", folder / "server.log"
    made_by = (data / "PG_VERSION").read_text().strip() if data.exists() else None
    programs = find_programs(made_by)
    if programs is None:
        wanted = f"PostgreSQL {made_by} (its data are in {folder})" if made_by else "PostgreSQL"
        raise fail(f"{wanted} is not installed. On Debian or Ubuntu: apt-get install postgresql")
    env = {"PATH": f"{programs}:{os.defpath}", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    run = {"env": env, "cwd": folder, "start_new_session": True, **account.popen()}

    end_left_behind(data / "postmaster.pid", data, signal.SIGINT)
    if not data.exists():
        _create(programs, folder, run)
    port = free_port(last.get("port"))
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    control: list[str | Path] = [
        programs / "pg_ctl",
        "--pgdata",
        data,
        "--log",
        log,
        "--wait",
        "--timeout",
        "60",
    ]
    started = subprocess.run(
        [*control, "--options", f"-p {port} {options}", "start"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False, **run,
    )  # fmt: skip
    if started.returncode:
        raise fail(f"PostgreSQL did not start; the end of {log}:\n{tail(log)}")
    pid = int((data / "postmaster.pid").read_text().split()[0])
    password = (folder / "password").read_text()
    env["PGPASSWORD"] = password
    _ensure_database(programs, port, run)
    url = f"postgresql://cong:{password}@127.0.0.1:{port}/cong"
    return {"pid": pid, "identity": identity(pid), "url": url, "port": port}


def stop(state: dict[str, Any]) -> None:
    """Fast shutdown: open connections are closed, data are written."""
    end(state["pid"], state["identity"], signal.SIGINT)


def _create(programs: Path, folder: Path, run: dict[str, Any]) -> None:
    """initdb in a folder beside the final one: a cut-off attempt leaves nothing half-made."""
    fresh, password = folder / "data.new", folder / "password"
    shutil.rmtree(fresh, ignore_errors=True)
    password.write_text(secrets.token_urlsafe(24))
    password.chmod(0o600)
    if "user" in run:
        os.chown(password, run["user"], run["group"])
    made = subprocess.run(
        [
            programs / "initdb", "--pgdata", fresh, "--username", "cong", "--pwfile", password,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        ],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **run,
    )  # fmt: skip
    if made.returncode:
        raise fail(f"PostgreSQL's initdb failed:\n{made.stderr.strip()}")
    fresh.rename(folder / "data")


def _ensure_database(programs: Path, port: int, run: dict[str, Any]) -> None:
    made = subprocess.run(
        [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "cong", "-w", "cong"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **run,
    )  # fmt: skip
    if made.returncode and "already exists" not in made.stderr:
        raise fail(f"PostgreSQL runs, but its database cannot be made: {made.stderr.strip()}")
