"""The index follows the database; on the real Elasticsearch."""

import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import indexer, indices, lease, outbox, status
from plugins.tracing.engines.base import EngineUnavailable
from plugins.tracing.engines.client import alias
from plugins.tracing.models import DeadLetter, IndexState, Outbox
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.clock import at

CLOSED_PORT = "http://127.0.0.1:9"


def indexed(client: Elasticsearch) -> dict[str, dict[str, Any]]:
    """Everything behind the alias by id."""
    indexer.refresh(client)
    hits = client.search(index=alias(), size=1000)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


def test_a_new_visit_is_findable_after_a_sync(index: Elasticsearch) -> None:
    indexer.sync()
    visit = VisitFactory()
    indexer.sync()
    assert set(indexed(index)) == {visit.pk.hex}
    assert outbox.pending() == 0


def test_the_index_holds_nothing_readable_about_a_person_but_the_name(index: Elasticsearch) -> None:
    VisitFactory(phone="+84912345678", id_number="001090123456", details={"address": "Số 1"})
    indexer.sync()
    text = str(indexed(index))
    assert not [secret for secret in ("912345678", "001090123456", "Số 1") if secret in text]


def test_a_change_and_a_deletion_follow(index: Elasticsearch) -> None:
    changed, deleted = VisitFactory(), VisitFactory()
    indexer.sync()
    Visit.objects.filter(pk=changed.pk).update(name="Lê Mới", name_folded="le moi")
    Visit.objects.filter(pk=deleted.pk).delete()
    indexer.sync()
    assert {key: doc["name"] for key, doc in indexed(index).items()} == {changed.pk.hex: "Lê Mới"}


def test_each_month_has_an_index_of_its_own(index: Elasticsearch) -> None:
    for day in ("2021-06-30", "2021-07-01", "2021-07-02"):
        VisitFactory(checked_in=at(f"{day} 12:00"))
    indexer.sync()
    names = sorted(index.indices.get_alias(name=alias()).body)
    own = indices.prefix(1)
    assert names == [f"{own}2021.06", f"{own}2021.07", f"{own}undated"]


def test_a_document_that_was_read_earlier_does_not_overwrite_a_later_one(
    index: Elasticsearch,
) -> None:
    visit = VisitFactory(name="Tên Cũ")
    indexer.sync()
    stale = indexed(index)[visit.pk.hex]
    Visit.objects.update(name="Tên Mới")
    indexer.sync()
    old_version = IndexState.objects.get().batch - 3
    action = indexer.write_action("index", visit.pk, indices.prefix(1), old_version)
    result = indexer.bulk(index, [action, stale])
    assert result.taken == {visit.pk}  # a conflict counts as done
    assert indexed(index)[visit.pk.hex]["name"] == "Tên Mới"


def test_a_refused_visit_is_put_aside_with_the_reason(index: Elasticsearch) -> None:
    good, bad = VisitFactory(), VisitFactory()
    indexer.sync()
    Visit.objects.filter(pk=bad.pk).update(stay_end=bad.checked_in - timedelta(hours=1))
    Visit.objects.filter(pk=good.pk).update(source="gate")
    done = indexer.sync()
    assert (done.written, done.refused, outbox.pending()) == (1, 1, 0)
    letter = DeadLetter.objects.get()
    assert letter.visit_id == bad.pk
    assert "400" in letter.reason
    assert status.status()["dead"] == 1


