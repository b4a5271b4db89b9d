"""Every visit is compared with the index."""

import pytest
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indexer, verify
from plugins.tracing.engines.client import alias
from plugins.tracing.models import Name, Outbox
from tests.factories.declarations import VisitFactory


@pytest.fixture
def visits(index: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> list[Visit]:
    """Some visits that the index knows; it is read in several pages."""
    monkeypatch.setattr(verify, "PAGE", 2)
    made = [VisitFactory() for _ in range(5)]
    indexer.sync()
    return made


def test_an_index_in_step_has_no_difference(visits: list[Visit]) -> None:
    assert verify.verify() == verify.Comparison(visits=5)


def test_a_visit_that_the_index_lacks(visits: list[Visit], index: Elasticsearch) -> None:
    gone = visits[2].pk.hex
    hit = index.search(index=alias(), query={"ids": {"values": [gone]}})["hits"]["hits"][0]
    index.delete(index=hit["_index"], id=gone, refresh=True)
    assert verify.verify().examples == {gone: "missing"}


def test_a_document_without_a_visit(visits: list[Visit], index: Elasticsearch) -> None:
    gone = visits[2].pk
    Visit.objects.filter(pk=gone).delete()
    Outbox.objects.all().delete()
    result = verify.verify()
    assert (result.visits, result.differences, result.examples) == (4, 1, {gone.hex: "extra"})


def test_a_document_that_says_something_else(visits: list[Visit]) -> None:
    Visit.objects.filter(pk=visits[2].pk).update(name="Tên Khác")
    assert verify.verify().examples == {visits[2].pk.hex: "changed"}


def test_a_document_in_another_month_s_index_too(visits: list[Visit], index: Elasticsearch) -> None:
    key = visits[2].pk.hex
    hit = index.search(index=alias(), query={"ids": {"values": [key]}})["hits"]["hits"][0]
    stray = hit["_index"].replace(hit["_index"][-7:], "undated")
    index.index(index=stray, id=key, document=hit["_source"], refresh=True)
    assert verify.verify().differences > 0


def test_what_waits_in_the_outbox_is_a_difference(visits: list[Visit]) -> None:
    new = VisitFactory()
    assert verify.verify().examples == {new.pk.hex: "missing"}


@pytest.mark.django_db
def test_the_database_engine_lacks_nothing() -> None:
    VisitFactory()
    assert verify.verify() == verify.Comparison(visits=1)


@pytest.mark.django_db
def test_a_visit_whose_name_the_database_engine_could_not_find() -> None:
    visit = VisitFactory()
    Name.objects.all().delete()
    assert verify.verify().examples == {visit.pk.hex: "missing"}


@pytest.mark.django_db
def test_comparing_takes_two_queries_on_the_database(django_assert_num_queries) -> None:
    for _ in range(10):
        VisitFactory()
    with django_assert_num_queries(2):
        verify.verify()
