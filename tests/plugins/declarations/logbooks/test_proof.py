"""What is left of old books is found, whatever was deleted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.models import Logbook, LogbookRow, LogbookStatus
from plugins.declarations.logbooks.retention import forget_books
from plugins.declarations.proof import left
from plugins.declarations.retention import expired_before
from tests.factories.declarations import VisitFactory
from tests.plugins.declarations.logbooks.books import visit_rows, workbook


def left_now() -> dict[str, int | None]:
    """The kinds of which anything is left."""
    now = timezone.now()
    return {kind: n for kind, n in left(expired_before(now), now).items() if n}


@pytest.fixture
def old_book(venue, editor, work) -> Logbook:
    """A book uploaded 31 days ago, read, one of whose rows was refused."""
    rows = [*visit_rows(3), (9, "", "0912345678", "5/7/2021", "7h", "")]
    book = services.upload(workbook(rows), venue=venue, file_name="so.xlsx", year=None, by=editor)
    work()
    services.confirm(Logbook.objects.get(pk=book.pk), by=editor)
    work()
    Logbook.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
    return Logbook.objects.get(pk=book.pk)


def test_all_that_is_kept_of_an_old_book_is_found(old_book: Logbook) -> None:
    found = left_now()
    assert {kind: found[kind] for kind in ("book_texts", "book_rows", "book_files")} == {
        "book_texts": 1,
        "book_rows": 1,
        "book_files": 1,
    }


def test_a_forgotten_book_has_left_nothing(old_book: Logbook) -> None:
    forget_books(timezone.now())
    assert not [kind for kind in left_now() if kind.startswith("book")]


def test_a_text_that_stayed_with_a_row_is_found(old_book: Logbook) -> None:
    forget_books(timezone.now())
    LogbookRow.objects.update(sealed=b"sealed")
    assert left_now()["book_rows"] == 1


def test_files_of_a_book_that_nobody_knows_are_found(old_book: Logbook) -> None:
    forget_books(timezone.now())
    BookFiles(uuid4()).put_original(b"sealed")
    assert left_now()["book_files"] == 1


def test_young_books_and_those_being_worked_on_are_none_of_it(old_book: Logbook) -> None:
    Logbook.objects.update(status=LogbookStatus.IMPORTING, heartbeat_at=timezone.now())
    assert not [kind for kind in left_now() if kind.startswith("book")]


@pytest.mark.django_db
def test_visits_over_their_time_are_found() -> None:
    VisitFactory(checked_in=timezone.now() - timedelta(days=31))
    assert left_now()["visits"] == 1
