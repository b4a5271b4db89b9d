"""An index deleted by another hand: no answer without its visits, and it is made anew."""

import pytest
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indexer, indices, lease, services, verify
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at

JULY = "2021.07"


@pytest.fixture
def visits(index: Elasticsearch) -> list[Visit]:
    """One person in June and in July, both in the index."""
    days = [at(f"2021-{month}-05 08:00") for month in ("06", "07")]
    made = [VisitFactory(checked_in=day, name="Lê Văn An", phone="+84912345678") for day in days]
    indexer.sync()
    indexer.sync()  # the next look at the index sees the months that came into being
    indexer.refresh(index)
    return made


def found(asker: Asker) -> services.People:
    """What a search for the person answers."""
    return services.search(asker, parse_question("0912345678"))


def test_a_whole_index_is_searched(visits: list[Visit], asker: Asker) -> None:
    assert found(asker).source.engine == "elasticsearch"


def test_without_a_month_s_index_the_database_answers(
    visits: list[Visit], index: Elasticsearch, asker: Asker
) -> None:
    index.indices.delete(index=indices.prefix(1) + JULY)
    answer = found(asker)
    assert answer.source.engine == "database"
    assert {visit.id for visit in answer.people[0].visits} == {visit.pk for visit in visits}


def test_a_lost_index_is_made_anew(visits: list[Visit], index: Elasticsearch) -> None:
    index.indices.delete(index=indices.prefix(1) + JULY)
    indexer.sync()
    assert indices.live_generation(index) == 2
    assert verify.verify().differences == 0


def test_an_index_that_came_back_empty_with_the_next_visit_is_not_taken_for_whole(
    visits: list[Visit], index: Elasticsearch
) -> None:
    index.indices.delete(index=indices.prefix(1) + JULY)
    VisitFactory(checked_in=at("2021-07-06 08:00"))
    with lease.lease() as held:
        indexer.sync_batch(held, index, indexer.Synced(), [1])
        assert not indices.is_whole(held, index)
    assert not lease.is_built()


def test_then_it_is_made_anew_too(visits: list[Visit], index: Elasticsearch) -> None:
    index.indices.delete(index=indices.prefix(1) + JULY)
    VisitFactory(checked_in=at("2021-07-06 08:00"))
    with lease.lease() as held:
        indexer.sync_batch(held, index, indexer.Synced(), [1])
    indexer.sync()
    assert lease.is_built()
    assert verify.verify() == verify.Comparison(visits=3)


def test_a_closed_index_is_answered_for_by_the_database(
    visits: list[Visit], index: Elasticsearch, asker: Asker
) -> None:
    index.indices.close(index=indices.prefix(1) + JULY)
    answer = found(asker)
    index.indices.open(index=indices.prefix(1) + JULY)
    assert answer.source.engine == "database"
    assert len(answer.people[0].visits) == 2


def test_a_new_month_is_no_loss(visits: list[Visit], index: Elasticsearch) -> None:
    VisitFactory(checked_in=at("2021-08-05 08:00"))
    for _ in range(2):
        indexer.sync()
    assert indices.live_generation(index) == 1
    assert lease.built_indices() == indices.behind_alias(index)
