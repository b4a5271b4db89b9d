"""Exports on the disk: sealed, whole or nothing, and not for long."""

import errno
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.sealing import Tampered
from plugins.tracing.exports import files, making, services
from plugins.tracing.exports.kinds import Form, Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.reasons import Asker
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.exports.conftest import KEY, PHONE, content

Work = Callable[[], None]


def kept(data: list[bytes]) -> Any:
    export = uuid4()
    writer = files.Writer(export)
    for piece in data:
        writer.write(piece)
    writer.keep()
    return export


@given(st.lists(st.binary(max_size=50), max_size=20), st.integers(1, 60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_was_written_comes_back(
    monkeypatch: pytest.MonkeyPatch, data: list[bytes], piece: int
) -> None:
    monkeypatch.setattr(files, "PIECE", piece)
    assert b"".join(files.pieces(kept(data))) == b"".join(data)


def test_nothing_readable_stands_on_the_disk(private_root: Path) -> None:
    export = kept([b"0912345678" * 1000])
    assert b"0912345678" not in (private_root / "exports" / export.hex).read_bytes()


def test_a_file_that_was_cut_off_does_not_open(
    private_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", 10)
    export = kept([b"x" * 35])
    path = private_root / "exports" / export.hex
    data = path.read_bytes()
    length = int.from_bytes(data[:4], "big")
    path.write_bytes(data[: 4 + length])
    with pytest.raises(Tampered):
        list(files.pieces(export))


def test_a_spool_has_no_name(private_root: Path) -> None:
    spool = files.Spool()
    spool.write(b"a")
    spool.seek(0)
    assert (spool.read(10), spool.read(10)) == (b"a", b"")
    assert list((private_root / "exports").iterdir()) == []


@pytest.mark.django_db
def test_a_full_disk_is_told_and_the_list_can_be_asked_for_again(
    asker: Asker, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    VisitFactory(phone=PHONE)

    def full(_self: Any, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files.Writer, "write", full)
        export = services.ask(asker, Kind.VISITS, Form.CSV, {"key": KEY.hex})
        work()
    export.refresh_from_db()
    assert (export.state, export.problem) == (ExportState.FAILED, "disk_full")
    assert list(files.folder().iterdir()) == []
    again = services.ask_again(export, asker)
    work()
    again.refresh_from_db()
    assert (again.state, again.rows) == (ExportState.READY, 1)


@pytest.mark.django_db
def test_its_time_over_the_file_and_the_question_go(asker: Asker, work: Work) -> None:
    export = services.ask(asker, Kind.VISITS, Form.CSV, {"key": KEY.hex})
    work()
    assert services.drop_old(timezone.now() + timedelta(hours=23)) == 0
    assert services.drop_old(timezone.now() + timedelta(hours=25)) == 1
    export.refresh_from_db()
    assert (export.state, export.problem) == (ExportState.GONE, "expired")
    assert bytes(export.question) == b""
    assert list(files.folder().iterdir()) == []


@pytest.mark.django_db
def test_a_job_run_again_after_a_kill_gives_the_same_file(asker: Asker, work: Work) -> None:
    VisitFactory(phone=PHONE)
    export = services.ask(asker, Kind.VISITS, Form.CSV, {"key": KEY.hex})
    Export.objects.filter(pk=export.pk).update(state=ExportState.RUNNING, rows=7)
    work()
    export.refresh_from_db()
    assert (export.state, export.rows) == (ExportState.READY, 1)
    assert "0912 345 678" in content(export).decode()


@pytest.mark.django_db
def test_cancelled_while_it_runs_nothing_stays(
    asker: Asker, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    VisitFactory(phone=PHONE)
    export = services.ask(asker, Kind.VISITS, Form.CSV, {"key": KEY.hex})
    written = making.written

    def cancelled(*args: Any) -> Any:
        services.cancel(export)
        return written(*args)

    monkeypatch.setattr(making, "written", cancelled)
    work()
    export.refresh_from_db()
    assert (export.state, export.problem) == (ExportState.GONE, "cancelled")
    assert list(files.folder().iterdir()) == []