def test_the_log_holds_no_reason_for_it_may_hold_what_was_typed(
    index: Elasticsearch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = VisitFactory()
    indexer.sync()
    Visit.objects.filter(pk=bad.pk).update(stay_end=bad.checked_in - timedelta(hours=1))
    indexer.sync()
    kind = DeadLetter.objects.get().reason.split(": ")[1]
    assert f"{bad.pk}: 400: {kind}" in caplog.text
    assert DeadLetter.objects.get().reason not in caplog.text


def test_once_put_right_it_is_dead_no_more(index: Elasticsearch) -> None:
    visit = VisitFactory()
    indexer.sync()
    Visit.objects.update(stay_end=visit.checked_in - timedelta(hours=1))
    indexer.sync()
    Visit.objects.update(stay_end=visit.checked_in + timedelta(hours=1))
    indexer.sync()
    assert not DeadLetter.objects.exists()
    assert set(indexed(index)) == {visit.pk.hex}


def test_a_wrong_mapping_is_a_reason_too(index: Elasticsearch) -> None:
    indexer.sync()
    index.indices.create(
        index=indices.prefix(1) + "2021.07",
        mappings={"dynamic": "strict", "properties": {"name": {"type": "long"}}},
    )
    VisitFactory(checked_in=at("2021-07-05 08:00"))
    indexer.sync()
    assert "failed to parse field [name]" in DeadLetter.objects.get().reason


def test_while_the_server_is_down_the_outbox_keeps_everything(
    index: Elasticsearch, settings: Any
) -> None:
    indexer.sync()
    visits = [VisitFactory() for _ in range(3)]
    there, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, CLOSED_PORT
    with pytest.raises(EngineUnavailable):
        indexer.sync()
    assert outbox.pending() == 3
    settings.ELASTICSEARCH_URL = there
    indexer.sync()
    assert set(indexed(index)) == {visit.pk.hex for visit in visits}


def test_what_the_server_is_too_busy_for_stays(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexer.sync()
    visit = VisitFactory()

    def busy(client: Elasticsearch, lines: list) -> indexer.Result:
        return indexer.Result(busy={visit.pk: "429: rejected"})

    monkeypatch.setattr(indexer, "bulk", busy)
    assert indexer.sync().waiting == 1
    assert Outbox.objects.get().attempts == 1


@pytest.mark.parametrize("status_code", [403, 429, 502, 503, 504])
def test_only_what_is_refused_for_its_content_is_put_aside(
    status_code: int, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = VisitFactory().pk
    fault = {"type": "es_rejected_execution_exception", "reason": "queue is full"}
    item = {"index": {"_id": visit_id.hex, "status": status_code, "error": fault}}
    client = Elasticsearch(CLOSED_PORT)
    monkeypatch.setattr(client, "bulk", lambda operations: {"items": [item]})
    result = indexer.bulk(client, [])
    assert (set(result.busy), result.refused) == ({visit_id}, {})


def test_an_index_closed_for_writing_loses_no_visit(index: Elasticsearch) -> None:
    visit = VisitFactory(checked_in=at("2021-07-05 08:00"))
    indexer.sync()
    where = indices.prefix(1) + "2021.07"
    index.indices.put_settings(index=where, settings={"index.blocks.write": True})
    Visit.objects.update(name="Lê Mới")
    for _ in range(12):
        assert indexer.sync().waiting == 1
    assert (outbox.pending(), DeadLetter.objects.count()) == (1, 0)
    index.indices.put_settings(index=where, settings={"index.blocks.write": False})
    indexer.sync()
    assert indexed(index)[visit.pk.hex]["name"] == "Lê Mới"


def test_a_refused_visit_is_tried_again_later(index: Elasticsearch) -> None:
    visit = VisitFactory()
    indexer.sync()
    DeadLetter.objects.create(visit_id=visit.pk, reason="400")
    DeadLetter.objects.update(at=at("2021-07-05 08:00"))
    assert indexer.sync().written == 1
    assert not DeadLetter.objects.exists()


def test_more_rows_than_a_batch_are_worked_off(
    index: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexer.sync()
    monkeypatch.setattr(indexer, "BATCH", 2)
    visits = [VisitFactory() for _ in range(5)]
    assert indexer.sync().written == 5
    assert set(indexed(index)) == {visit.pk.hex for visit in visits}


def test_indices_deleted_by_accident_are_rebuilt(index: Elasticsearch) -> None:
    visit = VisitFactory()
    indexer.sync()
    indices.drop_all(index)
    indexer.sync()
    assert set(indexed(index)) == {visit.pk.hex}


def test_only_one_process_writes_at_a_time(index: Elasticsearch) -> None:
    with lease.lease(), pytest.raises(lease.LeaseTaken):
        indexer.sync()


def test_the_lease_of_a_process_that_died_can_be_taken(index: Elasticsearch) -> None:
    indexer.sync()
    IndexState.objects.update(holder="dead", held_until=at("2021-07-05 08:00"))
    VisitFactory()
    assert indexer.sync().written == 1


def test_the_lease_of_a_process_that_was_killed_here_need_not_run_out(
    index: Elasticsearch,
) -> None:
    indexer.sync()
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    host = lease.Lease().holder.partition(":")[0]
    late = timezone.now() + timedelta(hours=1)
    IndexState.objects.update(holder=f"{host}:{ended.pid}:abc", held_until=late)
    VisitFactory()
    assert indexer.sync().written == 1


def test_the_lease_of_a_process_elsewhere_must_run_out(db: None) -> None:
    late = timezone.now() + timedelta(hours=1)
    IndexState.objects.create(pk=1, holder="elsewhere:1:abc", held_until=late)
    with pytest.raises(lease.LeaseTaken):
        indexer.sync()


def test_a_process_that_lost_the_lease_stops(db: None) -> None:
    with lease.lease() as held:
        IndexState.objects.update(holder="another")
        with pytest.raises(lease.LeaseLost):
            held.batch()


def test_a_batch_takes_few_queries(index: Elasticsearch, django_assert_num_queries: Any) -> None:
    indexer.sync()
    for _ in range(20):
        VisitFactory()
    with lease.lease() as held, django_assert_num_queries(7):
        indexer.sync_batch(held, index, indexer.Synced(), [1])


def test_with_the_database_engine_a_sync_empties_the_outbox(db: None) -> None:
    VisitFactory()
    assert indexer.sync().discarded == 1
    assert outbox.pending() == 0


def test_changes_thrown_away_make_the_index_worthless_until_it_is_rebuilt(
    index: Elasticsearch, settings: Any
) -> None:
    indexer.sync()
    there, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, ""
    visit = VisitFactory()
    indexer.sync()
    assert not lease.is_built()
    settings.ELASTICSEARCH_URL = there
    indexer.sync()
    assert lease.is_built()
    assert set(indexed(index)) == {visit.pk.hex}
