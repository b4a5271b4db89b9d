"""Rows of a book that tell of visits known already: from scans, other books, this book itself."""

import random
import threading
from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.deciding.services import decide
from plugins.declarations.logbooks.jobs.direct import import_now, look
from plugins.declarations.logbooks.jobs.importing import ChunkWriter, import_logbook
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.models import Source, Visit
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook
from tests.plugins.declarations.logbooks.tables import ZONE

SEVEN = datetime(2021, 7, 5, 7, 30, tzinfo=ZONE)
PHONE, E164 = "0912345678", "+84912345678"


def row(n, name, phone="", at="7:30"):
    return (n, name, phone, "5/7/2021", at, "")


def scanned(venue, name, phone=E164, minutes=0, source=Source.PHONE):
    at = SEVEN + timedelta(minutes=minutes)
    return VisitFactory(venue=venue, name=name, phone=phone, checked_in=at, source=source).pk


@pytest.fixture
def read(venue, editor):
    """read(*rows) is a book of these rows that waits for its confirmation."""

    def run(*rows, data=None):
        book = services.upload(
            data or workbook([HEADINGS, *rows]),
            venue=venue,
            file_name="so.xlsx",
            year=None,
            by=editor,
        )
        read_logbook(book)
        return Logbook.objects.get(pk=book.pk)

    return run


@pytest.fixture
def imported(read, editor):
    """imported(*rows) is a book of these rows, imported if there is anything new in it."""

    def run(*rows, data=None, book=None):
        book = book or read(*rows, data=data)
        services.confirm(book, by=editor)
        import_logbook(book)
        return Logbook.objects.get(pk=book.pk)

    return run


def counts(book):
    book.refresh_from_db()
    assert book.read == book.created + book.duplicate + book.refused + book.set_aside
    return book.created, book.duplicate


def expected(book):
    book.refresh_from_db()
    return book.expected_new, book.expected_duplicate


def outcomes(book):
    return list(book.rows.order_by("row").values_list("row", "outcome", "visit_id"))


@pytest.mark.parametrize("source", [Source.PHONE, Source.GATE, Source.CARD, Source.API])
def test_a_scanned_person_s_row_is_linked_to_the_scan(imported, venue, source):
    scan = scanned(venue, "Nguyễn Văn An", minutes=3, source=source)
    book = imported(row(1, "Nguyễn Văn An", PHONE), row(2, "Lê Thị Bình", "0987654321"))
    assert counts(book) == expected(book) == (1, 1)
    assert outcomes(book) == [(2, RowOutcome.DUPLICATE, scan)]


def test_a_scan_at_another_venue_or_time_is_another_visit(imported, venue):
    scanned(VenueFactory(), "Nguyễn Văn An")
    scanned(venue, "Nguyễn Văn An", minutes=6)
    assert counts(imported(row(1, "Nguyễn Văn An", PHONE))) == (1, 0)


def test_the_minutes_are_a_setting(imported, venue, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"same_visit_minutes": 10}}
    scanned(venue, "Nguyễn Văn An", minutes=6)
    assert counts(imported(row(1, "Nguyễn Văn An", PHONE))) == (0, 1)


def test_a_scan_made_after_the_preview_counts(read, imported, venue):
    book = read(row(1, "Nguyễn Văn An", PHONE))
    scan = scanned(venue, "Nguyễn Văn An")
    assert counts(imported(book=book)) == (0, 1)
    assert outcomes(book) == [(2, RowOutcome.DUPLICATE, scan)]


def test_a_name_alone_beside_a_scan_waits_for_a_decision(imported, venue):
    scan = scanned(venue, "Nguyễn Văn An", minutes=-4)
    book = imported(row(1, "NGUYEN VAN AN"), row(2, "Lê Thị Bình", PHONE))
    assert counts(book) == expected(book) == (1, 1)
    assert outcomes(book) == [(2, RowOutcome.POSSIBLE, scan)]


def test_the_row_that_waits_keeps_its_entry(read, venue):
    scanned(venue, "Nguyễn Văn An")
    book = read(row(1, "Nguyễn Văn An"))
    kept = texts_of(book, book.rows.get())["entry"]
    assert (kept[1], kept[2], kept[5]) == (2, "Nguyễn Văn An", int(SEVEN.timestamp()))


TWINS = (row(1, "Nguyễn Văn An"), row(2, "Nguyễn Văn An"), row(3, "Nguyễn Văn An", PHONE))


def test_rows_of_one_book_that_say_the_same_wait_for_a_decision(imported):
    book = imported(*TWINS)
    assert counts(book) == expected(book) == (1, 2)
    assert [outcome for _row, outcome, _visit in outcomes(book)] == [RowOutcome.POSSIBLE] * 2


def test_other_persons_decided_before_the_import_go_in_with_it(read, imported, editor):
    book = read(*TWINS)
    assert decide(book, None, same=False, by=editor) == 2
    assert expected(book) == (3, 0)
    assert counts(imported(book=book)) == (3, 0)
    assert set(Visit.objects.values_list("logbook_row", flat=True)) == {2, 3, 4}


def test_other_persons_decided_after_the_import_go_in_at_once(imported, editor):
    book = imported(*TWINS)
    assert decide(book, None, same=False, by=editor) == 2
    assert decide(book, None, same=False, by=editor) == 0
    assert counts(book) == (3, 0)
    assert Visit.objects.count() == 3


