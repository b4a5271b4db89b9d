"""How far an import is, and how fast, also after another worker took over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plugins.declarations.logbooks import shown
from plugins.declarations.logbooks.jobs.pace import mark_start
from plugins.declarations.logbooks.models import Logbook, LogbookStatus


@pytest.fixture
def book(venue):
    """1,000 rows, of which 400 were written in the first minute; then the worker was killed."""
    now = timezone.now()
    return Logbook.objects.create(
        venue=venue,
        file_name="so.xlsx",
        sha256="",
        status=LogbookStatus.IMPORTING,
        read=1000,
        chunks=5,
        chunks_done=2,
        created=390,
        duplicate=10,
        started_at=now - timedelta(hours=1),
        heartbeat_at=now - timedelta(minutes=59),
    )


def test_the_first_worker_s_rate(book):
    progress = shown.progress(book)
    assert (progress["done"], progress["total"], progress["percent"]) == (400, 1000, 40)
    assert progress["rate"] == round(400 / 60)


def test_after_a_resume_only_what_the_new_worker_wrote_counts(book):
    mark_start(book)
    began = timezone.now()
    Logbook.objects.update(created=490, heartbeat_at=began + timedelta(seconds=10))
    book.refresh_from_db()
    progress = shown.progress(book)
    assert progress["rate"] == 10
    assert progress["left"] == "50 giây"


def test_right_after_a_resume_no_rate_is_made_up(book):
    mark_start(book)
    progress = shown.progress(Logbook.objects.get())
    assert (progress["rate"], progress["left"]) == (0, "")


def test_what_a_cancelled_import_did_not_come_to_is_counted(book):
    book.status = LogbookStatus.CANCELLED
    counts = {kind: number for _label, number, kind in shown.counts(book)}
    assert counts["read"] == counts["new"] + counts["duplicate"] + counts["refused"] + 600
    assert counts["left"] == 600
