"""`delete_expired_visits --prove`: nothing is left in database, index, files and outbox."""

import json
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.tracing import expiry_proof, indexer, indices
from plugins.tracing.engines.client import alias
from plugins.tracing.exports import files
from plugins.tracing.lease import lease
from plugins.tracing.models import DeadLetter, Name, Outbox
from tests.factories.declarations import VisitFactory

CLOSED_PORT = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> Path:
    """Sealed files of each test in a folder of its own."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def prove(capsys: pytest.CaptureFixture) -> Any:
    """prove() -> what is left, and whether the command says that it is nothing."""

    def run() -> tuple[dict[str, int | None], bool]:
        capsys.readouterr()
        proved = True
        try:
            call_command("delete_expired_visits", "--prove", "--json")
        except SystemExit as ended:
            proved = ended.code == 0
        left = json.loads(capsys.readouterr().out)["left"]
        return {kind: count for kind, count in left.items() if count != 0}, proved

    return run


@pytest.fixture
def visits(index: Elasticsearch) -> list[Visit]:
    """Visits of 70 and of 2 days ago, both indexed."""
    made = [
        VisitFactory(checked_in=timezone.now() - timedelta(days=days), name=name)
        for days, name in ((70, "Lê Xưa"), (2, "Lê Nay"))
    ]
    indexer.sync()
    return made


def test_nothing_is_left_of_what_is_over(visits: list[Visit], prove: Any, index: Any) -> None:
    assert prove() == ({}, True)
    hits = index.search(index=f"{alias()}-*")["hits"]["hits"]
    assert [hit["_source"]["name"] for hit in hits] == ["Lê Nay"]
    assert list(Name.objects.values_list("name", flat=True)) == ["Lê Nay"]


def test_the_month_s_index_is_gone(visits: list[Visit], prove: Any, index: Any) -> None:
    month = indices.prefix(1) + f"{visits[0].checked_in:%Y.%m}"
    assert month in indices.behind_alias(index)
    prove()
    assert month not in indices.behind_alias(index)


def test_a_document_that_was_forgotten_is_found(
    visits: list[Visit], prove: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Visit.objects.filter(pk=visits[0].pk).delete()
    Outbox.objects.all().delete()  # so the index never hears of it
    monkeypatch.setattr(expiry_proof.expiry, "drop_over", lambda now: [])
    assert prove() == ({"index_documents": 1, "index_months": 1}, False)


def test_a_stray_generation_is_found(
    visits: list[Visit], prove: Any, index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.indices.create(index=indices.prefix(7) + "2021.06")
    monkeypatch.setattr(expiry_proof.expiry, "drop_over", lambda now: [])
    Visit.objects.filter(pk=visits[0].pk).update(stay_end=timezone.now())
    assert prove() == ({"index_strays": 1}, False)


def test_what_the_index_would_not_take_is_found(
    visits: list[Visit], prove: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry_proof.indexer, "sync", lambda: indexer.Synced())
    left, proved = prove()
    assert not proved
    assert (left["outbox"], left["index_documents"]) == (1, 1)


def test_a_server_that_does_not_answer_proves_nothing(
    visits: list[Visit], prove: Any, settings: Any
) -> None:
    settings.ELASTICSEARCH_URL = CLOSED_PORT
    left, proved = prove()
    assert not proved
    assert (left["index_documents"], left["outbox"]) == (None, 1)


def test_another_process_at_work_is_waited_for(
    visits: list[Visit], prove: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry_proof, "PATIENCE", 0.0)
    with lease():
        left, proved = prove()
    assert (left["index_documents"], proved) == (None, False)


@pytest.mark.django_db
def test_the_database_engine_has_nothing_left_either(prove: Any) -> None:
    VisitFactory(checked_in=timezone.now() - timedelta(days=70))
    assert prove() == ({}, True)


@pytest.mark.django_db
def test_the_reason_why_a_deleted_visit_was_refused_is_found(
    prove: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    DeadLetter.objects.create(visit_id=uuid4(), reason="400: value 'Lê Xưa'")
    assert prove() == ({"dead_letters": 1}, False)


@pytest.mark.django_db
def test_a_file_that_a_killed_export_left_is_deleted(prove: Any) -> None:
    half = files.folder() / ".half"
    half.write_bytes(b"sealed")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(half, (two_days_ago, two_days_ago))
    assert prove() == ({}, True)
    assert not half.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_deleted_is_found(
    prove: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = files.folder() / ".half"
    half.write_bytes(b"sealed")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(half, (two_days_ago, two_days_ago))
    monkeypatch.setattr(files, "drop_older", lambda moment: None)
    assert prove() == ({"export_files": 1}, False)


@pytest.mark.django_db
def test_without_json_there_is_a_line_for_each_kind(capsys: pytest.CaptureFixture) -> None:
    call_command("delete_expired_visits", "--prove")
    assert "left of visits: 0" in capsys.readouterr().out.splitlines()
