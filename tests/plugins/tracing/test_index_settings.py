"""How many shards and copies the index has, and where they may lie, are settings."""

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from plugins.tracing import indexer, indices, rebuild
from plugins.tracing.engines.client import alias
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at

JULY, AUGUST = "2021.07", "2021.08"


@pytest.fixture
def live(index: Elasticsearch) -> Elasticsearch:
    """An index with a month."""
    VisitFactory(checked_in=at("2021-07-05 08:00"))
    indexer.sync()
    return index


def change(settings: Any, **values: Any) -> None:
    """Set the plugin's settings anew."""
    settings.PLUGIN_SETTINGS = {"tracing": values}


def of_month(client: Elasticsearch, month: str) -> dict[str, Any]:
    """The settings of a month's index in the live generation."""
    name = indices.prefix(indices.live_generation(client)) + month
    return client.indices.get_settings(index=name).body[name]["settings"]["index"]


def test_a_rebuild_takes_all_of_them(live: Elasticsearch, settings: Any) -> None:
    more = {"codec": "best_compression", "routing.allocation.total_shards_per_node": 4}
    change(settings, index_shards=3, index_replicas=1, index_settings=more)
    rebuild.rebuild()
    found = of_month(live, JULY)
    assert (found["number_of_shards"], found["number_of_replicas"]) == ("3", "1")
    assert (found["codec"], found["refresh_interval"]) == ("best_compression", "2s")
    assert found["routing"]["allocation"]["total_shards_per_node"] == "4"


def test_copies_are_changed_without_a_rebuild(live: Elasticsearch, settings: Any) -> None:
    change(settings, index_replicas=2, index_refresh_seconds=7)
    indexer.adopt_settings()
    found = of_month(live, JULY)
    assert (found["number_of_replicas"], found["refresh_interval"]) == ("2", "7s")


def test_where_shards_may_lie_too(live: Elasticsearch, settings: Any) -> None:
    change(settings, index_settings={"index.routing.allocation.total_shards_per_node": 3})
    indexer.adopt_settings()
    assert of_month(live, JULY)["routing"]["allocation"]["total_shards_per_node"] == "3"


def test_the_next_month_has_them(live: Elasticsearch, settings: Any) -> None:
    change(settings, index_shards=2, index_settings={"codec": "best_compression"})
    indexer.adopt_settings()
    VisitFactory(checked_in=at("2021-08-05 08:00"))
    indexer.sync()
    found = of_month(live, AUGUST)
    assert (found["number_of_shards"], found["codec"]) == ("2", "best_compression")
    assert of_month(live, JULY)["number_of_shards"] == "1"


def test_months_come_from_a_composable_template(live: Elasticsearch) -> None:
    (found,) = live.indices.get_index_template(name=alias()).body["index_templates"]
    assert found["index_template"]["index_patterns"] == [indices.prefix(1) + "*"]
    assert alias() in found["index_template"]["template"]["aliases"]


def test_with_the_database_engine_there_is_nothing_to_set(db: None) -> None:
    indexer.adopt_settings()
    assert not indexer.sync().written
