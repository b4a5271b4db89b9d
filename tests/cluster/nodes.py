"""Three Elasticsearch nodes on this machine, with TLS and passwords, that tests may kill."""

import os
import secrets
import shutil
import signal
from base64 import b64encode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from pathlib import Path

from elasticsearch import Elasticsearch

from ops.common import ROOT
from ops.servers.elasticsearch import fetch, launch
from ops.servers.process import (
    Account,
    end,
    end_left_behind,
    free_port,
    identity,
    service_account,
    services_home,
)
from tests.cluster.certificates import certificates

# Small, and quick to start rather than quick in the long run.
JAVA_OPTIONS = ("-Xms256m", "-Xmx256m", "-XX:TieredStopAtLevel=1")
NAMES = ("one", "two", "three")
OPERATOR = "operator"  # the tests' own account, which may do everything
APPLICATION = "cong"  # and the application's, which has the role of ops/elasticsearch
ROLE = ROOT / "ops" / "elasticsearch" / "role.json"


@dataclass
class Node:
    """One node. ``pid`` and ``known_as`` are of its last start."""

    name: str
    folder: Path
    port: int
    transport: int
    pid: int = 0
    known_as: str | None = None

    @property
    def runs(self) -> bool:
        """Whether its process is there."""
        return bool(self.known_as) and identity(self.pid) == self.known_as


@dataclass
class Cluster:
    """The nodes by name. ``url`` and ``ca_file`` are as the application's settings want them."""

    folder: Path
    account: Account
    distribution: Path
    nodes: dict[str, Node]
    ca_file: str
    files: dict[str, bytes]
    passwords: dict[str, str]

    def start(self) -> None:
        """Start the nodes that do not run, and wait until all have found each other."""
        waiting = [node for node in self.nodes.values() if not node.runs]
        with ThreadPoolExecutor() as pool:
            for _started in pool.map(self._start, waiting):
                pass
        with self.operator() as client:
            client.cluster.health(wait_for_nodes=str(len(self.nodes)), timeout="60s")

    def freeze(self, *names: str) -> None:
        """Let nodes do nothing until ``thaw``, all by default: connections stay, nobody answers."""
        self._signal(signal.SIGSTOP, names)

    def thaw(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT, ())

    def kill(self, *names: str) -> None:
        """End nodes without warning; all of them by default."""
        for node in [self.nodes[name] for name in names or self.nodes]:
            if node.runs and node.known_as:
                end(node.pid, node.known_as, signal.SIGKILL)

    def master(self) -> str:
        """The name of the node that leads."""
        with self.operator() as client:
            (found,) = client.cat.master(format="json").body
        return str(found["node"])

    def url(self, user: str = APPLICATION) -> str:
        """ELASTICSEARCH_URL of an account, with the addresses of all nodes."""
        login = f"{user}:{self.passwords[user]}"
        return ",".join(f"https://{login}@127.0.0.1:{node.port}" for node in self.nodes.values())

    @contextmanager
    def operator(self) -> Iterator[Elasticsearch]:
        """A client that may do everything."""
        with Elasticsearch(
            [f"https://127.0.0.1:{node.port}" for node in self.nodes.values()],
            basic_auth=(OPERATOR, self.passwords[OPERATOR]),
            ca_certs=self.ca_file,
            request_timeout=60,
            max_retries=len(self.nodes),
            retry_on_status=(503,),
        ) as client:
            yield client

    def _signal(self, sign: signal.Signals, names: Sequence[str]) -> None:
        for node in [self.nodes[name] for name in names or self.nodes]:
            if node.runs:
                os.kill(node.pid, sign)

    def _start(self, node: Node) -> None:
        seeds = [f"127.0.0.1:{each.transport}" for each in self.nodes.values()]
        settings = {
            "cluster.name": self.folder.name,
            "cluster.initial_master_nodes": list(self.nodes),
            "discovery.seed_hosts": seeds,
            "node.name": node.name,
            "http.port": node.port,
            "transport.port": node.transport,
            # A node that was killed is given up at once, as one whose machine fell silent later is.
            "cluster.fault_detection.follower_check.interval": "1s",
            "cluster.fault_detection.leader_check.interval": "1s",
            "xpack.security.enabled": "true",
            "xpack.security.http.ssl.enabled": "true",
            "xpack.security.transport.ssl.enabled": "true",
        }
        for layer in ("http", "transport"):
            settings |= {
                f"xpack.security.{layer}.ssl.certificate": "node.pem",
                f"xpack.security.{layer}.ssl.key": "node.key",
                f"xpack.security.{layer}.ssl.certificate_authorities": "ca.pem",
            }
        node.pid = launch(
            self.distribution, node.folder, self.account, settings, JAVA_OPTIONS, self.files
        )
        node.known_as = identity(node.pid)


@contextmanager
def cluster(name: str) -> Iterator[Cluster]:
    """A running cluster in a new folder; at the end its nodes are ended and the folder removed."""
    home, account = services_home(), service_account()
    folder = account.own(home / f"cluster-{name}")
    for each in NAMES:  # of a test process that was killed
        end_left_behind(folder / each / "pid", folder / each, signal.SIGKILL)
        shutil.rmtree(folder / each, ignore_errors=True)
    files = certificates()
    ca_file = folder / "ca.pem"
    ca_file.write_bytes(files["ca.pem"])
    passwords = {user: secrets.token_hex(16) for user in (OPERATOR, APPLICATION)}
    logins = [f"{user}:{_hashed(password)}\n" for user, password in passwords.items()]
    files |= {
        "users": "".join(logins).encode(),
        "users_roles": f"superuser:{OPERATOR}\ncong:{APPLICATION}\n".encode(),
        # The minimal distribution cannot keep roles in an index; in a file it can. JSON is YAML.
        "roles.yml": b"cong: " + b" ".join(ROLE.read_bytes().split()) + b"\n",
    }
    nodes = {each: _node(account, folder / each) for each in NAMES}
    made = Cluster(folder, account, fetch(home), nodes, str(ca_file), files, passwords)
    try:
        made.start()
        yield made
    finally:
        made.thaw()
        made.kill()
        shutil.rmtree(folder)


def _node(account: Account, folder: Path) -> Node:
    return Node(folder.name, account.own(folder), free_port(), free_port())


def _hashed(password: str) -> str:
    """As Elasticsearch's file of users may hold a password."""
    salt = secrets.token_bytes(32)
    digest = pbkdf2_hmac("sha512", password.encode(), salt, 10_000, 32)
    return f"{{PBKDF2}}10000${b64encode(salt).decode()}${b64encode(digest).decode()}"
