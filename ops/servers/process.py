"""Processes that outlive this script: who they run as, where they live, whether they still do."""

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ops.common import ROOT, VAR, fail


@dataclass(frozen=True)
class Account:
    """The account that servers run as: never root, since neither of them accepts that."""

    name: str
    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that switch to the account (none when we already are it)."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> Path:
        """Make a folder that only this account can enter."""
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)
        return path


def service_account() -> Account:
    """Ourselves; for root the `postgres` account that Debian's package makes, else `nobody`."""
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Account(me.pw_name, me.pw_uid, me.pw_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise fail("Servers do not run as root, and there is no account `postgres` or `nobody` to use.")


def services_home() -> Path:
    """The folder of the servers: var/services, where the service account can reach it.

    A clone below a closed folder (/root) is out of its reach; then a folder under /var/tmp is used,
    which must be root's own and no link.
    """
    home = VAR / "services"
    if os.geteuid() == 0:
        VAR.mkdir(exist_ok=True)
        if not all(folder.stat().st_mode & stat.S_IXOTH for folder in [VAR, *VAR.parents]):
            home = Path("/var/tmp") / f"cong-{sha256(os.fsencode(ROOT)).hexdigest()[:12]}"  # noqa: S108
    home.mkdir(mode=0o711, parents=home.parent == VAR, exist_ok=True)
    details = home.lstat()
    if not stat.S_ISDIR(details.st_mode) or details.st_uid != os.geteuid():
        raise fail(f"{home} is not a folder of ours; remove it and try again.")
    home.chmod(0o711)
    return home


def free_port(preferred: int | None = None) -> int:
    """A free loopback port: the one used last time when it still is, so that addresses stay."""
    for port in (preferred or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise fail("No free port on 127.0.0.1.")


def identity(pid: int) -> str | None:
    """What tells a process from a later one of the same number: its start time; None: ended."""
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] == "Z" else fields[19]
    ps = shutil.which("ps") or "/bin/ps"
    shown = subprocess.run(
        [ps, "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip() or None


def end(pid: int, known_as: str, polite: signal.Signals, seconds: float = 60) -> None:
    """End a process that we started, and only that one: a number that was reused is left alone."""
    for sign, patience in ((polite, seconds), (signal.SIGKILL, 10.0)):
        if identity(pid) != known_as:
            return
        os.kill(pid, sign)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if identity(pid) != known_as:
                return
            time.sleep(0.05)
    raise fail(f"Process {pid} does not end.")


def end_left_behind(pid_file: Path, folder: Path, polite: signal.Signals) -> None:
    """End a server of ours that a killed script could not record: it still works in our folder."""
    if not pid_file.is_file():
        return
    pid = int(pid_file.read_text().split()[0])
    known_as = identity(pid)
    if known_as and str(folder) in _command_line(pid):
        end(pid, known_as, polite)


def _command_line(pid: int) -> str:
    """The words that a process was started with."""
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.exists():
        return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    ps = shutil.which("ps") or "/bin/ps"
    shown = subprocess.run(
        [ps, "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, for the message that says why a server did not start."""
    if not path.is_file():
        return "(no log)"
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
