"""A full disk is told as such, nothing half written stays, and work goes on when there is room.

/dev/full and a limit on the size of files make the system itself refuse to write.
"""

import errno
import os
import resource
import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from plugins.declarations.logbooks import services, tasks
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.models import Visit
from portal import disk
from tests.plugins.declarations.logbooks.books import visit_rows, workbook


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(tasks, "PAUSES", (0, 0))


@pytest.fixture
def book(venue, editor):
    return services.upload(
        workbook(visit_rows(30)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )


def no_room_for(book, name):
    """The next attempt of this process to write that file meets a full disk."""
    half = BookFiles(book.pk).folder / f".{name}.{os.getpid()}"
    half.symlink_to("/dev/full")
    return half


@contextmanager
def files_of_at_most(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def sqlite_full():
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return error


@pytest.mark.parametrize(
    "cause",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EFBIG, "File too large"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        psycopg.errors.DiskFull("could not extend file"),
        sqlite_full(),
    ],
)
def test_what_says_that_the_disk_is_full(cause):
    assert disk.is_full(cause)
    wrapped = OperationalError()
    wrapped.__cause__ = cause
    assert disk.is_full(wrapped)


@pytest.mark.parametrize(
    "error", [None, OSError(errno.EACCES, "Permission denied"), OperationalError("deadlock")]
)
def test_what_says_something_else(error):
    assert not disk.is_full(error)


def test_no_half_of_a_file_stays(book):
    half = no_room_for(book, "chunk-0")
    with pytest.raises(OSError, match="No space left"):
        BookFiles(book.pk).put_chunk(0, b"x" * 100_000)
    assert not half.is_symlink()
    assert {path.name for path in BookFiles(book.pk).folder.iterdir()} == {"original"}


def test_reading_stops_and_says_why(book):
    no_room_for(book, "chunk-0")
    with pytest.raises(OSError, match="No space left"):
        tasks.read_book.func(str(book.pk))
    book.refresh_from_db()
    assert (book.status, book.problem) == (LogbookStatus.FAILED, "disk_full")


def test_with_room_again_it_is_read(book, client, editor, work):
    DBTaskResult.objects.all().delete()
    no_room_for(book, "chunk-0")
    with pytest.raises(OSError, match="No space left"):
        tasks.read_book.func(str(book.pk))
    client.force_login(editor)
    address = reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])
    html = client.get(address).content.decode()
    assert "Ổ đĩa máy chủ đã đầy" in html
    client.post(reverse("declarations_logbook_resume", args=[book.pk]))
    work()
    book.refresh_from_db()
    assert (book.status, book.read, book.expected_new) == (LogbookStatus.PREVIEW, 30, 30)


def test_a_result_workbook_that_finds_no_room_is_made_later(book, client, editor, work):
    work()
    services.confirm(Logbook.objects.get(pk=book.pk), by=editor)
    tasks.import_book.func(str(book.pk))
    DBTaskResult.objects.all().delete()
    no_room_for(book, "result")
    with pytest.raises(OSError, match="No space left"):
        tasks.make_result_book.func(str(book.pk))
    book.refresh_from_db()
    assert (book.status, book.problem) == (LogbookStatus.DONE, "disk_full")
    assert Visit.objects.count() == 30
    client.force_login(editor)
    client.post(reverse("declarations_logbook_resume", args=[book.pk]))
    work()
    book.refresh_from_db()
    assert (book.result_ready, book.problem) == (True, "")


def test_a_full_database_stops_the_import_and_says_why(book, editor, work, monkeypatch):
    work()
    services.confirm(Logbook.objects.get(pk=book.pk), by=editor)

    def full(logbook):
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull()

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "import_logbook", full)
        with pytest.raises(OperationalError):
            tasks.import_book.func(str(book.pk))
    book.refresh_from_db()
    assert (book.status, book.problem) == (LogbookStatus.FAILED, "disk_full")


def test_an_upload_that_finds_no_room_on_its_way_is_told(client, venue, editor):
    client.force_login(editor)
    sent = {
        "venue": str(venue.pk),
        "venue_text": venue.code,
        "file": SimpleUploadedFile("so.xlsx", os.urandom(4_000_000)),
        "year": "2021",
    }
    with files_of_at_most(1_000_000):
        html = client.post(reverse("declarations_logbook_modeladmin_create"), sent)
    text = html.content.decode()
    assert "Ổ đĩa máy chủ đã đầy" in text
    assert 'value="2021"' in text
    assert not Logbook.objects.exists()


def test_an_upload_without_room_is_told_and_leaves_nothing(client, venue, editor, private_root):
    client.force_login(editor)
    data = workbook(visit_rows(3000))
    sent = {
        "venue": str(venue.pk),
        "venue_text": venue.code,
        "file": SimpleUploadedFile("so.xlsx", data),
        "year": "2021",
    }
    with files_of_at_most(len(data) // 2):
        html = client.post(reverse("declarations_logbook_modeladmin_create"), sent)
    text = html.content.decode()
    assert "Ổ đĩa máy chủ đã đầy" in text
    assert 'value="2021"' in text
    assert not Logbook.objects.exists()
    assert not list(private_root.rglob("*.*")) + list(private_root.rglob("original"))
