"""Putting pictures on record. The question holds codes and blind keys only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from audit.keys import hexes
from audit.models import Action
from plugins.tracing.pictures.graph import Graph
from plugins.tracing.reasons import Asker, Reason
from plugins.tracing.recording import put_down
from plugins.tracing.spread.models import Spread


def record_run(asker: Asker, reason: Reason, run: Spread, graph: Graph, kind: str) -> None:
    """That a run's picture was looked at, or taken (``kind`` svg or csv), with who is in it."""
    details: dict[str, Any] = {"what": "picture", "spread": str(run.pk)}
    _record(
        asker, reason, kind, Action.CONTACTS, f"key:{run.key.hex}", len(graph.nodes),
        details, (node.key for node in graph.nodes),
    )  # fmt: skip


def record_taken(
    asker: Asker,
    reason: Reason,
    question: str,
    results: int,
    kind: str,
    keys: Iterable[UUID] = (),
) -> None:
    """That a picture whose look-up is on record was taken as a file too; nothing if it was not."""
    if kind:
        details: dict[str, Any] = {"what": "picture"}
        _record(asker, reason, kind, Action.EXPORT, question, results, details, keys)


def _record(
    asker: Asker,
    reason: Reason,
    kind: str,
    action: str,
    question: str,
    results: int,
    details: dict[str, Any],
    keys: Iterable[UUID],
) -> None:
    if kind:
        action, details["form"] = Action.EXPORT, kind
    if shown := hexes(keys):
        details["keys"] = shown
    put_down(asker, action, reason, question, results, details)
