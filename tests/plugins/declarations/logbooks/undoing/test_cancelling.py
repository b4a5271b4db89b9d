"""Cancelling before, during and after an import: what is kept and what is taken back."""

import pytest

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.importing import ChunkWriter, import_logbook
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import visit_rows
from tests.plugins.declarations.logbooks.undoing.pages import at, page


@pytest.fixture
def half_way(read, editor, settings, monkeypatch, work):
    """A book of three chunks, the first of which is written when the worker is gone."""
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 10}}
    book = read(visit_rows(30))
    services.confirm(book, by=editor)
    write = ChunkWriter.write

    def once(self, ready, *args):
        if ready.number:
            raise Stopped
        write(self, ready, *args)

    with monkeypatch.context() as patched:
        patched.setattr(ChunkWriter, "write", once)
        import_logbook(Logbook.objects.get(pk=book.pk))
    return Logbook.objects.get(pk=book.pk)


def test_cancelling_an_import_asks_what_becomes_of_the_rows(signed_in, half_way):
    html = signed_in.get(at("cancel", half_way)).content.decode()
    assert "đã ghi nhận 10 lượt" in html
    assert "Dừng và giữ các lượt đã nhập" in html
    assert Logbook.objects.get().status == LogbookStatus.IMPORTING


def test_without_an_answer_the_import_goes_on(signed_in, half_way):
    signed_in.post(at("cancel", half_way), {"rows": "nonsense"})
    assert Logbook.objects.get().status == LogbookStatus.IMPORTING


def test_what_is_in_can_be_kept(signed_in, half_way, work):
    signed_in.post(at("cancel", half_way), {"rows": "keep"})
    work()
    html = page(signed_in, half_way)
    assert "10 lượt đã ghi trước đó vẫn được giữ" in html
    assert at("take_back", half_way) in html
    assert Visit.objects.count() == 10
    assert BookFiles(half_way.pk).original()


def test_or_everything_is_taken_back(signed_in, half_way, work):
    signed_in.post(at("cancel", half_way), {"rows": "take_back"})
    work()
    half_way.refresh_from_db()
    assert (half_way.status, half_way.taken_back) == (LogbookStatus.UNDONE, 10)
    assert not Visit.objects.exists()


def test_kept_rows_can_be_taken_back_later(signed_in, half_way, work):
    signed_in.post(at("cancel", half_way), {"rows": "keep"})
    signed_in.post(at("take_back", half_way))
    work()
    assert not Visit.objects.exists()


def test_a_preview_that_is_cancelled_is_discarded(
    signed_in, read, django_capture_on_commit_callbacks
):
    book = read(visit_rows(3))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(at("cancel", book))
    book.refresh_from_db()
    assert book.status == LogbookStatus.CANCELLED
    assert not BookFiles(book.pk).folder.exists()


def test_a_failed_book_with_visits_can_be_gone_on_with_or_taken_back(signed_in, half_way):
    Logbook.objects.update(status=LogbookStatus.FAILED, problem="fault")
    html = page(signed_in, half_way)
    assert at("resume", half_way) in html
    assert at("take_back", half_way) in html


def test_a_taking_back_that_failed_can_only_be_gone_on_with(signed_in, half_way, editor, work):
    undo.take_back(half_way, by=editor)
    Logbook.objects.update(status=LogbookStatus.FAILED, problem="fault")
    assert "Tiếp tục hoàn tác" in page(signed_in, half_way)
    signed_in.post(at("resume", half_way))
    work()
    assert Logbook.objects.get().status == LogbookStatus.UNDONE
