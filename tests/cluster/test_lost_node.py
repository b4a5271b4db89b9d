"""A node is killed in the middle of indexing and searching."""

import time
from collections.abc import Callable

from areas.scope import EVERYTHING
from plugins.declarations.models import Visit
from plugins.tracing import engines, outbox, verify
from plugins.tracing.engines.client import patient_client
from plugins.tracing.indexer import refresh
from plugins.tracing.periods import ALWAYS
from tests.cluster.nodes import Cluster
from tests.cluster.work import Follower, Writer

SEARCHING = 10.0  # seconds after the node was killed


def test_nothing_is_lost_and_searching_goes_on(
    whole: Cluster,
    person: list[Visit],
    writer: Writer,
    follower: Follower,
    wait_until: Callable[[Callable[[], bool]], None],
) -> None:
    writer.wait_for(100)  # so that the indices of its months are there
    with whole.operator() as operator:  # and each on two nodes: who has one copy only can lose it
        health = operator.cluster.health(wait_for_status="green", timeout="60s")
    assert not health["timed_out"]
    whole.kill(whole.master())  # the worst one: the others must agree on a new one
    killed = time.monotonic()
    answered: list[tuple[str, set]] = []
    while time.monotonic() - killed < SEARCHING:
        rows, who = engines.answer(
            lambda engine: engine.visits_of([person[0].person_key], EVERYTHING, ALWAYS, 100)
        )
        answered.append((who.engine, {row.id for row in rows.items}))
    writer.end()
    wait_until(lambda: outbox.pending() == 0)
    refresh(patient_client())
    found = verify.verify()
    assert {frozenset(ids) for _engine, ids in answered} == {frozenset(v.pk for v in person)}
    assert "elasticsearch" in [engine for engine, _ids in answered[-20:]]
    assert (found.visits, found.differences) == (3 + len(writer.left), 0)
