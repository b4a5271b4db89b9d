"""Three Elasticsearch nodes on this machine, with TLS and passwords, that tests may kill."""

import os
import secrets
import shutil
import signal
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac
from pathlib import Path

from elasticsearch import Elasticsearch

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

HEAP = os.environ.get("CLUSTER_HEAP", "256m")
NAMES = ("one", "two", "three")
OPERATOR = "operator"  # the tests' own account, which may do everything


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
    password: str
    logins: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start the nodes that do not run, and wait until all have found each other."""
        waiting = [node for node in self.nodes.values() if not node.runs]
        with ThreadPoolExecutor() as pool:
            for _started in pool.map(self._start, waiting):
                pass
        with self.operator() as client:
            client.cluster.health(wait_for_nodes=str(len(self.nodes)), timeout="60s")

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

    def url(self, user: str, password: str, first: str = "one") -> str:
        """ELASTICSEARCH_URL of an account, with the addresses of all nodes."""
        ordered = sorted(self.nodes.values(), key=lambda node: node.name != first)
        return ",".join(f"https://{user}:{password}@127.0.0.1:{node.port}" for node in ordered)

    @contextmanager
    def operator(self) -> Iterator[Elasticsearch]:
        """A client that may do everything."""
        addresses = self.url(OPERATOR, self.password).split(",")
        hosts = [address.replace(f"{OPERATOR}:{self.password}@", "") for address in addresses]
        with Elasticsearch(
            hosts,
            basic_auth=(OPERATOR, self.password),
            ca_certs=self.ca_file,
            request_timeout=60,
            max_retries=len(hosts),
            retry_on_status=(503,),
        ) as client:
            yield client

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
            self.distribution, node.folder, self.account, settings, heap=HEAP, files=self.files
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
    password = secrets.token_hex(16)
    files = certificates()
    ca_file = folder / "ca.pem"
    ca_file.write_bytes(files["ca.pem"])
    files |= {
        "users": f"{OPERATOR}:{_hashed(password)}\n".encode(),
        "users_roles": f"superuser:{OPERATOR}\n".encode(),
    }
    nodes = {each: _node(account, folder / each) for each in NAMES}
    made = Cluster(folder, account, fetch(home), nodes, str(ca_file), files, password)
    try:
        made.start()
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder)


def _node(account: Account, folder: Path) -> Node:
    return Node(folder.name, account.own(folder), free_port(), free_port())


def _hashed(password: str) -> str:
    """As Elasticsearch's file of users may hold a password."""
    salt = secrets.token_bytes(32)
    digest = pbkdf2_hmac("sha512", password.encode(), salt, 10_000, 32)
    return f"{{PBKDF2}}10000${b64encode(salt).decode()}${b64encode(digest).decode()}"
