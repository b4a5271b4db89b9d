"""Rows of paper books beside visits: whatever text, own rows, rows with one id."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from people.sealing import unseal
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.models import Visit
from plugins.declarations.paper_rows import Waiting, others_there
from plugins.declarations.services import NewVisit, is_recorded_as
from plugins.declarations.stays import StayRule
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

CAME = 1625443800
HOUR = timedelta(hours=1)


@pytest.fixture
def venue(db):
    return VenueFactory()


@pytest.fixture
def book(venue):
    return Logbook.objects.create(venue=venue, file_name="so.xlsx")


def entry(row, name="Lê Văn A", phone="+84912345678", came=CAME, gone=None, details=None):
    return [1, row, name, phone, None, came, gone, details or {}, []]


def write(book, *entries):
    batch = Batch(entries, book.venue_id)
    waiting = Waiting(book.venue_id, book.pk)
    with transaction.atomic():
        waiting.put(batch.lines(range(len(entries)), sealed=True, comparing=False))
        return waiting.insert(StayRule(HOUR), timezone.now())


TEXTS = ["Lê \\N A", "\\", "\\\\.", "A\\tB", "'; --", 'A"B', "Ngô %s", "Đỗ {0}", "𠀀 𠀁 A"]


@pytest.mark.parametrize("name", TEXTS)
def test_names_come_out_as_they_went_in(book, name):
    write(book, entry(2, name, details={"notes": name}))
    visit = Visit.objects.get()
    assert visit.name == name
    assert unseal(visit.sealed, context=visit.pk.bytes)["notes"] == name


def test_a_visit_is_what_recording_it_would_make(book, venue):
    write(book, entry(2, gone=CAME + 600), entry(3, phone=None))
    first, second = Visit.objects.order_by("logbook_row")
    assert first.checked_in.timestamp() == CAME
    assert first.checked_out == first.stay_end == first.checked_in + timedelta(minutes=10)
    assert (second.checked_out, second.stay_end) == (None, second.checked_in + HOUR)
    assert (first.source, first.logbook_id, first.logbook_sheet) == ("paper", book.pk, 1)
    for visit, phone in ((first, "+84912345678"), (second, None)):
        new = NewVisit(visit.pk, venue.pk, visit.checked_in, "paper", "Lê Văn A", phone=phone)
        assert is_recorded_as(new)


def test_of_rows_with_one_id_the_first_counts(book):
    repeated = write(book, entry(5), entry(3), entry(4, came=CAME + 60))
    visit = Visit.objects.get(logbook_row=5)
    assert {n: UUID(found) for n, found in repeated.items()} == {1: visit.pk}


def test_rows_that_this_book_brought_before_are_no_duplicates(book, venue):
    write(book, entry(2))
    assert write(book, entry(2)) == {}
    other = Logbook.objects.create(venue=venue, file_name="so.xlsx")
    assert list(write(other, entry(2))) == [0]
    assert Visit.objects.count() == 1


def test_a_wait_begins_empty(book):
    write(book, entry(2))
    assert write(book) == {}


def test_others_are_anybody_but_the_book(book, venue):
    assert not others_there(venue.pk, book.pk)
    write(book, entry(2))
    assert not others_there(venue.pk, book.pk)
    assert others_there(venue.pk, uuid4())
    VisitFactory(venue=venue)
    assert others_there(venue.pk, book.pk)
    assert not others_there(venue.pk, book.pk, within=(CAME - 60, CAME + 60))
    assert not others_there(venue.pk, book.pk, since=timezone.now() + HOUR)
