"""TLS, passwords, and a role that may do what the application does and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from areas.scope import EVERYTHING
from plugins.declarations.models import Visit
from plugins.tracing import engines, indexer, indices, rebuild, verify
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.engines.client import patient_client
from plugins.tracing.periods import ALWAYS
from tests.cluster.certificates import certificates
from tests.cluster.nodes import APPLICATION, Cluster
from tests.factories.declarations import VisitFactory

FOREIGN = "payroll"


@pytest.fixture
def foreign(index: Cluster) -> Any:
    """An index that is none of the application's business."""
    with index.operator() as operator:
        operator.indices.create(index=FOREIGN)
        yield
        operator.indices.delete(index=FOREIGN)


def found(visits: list[Visit]) -> engines.Answered:
    """Who answers for the person's visits."""
    rows, answered = engines.answer(
        lambda engine: engine.visits_of([visits[0].person_key], EVERYTHING, ALWAYS, 100)
    )
    assert {row.id for row in rows.items} == {visit.pk for visit in visits}
    return answered


def test_the_role_is_enough_to_search(person: list[Visit]) -> None:
    indexer.refresh(patient_client())
    assert found(person) == engines.Answered("elasticsearch")


def test_the_role_is_enough_to_follow_changes(person: list[Visit]) -> None:
    VisitFactory()
    Visit.objects.filter(pk=person[0].pk).update(name="Lê Mới")
    Visit.objects.filter(pk=person[1].pk).delete()
    indexer.sync()
    indexer.refresh(patient_client())
    assert verify.verify() == verify.Comparison(visits=3)


def test_the_role_is_enough_to_rebuild(person: list[Visit]) -> None:
    rebuild.rebuild()
    assert indices.live_generation(patient_client()) == 2
    assert verify.verify() == verify.Comparison(visits=3)


@pytest.mark.parametrize(
    "act",
    [
        lambda client: client.search(index=FOREIGN),
        lambda client: client.index(index=FOREIGN, document={}),
        lambda client: client.indices.delete(index=FOREIGN),
        lambda client: client.indices.create(index="new"),
        lambda client: client.indices.put_alias(index=FOREIGN, name="cong-visits"),
        lambda client: client.cluster.put_settings(persistent={"cluster.max_shards_per_node": 9}),
        lambda client: client.cluster.state(),
        lambda client: client.security.get_user(),
        lambda client: client.snapshot.get_repository(),
    ],
    ids=["read", "write", "delete", "create", "alias", "settings", "state", "users", "snapshots"],
)
def test_the_role_allows_nothing_else(foreign: None, act: Callable[[Elasticsearch], Any]) -> None:
    with pytest.raises(AuthorizationException):
        act(patient_client())


def test_all_indices_together_are_only_its_own(person: list[Visit], foreign: None) -> None:
    names = set(patient_client().indices.get(index="*").body)
    assert names == set(indices.behind_alias(patient_client()))


def test_with_a_wrong_password_the_database_answers(person: list[Visit], settings: Any) -> None:
    settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL.replace(f"{APPLICATION}:", "cong:x")
    assert found(person) == engines.Answered("database", "down")


def test_a_cluster_with_another_authority_s_certificate_is_not_trusted(
    person: list[Visit], settings: Any, tmp_path: Any
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(certificates()["ca.pem"])
    settings.ELASTICSEARCH_CA_FILE = str(other)
    with pytest.raises(EngineUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        indexer.sync()


def test_without_tls_nobody_answers(person: list[Visit], settings: Any) -> None:
    settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL.replace("https:", "http:")
    settings.ELASTICSEARCH_CA_FILE = ""
    with pytest.raises(EngineUnavailable):
        indexer.sync()


def test_faults_do_not_tell_the_password(index: Cluster, settings: Any) -> None:
    password = index.passwords[APPLICATION]
    settings.ELASTICSEARCH_URL = f"https://cong:{password}@127.0.0.1:9"
    with pytest.raises(EngineUnavailable) as caught:
        indexer.sync()
    assert password not in str(caught.value)


def test_a_node_that_is_away_is_passed_over(person: list[Visit], settings: Any) -> None:
    there = settings.ELASTICSEARCH_URL
    login = there.partition("@")[0]
    settings.ELASTICSEARCH_URL = f"{login}@127.0.0.1:9,{there},{login}@127.0.0.1:9"
    indexer.refresh(patient_client())
    assert [found(person).engine for _ in range(5)] == ["elasticsearch"] * 5
