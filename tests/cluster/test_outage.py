"""The whole cluster is away while visits go on being recorded."""

import time
from collections.abc import Callable
from contextlib import contextmanager

import pytest

from areas.scope import EVERYTHING
from plugins.declarations.models import Visit
from plugins.tracing import engines, outbox, verify
from plugins.tracing.engines.client import patient_client
from plugins.tracing.indexer import refresh
from plugins.tracing.periods import ALWAYS
from tests.cluster.nodes import Cluster
from tests.cluster.work import Follower, Writer

SHORT = 6.0  # seconds


def who_answers(person: list[Visit]) -> str:
    """The engine that answers for the person's visits; all of them are found."""
    rows, answered = engines.answer(
        lambda engine: engine.visits_of([person[0].person_key], EVERYTHING, ALWAYS, 100)
    )
    assert {row.id for row in rows.items} == {visit.pk for visit in person}
    return answered.engine


@contextmanager
def frozen(cluster: Cluster, *names: str):
    """These nodes, or all, neither answer nor refuse."""
    cluster.freeze(*names)
    try:
        yield
    finally:
        cluster.thaw()


def test_the_outbox_keeps_everything_and_drains(
    index: Cluster,
    person: list[Visit],
    writer: Writer,
    follower: Follower,
    wait_until: Callable[[Callable[[], bool]], None],
) -> None:
    writer.wait_for(20)
    with frozen(index):
        began = time.monotonic()
        assert who_answers(person) == "database"
        while time.monotonic() - began < SHORT:
            writer.wait_for(20)
        waiting = outbox.pending()
    writer.end()
    wait_until(lambda: outbox.pending() == 0)
    refresh(patient_client())
    found = verify.verify()
    assert waiting >= 40
    assert (found.visits, found.differences) == (3 + len(writer.left), 0)
    wait_until(lambda: who_answers(person) == "elasticsearch")


def test_all_nodes_killed_and_started_again_have_kept_what_they_acknowledged(
    whole: Cluster,
    person: list[Visit],
    writer: Writer,
    follower: Follower,
    wait_until: Callable[[Callable[[], bool]], None],
    outage_seconds: float,
) -> None:
    writer.wait_for(200)
    whole.kill()
    began = time.monotonic()
    while time.monotonic() - began < outage_seconds:
        writer.wait_for(50)
        assert who_answers(person) == "database"
    waiting = outbox.pending()
    whole.start()
    writer.wait_for(200)  # the load does not wait
    writer.end()
    wait_until(lambda: outbox.pending() == 0)
    refresh(patient_client())
    found = verify.verify()
    assert waiting > 50
    assert (found.visits, found.differences) == (3 + len(writer.left), 0)
    wait_until(lambda: who_answers(person) == "elasticsearch")


def test_a_node_that_comes_back_has_a_copy_of_everything(
    whole: Cluster,
    person: list[Visit],
    writer: Writer,
    follower: Follower,
    outage_seconds: float,
) -> None:
    whole.kill("three")
    writer.wait_for(300)
    whole.start()
    with whole.operator() as operator:
        health = operator.cluster.health(wait_for_status="green", timeout="120s")
    assert health["status"] == "green"
    assert health["number_of_nodes"] == 3


@pytest.mark.parametrize("victim", ["one", "two", "three"])
def test_an_outage_of_each_node_in_turn(
    victim: str,
    whole: Cluster,
    person: list[Visit],
    writer: Writer,
    follower: Follower,
    wait_until: Callable[[Callable[[], bool]], None],
    outage_seconds: float,
) -> None:
    with whole.operator() as operator:
        operator.cluster.health(wait_for_status="green", timeout="60s")
    writer.wait_for(100)
    whole.kill(victim)
    writer.wait_for(300)
    who_answers(person)
    writer.end()
    wait_until(lambda: outbox.pending() == 0)
    refresh(patient_client())
    assert verify.verify() == verify.Comparison(visits=3 + len(writer.left))


def test_a_node_that_hangs_loses_nothing(
    whole: Cluster,
    person: list[Visit],
    writer: Writer,
    follower: Follower,
    wait_until: Callable[[Callable[[], bool]], None],
    outage_seconds: float,
) -> None:
    with whole.operator() as operator:
        operator.cluster.health(wait_for_status="green", timeout="60s")
    with frozen(whole, whole.master()):
        began = time.monotonic()
        while time.monotonic() - began < outage_seconds:
            writer.wait_for(50)
            who_answers(person)
        wait_until(lambda: who_answers(person) == "elasticsearch")  # the two others go on
    writer.end()
    wait_until(lambda: outbox.pending() == 0)
    refresh(patient_client())
    assert verify.verify() == verify.Comparison(visits=3 + len(writer.left))
