"""Reading a book in the background: preview, expectation, faults of the whole book."""

import pytest
from django.utils import timezone

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.findings import preview_texts
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.jobs.rows import cells_of
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook, workbook_of


@pytest.fixture
def read(venue, editor):
    """read(data) uploads and reads a book."""

    def run(data, year=None, name="so.xlsx"):
        logbook = services.upload(data, venue=venue, file_name=name, year=year, by=editor)
        read_logbook(logbook)
        return Logbook.objects.get(pk=logbook.pk)

    return run


def test_what_to_expect(read):
    rows = [*visit_rows(5), *visit_rows(2)[1:], (9, "", "0912345678", "5/7/2021", "7h", "")]
    book = read(workbook(rows))
    assert book.status == LogbookStatus.PREVIEW
    assert (book.read, book.expected_new, book.expected_duplicate, book.refused) == (8, 5, 2, 1)


def test_codes_are_kept_open_texts_sealed(read):
    book = read(workbook([*visit_rows(2), (9, "Lê Thị Kín", "0912", "5/7/2021", "7h", "")]))
    assert book.findings["faults"] == {"phone:phone_length": 1}
    stored = f"{book.layout}{book.findings}{bytes(book.preview)!r}"
    assert "Lê" not in stored
    assert preview_texts(book)["first"][0][2] == "Lê Văn A"


def test_refused_rows_are_kept_sealed(read):
    book = read(workbook([*visit_rows(2), (9, "Lê Thị Kín", "0912", "5/7/2021", "7h", "")]))
    (row,) = book.rows.all()
    assert row.faults == [["phone", "phone_length"]]
    assert "Kín".encode() not in bytes(row.sealed)
    assert cells_of(book, row) == ["9", "Lê Thị Kín", "0912", "5/7/2021", "7h", ""]


def test_the_file_is_kept_sealed(read):
    data = workbook(visit_rows(2))
    book = read(data)
    files = BookFiles(book.pk)
    assert files.original() == data
    assert all(not path.read_bytes().startswith(b"PK") for path in files.folder.iterdir())


def test_only_the_account_of_the_server_may_look_into_the_folder(read):
    folder = BookFiles(read(workbook(visit_rows(2))).pk).folder
    assert folder.stat().st_mode & 0o77 == 0
    assert all(path.stat().st_mode & 0o77 == 0 for path in folder.iterdir())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook([["không có bảng"]]), "no_header"),
        (workbook([HEADINGS]), "no_rows"),
        (workbook([HEADINGS, ["Tổng cộng: 0"]]), "no_rows"),
        (b"PK\x03\x04 broken", "broken"),
    ],
)
def test_a_book_that_cannot_be_read_says_why(read, data, code):
    book = read(data)
    assert (book.status, book.problem) == (LogbookStatus.FAILED, code)


def test_reading_again_with_the_year(read, editor, work):
    rows = [HEADINGS, (1, "Lê A", "0912345678", "5/7", "7h", "")]
    book = read(workbook(rows))
    assert (book.expected_new, book.refused) == (0, 1)
    services.give_year(book, 2021, by=editor)
    work()
    book.refresh_from_db()
    assert (book.status, book.expected_new, book.refused) == (LogbookStatus.PREVIEW, 1, 0)
    assert not book.rows.exists()


def test_reading_again_after_a_kill_begins_anew(read):
    book = read(workbook([*visit_rows(2), (9, "", "0912345678", "5/7/2021", "7h", "")]))
    Logbook.objects.filter(pk=book.pk).update(status=LogbookStatus.READING)
    read_logbook(Logbook.objects.get(pk=book.pk))
    book.refresh_from_db()
    assert (book.status, book.read, book.rows.count()) == (LogbookStatus.PREVIEW, 3, 1)


def test_a_cancelled_book_is_read_no_further(venue, editor):
    logbook = services.upload(
        workbook(visit_rows(2)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    services.cancel(logbook, by=editor)
    read_logbook(Logbook.objects.get(pk=logbook.pk))
    logbook.refresh_from_db()
    assert logbook.status == LogbookStatus.CANCELLED


def test_cancelled_in_mid_reading_nothing_of_the_file_stays(venue, editor, monkeypatch):
    logbook = services.upload(
        workbook(visit_rows(2)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    kept = BookFiles.put_chunk

    def cancelled_meanwhile(self, number, line):
        kept(self, number, line)
        Logbook.objects.update(status=LogbookStatus.CANCELLED)

    monkeypatch.setattr(BookFiles, "put_chunk", cancelled_meanwhile)
    read_logbook(logbook)
    assert not BookFiles(logbook.pk).folder.exists()


def test_a_worker_that_comes_second_leaves_the_first_one_s_chunks(venue, editor, monkeypatch):
    logbook = services.upload(
        workbook(visit_rows(2)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    kept = BookFiles.put_chunk

    def read_by_another_meanwhile(self, number, line):
        kept(self, number, line)
        Logbook.objects.update(status=LogbookStatus.PREVIEW)

    monkeypatch.setattr(BookFiles, "put_chunk", read_by_another_meanwhile)
    read_logbook(logbook)
    assert BookFiles(logbook.pk).chunk(0)


def test_a_worker_that_comes_too_late_leaves_everything(venue, editor):
    logbook = services.upload(
        workbook(visit_rows(2)), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    late = Logbook.objects.get(pk=logbook.pk)
    read_logbook(logbook)
    read_logbook(late)
    late.refresh_from_db()
    assert (late.status, late.read, late.chunks) == (LogbookStatus.PREVIEW, 2, 1)
    assert BookFiles(logbook.pk).chunk(0)


def test_hidden_sheets_are_said_to_be_left_out(read):
    book = read(workbook_of({"Sổ": visit_rows(2), "Cũ": visit_rows(3)}, hidden=["Cũ"]))
    assert book.read == 2
    assert [sheet["name"] for sheet in book.layout["left_out"]] == ["Cũ"]


def test_visits_past_their_time_are_counted(venue, editor, work):
    lately = timezone.localdate().strftime("%d/%m/%Y")
    rows = [*visit_rows(2), (3, "Lê Văn Nay", "0912345679", lately, "00:00", "00:01")]
    services.upload(workbook(rows), venue=venue, file_name="so.xlsx", year=None, by=editor)
    work()
    assert Logbook.objects.get().findings["over"] == 2
