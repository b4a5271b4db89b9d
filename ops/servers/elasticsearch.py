"""Elasticsearch of our own: the minimal distribution from Maven, on loopback only."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ops.common import ROOT, fail, say
from ops.servers.process import Account, end, end_left_behind, free_port, identity, tail

NAME = "elasticsearch"
POM = ROOT / "ops" / "elasticsearch" / "pom.xml"
HEAP = os.environ.get("ES_HEAP", "1g")
OLDEST_JAVA = 17


def find_java() -> Path | None:
    """The home of a Java that is new enough: $JAVA_HOME's or PATH's."""
    homes = [os.environ.get("JAVA_HOME"), shutil.which("java")]
    for place in filter(None, homes):
        java = Path(place) / "bin" / "java" if Path(place).is_dir() else Path(place)
        try:
            shown = subprocess.run(
                [java, "-XshowSettings:properties", "-version"],
                capture_output=True, text=True, check=True,
            ).stderr  # fmt: skip
        except (OSError, subprocess.CalledProcessError):
            continue
        home = re.search(r"java\.home = (.+)", shown)
        version = re.search(r"java\.specification\.version = ([\d.]+)", shown)
        if home and version and float(version[1]) >= OLDEST_JAVA:
            return Path(home[1].strip())
    return None


def start(home: Path, account: Account, last: dict[str, Any]) -> dict[str, Any]:
    """Start the server, fetching it the first time; returns pid, identity, url, port, transport."""
    distribution, folder = fetch(home), account.own(home / NAME)
    port, transport = free_port(last.get("port")), free_port(last.get("transport"))
    settings = {
        "cluster.name": f"cong-{sha256(os.fsencode(ROOT)).hexdigest()[:8]}",
        "node.name": "cong",
        "http.port": port,
        "transport.port": transport,
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
    }
    pid = launch(distribution, folder, account, settings, [f"-Xms{HEAP}", f"-Xmx{HEAP}"])
    url = f"http://127.0.0.1:{port}"
    state = {
        "pid": pid,
        "identity": identity(pid),
        "url": url,
        "port": port,
        "transport": transport,
    }
    deadline = time.monotonic() + 60
    while not answers(url):
        if time.monotonic() > deadline or identity(pid) != state["identity"]:
            stop(state)
            raise fail(f"Elasticsearch started but does not answer; see {folder / 'logs'}")
        time.sleep(0.1)
    return state


def launch(
    distribution: Path,
    folder: Path,
    account: Account,
    settings: Mapping[str, Any],
    java_options: Sequence[str],
    files: Mapping[str, bytes] | None = None,
) -> int:
    """Start a node that keeps everything in ``folder``; its pid, once it has bound its ports.

    ``files`` by name go into its config folder. What an unrecorded node of the same folder left
    running is ended first.
    """
    java = find_java()
    if java is None:
        raise fail(f"Elasticsearch needs Java {OLDEST_JAVA} or newer, and there is none.")
    log, pid_file = folder / "start.log", folder / "pid"
    end_left_behind(pid_file, folder, signal.SIGTERM)
    pid_file.unlink(missing_ok=True)
    _configure(distribution, folder, account, settings, java_options, files or {})
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "ES_JAVA_HOME": str(java),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_TMPDIR": str(account.own(folder / "tmp")),
        "CLI_JAVA_OPTS": "-Xmx64m -XX:TieredStopAtLevel=1",
        "LC_ALL": "C.UTF-8",
    }
    with log.open("w") as output:
        started = subprocess.run(
            [distribution / "bin" / "elasticsearch", "--daemonize", "--pidfile", pid_file],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False,
            env=env, cwd=folder, start_new_session=True, **account.popen(),
        )  # fmt: skip
    if started.returncode or not pid_file.exists():
        raise fail(f"Elasticsearch did not start; the end of {log}:\n{tail(log)}")
    return int(pid_file.read_text())


def stop(state: dict[str, Any]) -> None:
    """Ask the node to close its indices and leave."""
    end(state["pid"], state["identity"], signal.SIGTERM)


def answers(url: str) -> bool:
    """Whether the cluster has a master and can serve. A proxy of the environment is not asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10):
            return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def fetch(home: Path) -> Path:
    """Unpack the distribution once; Maven checks it against the repository's digests."""
    text = ElementTree.parse(POM).findtext(".//{*}elasticsearch.version")  # noqa: S314 (our own file)
    distribution = home / f"elasticsearch-{text}"
    if distribution.exists():
        return distribution
    if not shutil.which("mvn"):
        raise fail("Maven is needed to fetch Elasticsearch. On Debian: apt-get install maven")
    say(f"services: fetching Elasticsearch {text} …")
    unpacked = home / "elasticsearch.new"
    shutil.rmtree(unpacked, ignore_errors=True)
    fetched = subprocess.run(
        ["mvn", "-q", "-B", "-f", POM, f"-Delasticsearch.home={unpacked}", "generate-resources"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if fetched.returncode:
        errors = [line for line in fetched.stdout.splitlines() if "ERROR" in line]
        raise fail(
            f"Maven could not fetch Elasticsearch: {errors[0] if errors else fetched.stderr}"
        )
    (unpacked / distribution.name).rename(distribution)
    shutil.rmtree(unpacked)
    return distribution


def _configure(
    distribution: Path,
    folder: Path,
    account: Account,
    settings: Mapping[str, Any],
    java_options: Sequence[str],
    files: Mapping[str, bytes],
) -> None:
    """A config folder of our own, made anew at every start from the distribution's."""
    config = folder / "config"
    shutil.rmtree(config, ignore_errors=True)
    shutil.copytree(distribution / "config", config)
    everywhere = {
        "path.data": account.own(folder / "data"),
        "path.logs": account.own(folder / "logs"),
        "network.host": "127.0.0.1",
        # A developer's nearly full disk must not make the index read-only.
        "cluster.routing.allocation.disk.watermark.low": "97%",
        "cluster.routing.allocation.disk.watermark.high": "98%",
        "cluster.routing.allocation.disk.watermark.flood_stage": "99%",
    }
    if (distribution / "modules" / "ingest-geoip").exists():
        everywhere["ingest.geoip.downloader.enabled"] = "false"
    lines = [f"{name}: {value}\n" for name, value in {**everywhere, **settings}.items()]
    (config / "elasticsearch.yml").write_text("".join(lines))
    # The stock options write logs and dumps into the distribution, which is not the account's.
    stock = (config / "jvm.options").read_text().splitlines()
    kept = [line for line in stock if "logs/" not in line and "HeapDump" not in line]
    (config / "jvm.options").write_text("\n".join([*kept, *java_options, ""]))
    for name, content in files.items():
        (config / name).write_bytes(content)
    for path in [config, *config.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
        if os.geteuid() == 0:
            os.chown(path, account.uid, account.gid)
