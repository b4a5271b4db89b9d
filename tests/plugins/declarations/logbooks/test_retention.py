"""What is kept of a book is deleted when its time is over; that it was imported stays known."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from tests.plugins.declarations.logbooks.books import visit_rows, workbook


@pytest.fixture
def old_book(venue, editor, work):
    """A book imported 31 days ago, one of whose rows was refused."""
    rows = [*visit_rows(3), (9, "", "0912345678", "5/7/2021", "7h", "")]
    book = services.upload(workbook(rows), venue=venue, file_name="so.xlsx", year=None, by=editor)
    work()
    services.confirm(Logbook.objects.get(pk=book.pk), by=editor)
    work()
    Logbook.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
    return Logbook.objects.get(pk=book.pk)


def forget(capsys):
    call_command("delete_expired_visits", "--json")
    return json.loads(capsys.readouterr().out)["books"]


def test_files_and_texts_go_counts_stay(capsys, old_book):
    assert forget(capsys) == 1
    old_book.refresh_from_db()
    assert not BookFiles(old_book.pk).folder.exists()
    assert (old_book.layout, old_book.preview, old_book.rows.get().sealed) == (None, None, None)
    assert (old_book.read, old_book.created, old_book.refused) == (4, 3, 1)


def test_a_second_time_there_is_nothing_to_do(capsys, old_book):
    forget(capsys)
    assert forget(capsys) == 0


def test_younger_books_stay(capsys, old_book):
    Logbook.objects.update(uploaded_at=timezone.now() - timedelta(days=29))
    assert forget(capsys) == 0
    assert BookFiles(old_book.pk).original()


@pytest.mark.parametrize("seen", [None, timedelta(days=31)])
def test_a_book_stuck_for_longer_than_the_period_is_forgotten(capsys, old_book, seen):
    since = timezone.now() - seen if seen else None
    Logbook.objects.update(status=LogbookStatus.READING, heartbeat_at=since)
    assert forget(capsys) == 1
    old_book.refresh_from_db()
    assert (old_book.status, old_book.problem) == (LogbookStatus.FAILED, "original_gone")
    assert not BookFiles(old_book.pk).folder.exists()


def test_a_book_that_is_being_worked_on_stays(capsys, old_book):
    Logbook.objects.update(status=LogbookStatus.IMPORTING, heartbeat_at=timezone.now())
    assert forget(capsys) == 0


def test_the_page_says_that_the_files_are_gone(capsys, client, editor, old_book):
    forget(capsys)
    client.force_login(editor)
    address = reverse("declarations_logbook_modeladmin_inspect", args=[old_book.pk])
    html = client.get(address).content.decode()
    assert "không còn được lưu" in html
    assert 'http-equiv="refresh"' not in html
