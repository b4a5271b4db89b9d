"""The connection to Elasticsearch, and how its faults become ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from elastic_transport import TransportError
from elastic_transport.client_utils import url_to_node_config
from elasticsearch import ApiError, Elasticsearch

from plugins.tracing.apps import TracingConfig
from plugins.tracing.engines.base import EngineUnavailable


def client() -> Elasticsearch:
    """For searching: answers within ``search_seconds`` or raises."""
    return _client(
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_CA_FILE,
        float(TracingConfig.setting("search_seconds")),
    )


def patient_client() -> Elasticsearch:
    """For writing the index, where a minute is better than a failure."""
    return _client(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA_FILE, 60.0)


@lru_cache(maxsize=8)
def _client(urls: str, ca_file: str, seconds: float) -> Elasticsearch:
    """``urls``: nodes of one cluster, comma-separated, with user and password where needed."""
    try:
        nodes = [
            url_to_node_config(url.strip(), use_default_ports_for_scheme=True)
            for url in dict.fromkeys(urls.split(","))
        ]
    except ValueError as error:
        raise ImproperlyConfigured(f"ELASTICSEARCH_URL: {error}") from error
    options: dict[str, Any] = {"ca_certs": ca_file} if ca_file else {}
    return Elasticsearch(
        nodes,
        request_timeout=seconds,
        retry_on_timeout=False,
        max_retries=len(nodes) - 1,  # a node that refuses the connection: try the next
        **options,
    )


@contextmanager
def faults_named() -> Iterator[None]:
    """Turn every fault of the server or the way to it into EngineUnavailable."""
    try:
        yield
    except (TransportError, ApiError) as error:
        raise EngineUnavailable(str(error)) from error


def alias() -> str:
    """What searches ask: the alias of all months' indices of the live generation."""
    return f"{settings.SEARCH_INDEX_PREFIX}-visits"
