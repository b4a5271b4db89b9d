"""What tests of exports share."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from people.blind import phone_key
from plugins.tracing.exports import files, services
from plugins.tracing.exports.kinds import Form, Kind
from plugins.tracing.exports.models import Export
from plugins.tracing.reasons import Asker
from portal.workers import PortalWorker

PHONE = "+84912345678"
KEY = phone_key(PHONE)


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> Path:
    """Sealed files of each test in a folder of its own."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def work(db: None) -> Callable[[], None]:
    """work() does what a background worker would do now."""

    def run() -> None:
        worker = PortalWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
        )
        while task := DBTaskResult.objects.ready().first():
            task.claim("test")
            worker.run_task(task)
            task.refresh_from_db()
            assert task.status == "SUCCESSFUL", task.traceback

    return run


@pytest.fixture
def made(work: Callable[[], None]) -> Callable[..., Export]:
    """made(asker, kind, form, **question) is the export when the worker is through with it."""

    def make(asker: Asker, kind: Kind, form: Form = Form.XLSX, **question: Any) -> Export:
        export = services.ask(asker, kind, form, question)
        work()
        export.refresh_from_db()
        return export

    return make


def content(export: Export) -> bytes:
    """The file as it is handed out."""
    return b"".join(files.pieces(export.pk))


def sheets(export: Export) -> list[list[tuple[Any, ...]]]:
    """The rows of the first page and of the list."""
    book = load_workbook(io.BytesIO(content(export)))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
