"""A new generation is built and swapped in while visits are written and searched."""

from collections.abc import Callable

from areas.scope import EVERYTHING
from plugins.declarations.models import Visit
from plugins.declarations.services import record_visits
from plugins.tracing import engines, indexer, indices, outbox, rebuild, verify
from plugins.tracing.engines.client import patient_client
from plugins.tracing.lease import LeaseTaken
from plugins.tracing.periods import ALWAYS
from tests.cluster.nodes import Cluster
from tests.cluster.work import Follower, Writer
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

STOCK = 3000  # visits that are there before


def rebuilt() -> bool:
    """Whether it was our turn to write to the index: the indexer has it most of the time."""
    try:
        rebuild.rebuild()
    except LeaseTaken:
        return False
    return True


def test_nothing_is_lost_and_the_new_generation_equals_the_database(
    index: Cluster,
    person: list[Visit],
    writer: Writer,
    follower: Follower,
    wait_until: Callable[[Callable[[], bool]], None],
) -> None:
    venue = VenueFactory()
    for _ in range(STOCK // 1000):
        record_visits([VisitFactory.build(venue=venue) for _ in range(1000)])
    writer.wait_for(20)
    before = indices.live_generation(patient_client())
    wait_until(rebuilt)
    rows, answered = engines.answer(
        lambda engine: engine.visits_of([person[0].person_key], EVERYTHING, ALWAYS, 100)
    )
    writer.wait_for(20)
    writer.end()
    wait_until(lambda: outbox.pending() == 0)
    indexer.refresh(patient_client())
    assert indices.live_generation(patient_client()) == before + 1
    assert (answered.engine, len(rows.items)) == ("elasticsearch", 3)
    assert verify.verify() == verify.Comparison(visits=3 + STOCK + len(writer.left))
