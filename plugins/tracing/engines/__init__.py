"""Which engine answers: Elasticsearch where one is set up and well, else the database."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from django.conf import settings

from plugins.tracing.apps import TracingConfig
from plugins.tracing.engines.base import Engine, EngineUnavailable
from plugins.tracing.engines.database import DatabaseEngine
from plugins.tracing.engines.elasticsearch import ElasticsearchEngine
from plugins.tracing.links.engine import LinkedEngine
from plugins.tracing.standing import standing

__all__ = ["Answered", "Engine", "EngineUnavailable", "answer", "engine"]

T = TypeVar("T")
log = logging.getLogger(__name__)

_rests_until = 0.0  # by the monotonic clock; this process' own memory


# Why the database answered although Elasticsearch is set up: it does not answer, or its index is
# not whole yet.
Fallback = Literal["", "down", "building"]


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answered, and why it was not Elasticsearch, where it should have been.

    ``partial``: Elasticsearch was too slow and handed over what it had found by then.
    ``lag_seconds`` and ``dead``: how the index stood just before, see standing.py.
    """

    engine: str
    fallback: Fallback = ""
    partial: bool = False
    lag_seconds: float = field(default=0.0, compare=False)
    dead: int = field(default=0, compare=False)

    @property
    def marks(self) -> dict[str, Any]:
        """What the record of look-ups says of an answer that is not whole."""
        return {"partial": True} if self.partial else {}


def engine() -> Engine:
    """The engine that the settings name, whether it is well or not."""
    return ElasticsearchEngine() if settings.ELASTICSEARCH_URL else DatabaseEngine()


def answer(ask: Callable[[LinkedEngine], T]) -> tuple[T, Answered]:
    """What ``ask`` gets from the engine; from the database where Elasticsearch does not answer.

    What officials decided about persons is applied to all that it finds (see links/). After a
    failure Elasticsearch is left alone for ``rest_seconds``, so that officials do not wait for
    the same time-out again and again.
    """
    global _rests_until
    chosen, now = engine(), standing()
    fallback: Fallback = ""
    if isinstance(chosen, ElasticsearchEngine):
        fallback = "building" if now.built is None else "down"
        chosen.expect(sum(shards for _uuid, shards in (now.built or {}).values()))
        if fallback == "down" and time.monotonic() >= _rests_until:
            try:
                found = ask(LinkedEngine(chosen, now.links))
                lag, dead = now.lag_seconds, now.dead
                return found, Answered(chosen.name, "", chosen.partial, lag, dead)
            except EngineUnavailable as error:
                _rests_until = time.monotonic() + float(TracingConfig.setting("rest_seconds"))
                log.warning("Elasticsearch does not answer, the database does instead: %s", error)
    database = DatabaseEngine()
    return ask(LinkedEngine(database, now.links)), Answered(database.name, fallback)


def wake() -> None:
    """Forget that Elasticsearch was down."""
    global _rests_until
    _rests_until = 0.0
