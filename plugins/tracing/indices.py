"""The indices of a generation: ``{prefix}-visits-{generation}-YYYY.MM``, and the alias over them.

A month's index comes into being with its first document. The template of the live generation
puts it behind the alias; that of a generation being built does not.
"""

import logging
import re
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from plugins.tracing.apps import TracingConfig
from plugins.tracing.engines.client import alias, faults_named
from plugins.tracing.engines.documents import VisitDocument
from plugins.tracing.lease import Indices, Lease, built_indices

_PRIORITY = 200
log = logging.getLogger(__name__)


def prefix(generation: int) -> str:
    """What the names of a generation's indices begin with."""
    return f"{alias()}-{generation}-"


def behind_alias(client: Elasticsearch) -> Indices:
    """The indices that are searched: uuid and number of shards by name."""
    with faults_named():
        quiet = client.options(ignore_status=404)
        answer = quiet.indices.get(index=alias(), features="settings").body
    return {
        name: [
            found["settings"]["index"]["uuid"],
            int(found["settings"]["index"]["number_of_shards"]),
        ]
        for name, found in answer.items()
        if _generation_of(name)
    }


def is_whole(held: Lease, client: Elasticsearch) -> bool:
    """Whether every index is there that belongs to the live generation."""
    return whole_generation(held, client) > 0


def whole_generation(held: Lease, client: Elasticsearch) -> int:
    """The live generation if every index is there that belongs to it, else 0; one request.

    An index that was deleted by another hand comes back empty with the next visit of its month:
    only its uuid tells. From then on the database is searched until a rebuild has succeeded. New
    months' indices are remembered. Raises EngineUnavailable or LeaseLost.
    """
    known, here = built_indices(), behind_alias(client)
    if known is None or not here:
        return 0
    lost = sorted(name for name, marks in known.items() if here.get(name) != marks)
    if lost:
        log.error("The index %s was deleted or made anew by another hand", lost[0])
        held.mark_built(False)
        return 0
    if here != known:
        held.remember(here)
    return max(map(_generation_of, here))


def live_generation(client: Elasticsearch) -> int:
    """The generation behind the alias; 0 when there is none."""
    return max(map(_generation_of, behind_alias(client)), default=0)


def prepare(client: Elasticsearch, generation: int) -> None:
    """Make ready to build a generation, with nothing left of an earlier attempt."""
    with faults_named():
        drop(client, generation)
        settings_now = {"refresh_interval": "-1", "number_of_replicas": 0}
        _put_template(client, f"{alias()}-building", generation, settings_now, live=False)
        # An empty month, so that the alias has an index even where there is no visit at all.
        client.indices.create(index=prefix(generation) + "undated")


def switch_to(client: Elasticsearch, generation: int) -> None:
    """Make a built generation the live one, in one step, and drop all others."""
    own = prefix(generation) + "*"
    with faults_named():
        client.indices.put_settings(index=own, settings=_running_settings())
        client.indices.refresh(index=own)
        stale = [name for name in _all(client) if _generation_of(name) != generation]
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": alias(), "must_exist": False}} for name in stale
        ]
        actions.append({"add": {"index": own, "alias": alias()}})
        # New months come behind the alias in either generation, whatever fails from here on.
        building = f"{alias()}-building"
        _put_template(client, building, generation, _running_settings(), live=True)
        client.indices.update_aliases(actions=actions)
        _put_template(client, alias(), generation, _running_settings(), live=True)
        client.options(ignore_status=404).indices.delete_index_template(name=building)
        for name in stale:
            delete(client, name)


def adopt_settings(client: Elasticsearch) -> None:
    """Give the live generation, and its months to come, the settings as they are now.

    How many shards a month has, and the like, holds for new months only.
    """
    generation = live_generation(client)
    with faults_named():
        _put_template(client, alias(), generation, _running_settings(), live=True)
        client.indices.put_settings(index=prefix(generation) + "*", settings=_running_settings())


def drop(client: Elasticsearch, generation: int) -> None:
    """Delete a generation's indices."""
    with faults_named():
        for name in _all(client):
            if _generation_of(name) == generation:
                delete(client, name)


def delete(client: Elasticsearch, name: str) -> None:
    """Delete one index, which may be gone already."""
    with faults_named():
        client.options(ignore_status=404).indices.delete(index=name)


def strays(client: Elasticsearch) -> list[str]:
    """Indices of ours that nobody searches: what rebuilds that failed have left."""
    live = behind_alias(client)
    with faults_named():
        return sorted(name for name in _all(client) if name not in live)


def month_in(name: str) -> datetime | None:
    """When the month of an index begins; None for the index of no month."""
    found = re.search(r"-(\d{4})\.(\d\d)$", name)
    return datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC) if found else None


def drop_all(client: Elasticsearch) -> None:
    """Delete every index and template of ours."""
    with faults_named():
        for name in _all(client):
            delete(client, name)
        for name in (alias(), f"{alias()}-building"):
            client.options(ignore_status=404).indices.delete_index_template(name=name)


def _all(client: Elasticsearch) -> list[str]:
    found = client.indices.get(index=f"{alias()}-*", features="settings", expand_wildcards="all")
    return [name for name in found.body if _generation_of(name)]


def _generation_of(index: str) -> int:
    """The generation in an index's name, 0 for an index that is not ours."""
    found = re.fullmatch(re.escape(alias()) + r"-(\d+)-(?:\d{4}\.\d\d|undated)", index)
    return int(found[1]) if found else 0


def _put_template(
    client: Elasticsearch, name: str, generation: int, own: dict[str, Any], *, live: bool
) -> None:
    index = VisitDocument._index.clone()
    more = TracingConfig.setting("index_settings")
    index.settings(**{**more, "number_of_shards": TracingConfig.setting("index_shards"), **own})
    if live:
        index.aliases(**{alias(): {}})
    # Two templates may cover one generation for a moment; priorities must differ then.
    template = index.as_composable_template(
        name, prefix(generation) + "*", priority=_PRIORITY + (0 if name == alias() else 1)
    )
    client.indices.put_index_template(name=name, **template.to_dict())


def _running_settings() -> dict[str, Any]:
    """What can be changed while an index is in use."""
    more: dict[str, Any] = TracingConfig.setting("index_settings")
    where = {name: value for name, value in more.items() if "routing.allocation." in name}
    return {
        **where,
        "refresh_interval": f"{TracingConfig.setting('index_refresh_seconds')}s",
        "number_of_replicas": TracingConfig.setting("index_replicas"),
    }