@pytest.mark.parametrize("before", [True, False])
def test_the_same_visit_decided_is_a_duplicate(read, imported, editor, venue, before):
    scan = scanned(venue, "Nguyễn Văn An")
    book = read(row(1, "Nguyễn Văn An"), row(2, "Lê Thị Bình", PHONE))
    if before:
        decide(book, None, same=True, by=editor)
    imported(book=book)
    if not before:
        decide(book, None, same=True, by=editor)
    assert counts(book) == (1, 1)
    assert outcomes(book) == [(2, RowOutcome.DUPLICATE, scan)]


def test_a_decision_before_the_import_can_be_changed(read, imported, editor, venue):
    scanned(venue, "Nguyễn Văn An")
    book = read(row(1, "Nguyễn Văn An"), row(2, "Lê Thị Bình", PHONE))
    pk = book.rows.get().pk
    for same in (False, True, True, False, False):
        decide(book, [pk], same=same, by=editor)
    assert expected(book) == (2, 0)
    assert counts(imported(book=book)) == (2, 0)


def again(imported, *rows, **kwargs):
    """Import a copy: nothing comes of it."""
    before = set(Visit.objects.values_list("pk", flat=True))
    book = imported(*rows, **kwargs)
    assert set(Visit.objects.values_list("pk", flat=True)) == before
    assert expected(book)[0] == 0
    return book


@pytest.mark.parametrize("same", [True, False, None])
def test_the_same_book_again_in_another_order_brings_nothing(imported, editor, venue, same):
    scanned(venue, "Lê Thị Bình", minutes=2)
    rows = [*TWINS, row(4, "Lê Thị Bình"), row(5, "Trần Thị Mẹ", PHONE)]
    book = imported(*rows)
    if same is not None:
        decide(book, None, same=same, by=editor)
    copy = again(imported, *reversed(rows))
    assert copy.expected_duplicate == 5
    if same is False:  # whoever was found to be another person is known for certain now
        assert not copy.rows.filter(outcome=RowOutcome.POSSIBLE).exists()


def test_a_book_in_one_go_finds_the_same(venue, editor):
    scan = scanned(venue, "Lê Thị Bình", minutes=2)
    rows = [*TWINS, row(4, "Lê Thị Bình"), row(5, "Lê Thị Bình", PHONE)]
    asked = {"file_name": "so.xlsx", "year": None, "venue": venue, "by": editor}
    seen = look(workbook([HEADINGS, *rows]), **asked)
    report = import_now(workbook([HEADINGS, *rows]), **asked)
    assert (seen.created, seen.duplicate) == (report.created, report.duplicate) == (1, 4)
    assert seen.possible == report.possible == 3
    assert outcomes(report.logbook)[2:] == [
        (5, RowOutcome.POSSIBLE, scan),
        (6, RowOutcome.DUPLICATE, scan),
    ]


def test_queries_of_comparing_do_not_depend_on_rows(read, venue):
    scanned(venue, "Nguyễn Văn An")
    taken = []
    for count in (3, 3, 150):  # the first one fills caches
        rows = [(*each[:1], "Nguyễn Văn An", *each[2:]) for each in visit_rows(count)[1:]]
        with CaptureQueriesContext(connection) as queries:
            assert read(*rows, row(0, "Nguyễn Văn An")).expected_duplicate == 1
        taken.append(len(queries))
    assert taken[1] == taken[2]


def test_a_killed_import_goes_on_and_every_row_is_accounted_for(
    read, imported, editor, venue, settings, monkeypatch
):
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 2}}
    scanned(venue, "Lê Thị Bình", minutes=2)
    rows = [*TWINS, row(4, "Lê Thị Bình"), row(5, "Mẹ", PHONE), row(6, "Mẹ", PHONE), row(7, "")]
    book = read(*rows)
    decide(book, [book.rows.get(row=3).pk], same=False, by=editor)
    write = ChunkWriter.write

    def killed(writer, ready, *args):
        if ready.number == 2:
            raise KeyboardInterrupt
        write(writer, ready, *args)

    with monkeypatch.context() as patch:
        patch.setattr(ChunkWriter, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            imported(book=book)
    import_logbook(book)
    assert counts(book) == (3, 3)
    assert book.status == LogbookStatus.DONE


def import_at_once(books, editor):
    """Two workers, a book each."""
    for book in books:
        services.confirm(book, by=editor)
    barrier, faults = threading.Barrier(2), []
    # SQLite has one writer; its test database, in memory, does not let the other one wait.
    turn = nullcontext() if connection.vendor == "postgresql" else threading.Lock()

    def run(book):
        barrier.wait()
        try:
            with turn:
                import_logbook(Logbook.objects.get(pk=book.pk))
        except DatabaseError as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[book]) for book in books]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    for book in books:
        counts(book)
    assert Logbook.objects.filter(status=LogbookStatus.DONE).count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_copies_at_the_same_time(read, editor):
    rows = [row(n, f"Lê Văn {n}", f"09{n:08d}" if n % 3 else "") for n in range(3000)]
    books = [read(*rows), read(*random.Random(1).sample(rows, len(rows)))]
    import_at_once(books, editor)
    totals = Logbook.objects.aggregate(Sum("created"), Sum("duplicate"))
    assert totals["created__sum"] == Visit.objects.count() == expected(books[0])[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_books_at_the_same_time_one_without_phones(read, editor, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 20}}
    rows = [row(n, f"Lê Văn {n}", f"09{n:08d}") for n in range(300)]
    import_at_once(
        [read(*rows), read(*((n, name, "", *rest) for n, name, _, *rest in rows))], editor
    )
    assert Visit.objects.count() == len(rows)
    possible = Logbook.objects.filter(rows__outcome=RowOutcome.POSSIBLE)
    assert possible.count() == len(rows)
