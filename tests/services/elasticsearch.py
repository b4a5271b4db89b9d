"""The real Elasticsearch. A test that takes it fails, and never skips, when it is not there."""

import json
import urllib.request
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings

from ops.servers.elasticsearch import answers


def _request(method: str, address: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(address, method=method), timeout=30) as response:
        return response.read()


@pytest.fixture(scope="session")
def elasticsearch_server() -> str:
    """Address of the server that `make test` (or `make services`) started."""
    url = django_settings.TEST_ELASTICSEARCH_URL.rstrip("/")
    if not url:
        pytest.fail(
            "ELASTICSEARCH_URL is not set: run `make test`, or start the services with "
            '`eval "$(make -s services)"`'
        )
    if not answers(url):
        pytest.fail(f"Elasticsearch does not answer at {url}: `make services` starts it")
    return url


@pytest.fixture
def elasticsearch_url(elasticsearch_server: str) -> Iterator[str]:
    """Address of the server, holding no index of this test process before and after the test.

    Index names begin with SEARCH_INDEX_PREFIX, which differs in every parallel test process.
    """
    remove_indices(elasticsearch_server)
    yield elasticsearch_server
    remove_indices(elasticsearch_server)


def remove_indices(url: str) -> None:
    """Delete the indices of this test process (by name: a server refuses wildcards)."""
    pattern = f"{django_settings.SEARCH_INDEX_PREFIX}-*"
    found = json.loads(
        _request("GET", f"{url}/_cat/indices/{pattern}?format=json&expand_wildcards=all")
    )
    for index in found:
        _request("DELETE", f"{url}/{index['index']}")
