"""The indices of one test process are removed, and only those."""

import json
import urllib.request

from django.conf import settings

from tests.services.elasticsearch import remove_indices


def request(method: str, address: str) -> bytes:
    """Ask the server directly."""
    with urllib.request.urlopen(urllib.request.Request(address, method=method)) as response:
        return response.read()


def test_only_indices_of_this_process_are_removed(elasticsearch_url: str) -> None:
    ours = f"{settings.SEARCH_INDEX_PREFIX}-visits"
    foreign = f"other{settings.SEARCH_INDEX_PREFIX}-visits"
    for name in (ours, foreign):
        request("PUT", f"{elasticsearch_url}/{name}")
    remove_indices(elasticsearch_url)
    left = json.loads(request("GET", f"{elasticsearch_url}/_cat/indices/*{ours}?format=json"))
    request("DELETE", f"{elasticsearch_url}/{foreign}")
    assert [index["index"] for index in left] == [foreign]
