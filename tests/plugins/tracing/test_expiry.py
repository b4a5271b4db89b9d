"""Months that are over leave the index whole; on the real Elasticsearch."""

from datetime import datetime

import pytest
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import expiry, indexer, indices, lease, verify
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.models import Outbox
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at

NOW = at("2021-09-15 02:00")  # what ended before 16 August is over its time


@pytest.fixture
def june(index: Elasticsearch) -> str:
    """The index of a month of which no visit is left, among others that have some."""
    for day in ("2021-06-05 08:00", "2021-08-20 08:00", "2021-09-10 08:00"):
        VisitFactory(checked_in=at(day))
    indexer.sync()
    Visit.objects.filter(checked_in__lt=at("2021-07-01 00:00")).delete()
    indexer.sync()
    return indices.prefix(1) + "2021.06"


def test_a_month_without_visits_is_dropped(june: str, index: Elasticsearch) -> None:
    assert expiry.drop_over(NOW) == [june]
    assert june not in indices.behind_alias(index)


def test_what_is_left_is_whole(june: str) -> None:
    expiry.drop_over(NOW)
    indexer.sync()
    assert lease.is_built()
    assert verify.verify() == verify.Comparison(visits=2)


def test_an_empty_month_that_is_not_over_stays(june: str, index: Elasticsearch) -> None:
    Visit.objects.filter(checked_in__lt=at("2021-09-01 00:00")).delete()
    indexer.sync()
    expiry.drop_over(NOW)
    assert indices.prefix(1) + "2021.08" in indices.behind_alias(index)


def test_a_month_to_which_a_wrong_clock_sent_a_young_visit_stays(
    june: str, index: Elasticsearch
) -> None:
    VisitFactory(id=indices_id(at("2021-06-20 08:00")), checked_in=at("2021-09-14 08:00"))
    assert expiry.drop_over(NOW) == []


def test_a_month_of_which_a_change_waits_stays(june: str) -> None:
    Outbox.objects.create(visit_id=indices_id(at("2021-06-20 08:00")))
    assert expiry.drop_over(NOW) == []


def test_what_a_failed_rebuild_left_goes_too(june: str, index: Elasticsearch) -> None:
    stray = indices.prefix(2) + "2021.06"
    index.indices.create(index=stray)
    assert stray in expiry.drop_over(NOW)
    assert not index.indices.exists(index=stray)


def test_while_another_process_writes_nothing_is_dropped(june: str) -> None:
    with lease.lease(), pytest.raises(lease.LeaseTaken):
        expiry.drop_over(NOW)


def test_when_the_server_is_down_that_is_said(june: str, settings: object) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(EngineUnavailable):
        expiry.drop_over(NOW)


def test_with_the_database_engine_there_is_nothing_to_drop(db: None) -> None:
    assert expiry.drop_over(NOW) == []


def indices_id(moment: datetime):
    """An id of that time."""
    return VisitFactory.build(venue_id=1, checked_in=moment).id
