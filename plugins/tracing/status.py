"""How the search index is doing."""

from typing import Any

from plugins.tracing import outbox
from plugins.tracing.engines import engine
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.lease import is_built
from plugins.tracing.outbox import pending

__all__ = ["pending", "status"]


def status() -> dict[str, Any]:
    """Keys engine, reachable, built, documents (None when unreachable), pending, dead, lag_seconds.

    ``built`` is False while searches are answered by the database because the index is not whole.
    With the database engine nothing can be behind: the table itself is what is searched.
    """
    chosen = engine()
    is_database = chosen.name == "database"
    documents: int | None = None
    reachable = True
    try:
        documents = chosen.documents()
    except EngineUnavailable:
        reachable = False
    return {
        "engine": chosen.name,
        "reachable": reachable,
        "built": is_database or is_built(),
        "documents": documents,
        "pending": 0 if is_database else pending(),
        "dead": outbox.dead_letters(),
        "lag_seconds": 0.0 if is_database else round(outbox.lag_seconds(), 3),
    }
