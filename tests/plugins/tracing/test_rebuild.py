"""A new generation of the index while writes go on; on the real Elasticsearch."""

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indexer, indices, lease, outbox, rebuild, verify
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.engines.client import alias
from plugins.tracing.models import DeadLetter
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at


def test_a_rebuild_holds_every_visit_and_swaps_in_a_new_generation(index: Elasticsearch) -> None:
    for _ in range(5):
        VisitFactory()
    indexer.sync()
    assert indices.live_generation(index) == 1
    assert rebuild.rebuild().written == 5
    assert indices.live_generation(index) == 2
    assert verify.verify().differences == 0


def test_the_old_generation_is_gone_afterwards(index: Elasticsearch) -> None:
    VisitFactory(checked_in=at("2021-07-05 08:00"))
    rebuild.rebuild()
    rebuild.rebuild()
    names = set(index.indices.get(index=f"{alias()}-*").body)
    assert names == {indices.prefix(2) + "2021.07", indices.prefix(2) + "undated"}


def test_what_is_written_meanwhile_is_not_lost(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, deleted = VisitFactory(name="Lê Cũ"), VisitFactory()
    indexer.sync()
    send = rebuild.bulk
    monkeypatch.setattr(rebuild, "CHUNK", 1)
    seen: list[list] = []

    def sent(client: Elasticsearch, lines: list) -> indexer.Result:
        seen.append(lines)
        return send(client, lines)

    def chunks(held: lease.Lease, prefix: str):
        for number, lines in enumerate(original(held, prefix)):
            if number == 1:  # after the first visit was read
                Visit.objects.filter(pk=early.pk).update(name="Lê Mới", name_folded="le moi")
                Visit.objects.filter(pk=deleted.pk).delete()
                VisitFactory(checked_in=at("2021-06-05 08:00"))  # before all that were read
            yield lines

    original = rebuild._chunks
    monkeypatch.setattr(rebuild, "_chunks", chunks)
    monkeypatch.setattr(rebuild, "bulk", sent)
    rebuild.rebuild()
    assert len(seen) == 2
    assert verify.verify().differences == 3
    indexer.sync()
    indexer.refresh(index)
    assert verify.verify().differences == 0


def test_the_old_generation_is_searched_until_the_new_one_is_whole(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    VisitFactory()
    indexer.sync()
    counts = []
    send = rebuild.bulk

    def sent(client: Elasticsearch, lines: list) -> indexer.Result:
        result = send(client, lines)
        client.indices.refresh(index=f"{alias()}-*")
        counts.append(client.count(index=alias())["count"])
        return result

    monkeypatch.setattr(rebuild, "bulk", sent)
    rebuild.rebuild()
    assert counts == [1]


def test_while_it_builds_both_generations_hear_of_changes(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, deleted = VisitFactory(name="Lê Cũ"), VisitFactory()
    indexer.sync()
    monkeypatch.setattr(rebuild, "CHUNK", 1)
    monkeypatch.setattr(rebuild, "KEEP_UP", 0.0)
    found_meanwhile: list[set[str]] = []
    original = rebuild._chunks

    def chunks(held: lease.Lease, prefix: str):
        for number, lines in enumerate(original(held, prefix)):
            if number == 0:  # before the first visit that was read is written
                Visit.objects.filter(pk=early.pk).update(name="Lê Mới", name_folded="le moi")
                Visit.objects.filter(pk=deleted.pk).delete()
                VisitFactory(name="Lê Sớm", checked_in=at("2021-06-05 08:00"))
            yield lines
            found_meanwhile.append(names_found(index))

    monkeypatch.setattr(rebuild, "_chunks", chunks)
    rebuild.rebuild()
    assert found_meanwhile[0] == {"Lê Mới", "Lê Sớm"}
    assert indices.live_generation(index) == 2
    assert outbox.pending() == 0
    assert verify.verify().differences == 0


def names_found(client: Elasticsearch) -> set[str]:
    """The names behind the alias."""
    indexer.refresh(client)
    hits = client.search(index=alias(), size=100)["hits"]["hits"]
    return {hit["_source"]["name"] for hit in hits}


def test_a_visit_refused_while_it_builds_stays_a_dead_letter(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    VisitFactory()
    indexer.sync()
    monkeypatch.setattr(rebuild, "KEEP_UP", 0.0)
    original = rebuild._chunks

    def chunks(held: lease.Lease, prefix: str):
        bad = VisitFactory()
        Visit.objects.filter(pk=bad.pk).update(stay_end=at("2021-01-01 00:00"))
        yield next(original(held, prefix))

    monkeypatch.setattr(rebuild, "_chunks", chunks)
    rebuild.rebuild()
    assert DeadLetter.objects.count() == 1


def test_a_rebuild_that_fails_leaves_the_old_generation(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    VisitFactory()
    indexer.sync()

    def down(client: Elasticsearch, lines: list) -> indexer.Result:
        raise EngineUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(rebuild, "bulk", down)
        with pytest.raises(EngineUnavailable):
            rebuild.rebuild()
    assert lease.is_built()
    assert verify.verify().differences == 0
    rebuild.rebuild()  # and the next one is not disturbed by what the first one left
    assert verify.verify().differences == 0


def test_a_switch_that_fails_leaves_new_months_behind_the_alias(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    VisitFactory(checked_in=at("2021-07-05 08:00"))
    indexer.sync()

    def down(client: Any, **given: Any) -> None:
        raise EngineUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(type(index.indices), "update_aliases", down)
        with pytest.raises(EngineUnavailable):
            rebuild.rebuild()
    VisitFactory(name="Lê Sau", checked_in=at("2021-08-05 08:00"))
    indexer.sync()
    assert "Lê Sau" in names_found(index)


def test_a_first_build_that_fails_leaves_searching_to_the_database(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = VisitFactory()

    def busy(client: Elasticsearch, lines: list) -> indexer.Result:
        return indexer.Result(busy={visit.pk: "429"})

    with monkeypatch.context() as patch:
        patch.setattr(rebuild, "bulk", busy)
        with pytest.raises(EngineUnavailable):
            indexer.sync()
    assert not lease.is_built()
    indexer.sync()
    assert lease.is_built()
    assert verify.verify().differences == 0


def test_refused_visits_are_put_aside(index: Elasticsearch) -> None:
    bad = VisitFactory()
    Visit.objects.update(stay_end=at("2021-01-01 00:00"))
    result = rebuild.rebuild()
    assert (result.written, result.refused) == (0, 1)
    assert DeadLetter.objects.get().visit_id == bad.pk


def test_rebuild_and_sync_exclude_each_other(index: Elasticsearch) -> None:
    with lease.lease(), pytest.raises(lease.LeaseTaken):
        rebuild.rebuild()


def test_with_the_database_engine_there_is_nothing_to_rebuild(db: None) -> None:
    VisitFactory()
    assert rebuild.rebuild().written == 0
    assert outbox.pending() == 1
