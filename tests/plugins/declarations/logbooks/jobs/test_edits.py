"""What editors typed outlives a reading anew."""

import pytest

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.choosing.services import decisions_to_lose
from plugins.declarations.logbooks.deciding.services import decide
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs import reading
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.mending.services import Edit, version_of
from plugins.declarations.logbooks.models import Logbook, RowOutcome
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import HEADINGS, workbook

ROWS = [
    HEADINGS,
    (1, "Lê An", "0912345678", "5/7", "7h", ""),
    (2, "Lê Bình", "0912", "5/7/2021", "7h", ""),
    (3, "Lê Chi", "0913", "5/7/2021", "7h", ""),
    (4, "", "0913456789", "6/7", "7h", ""),
]


@pytest.fixture
def book(venue, editor):
    """A book in which the year is missing in some dates; its row 3 was mended, its row 4 set aside,
    and into row 5 a name was typed.
    """
    data = workbook(ROWS)
    logbook = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
    read_logbook(logbook)
    type_in(logbook, 3, editor, {"2": "0987654321"})
    row = logbook.rows.get(row=4)
    mending.set_aside(logbook, row.pk, version_of(row), by=editor)
    type_in(logbook, 5, editor, {"1": "Lê Dung", "2": "091"})
    return Logbook.objects.get()


def type_in(book, number, by, cells):
    row = book.rows.get(row=number)
    (result,) = mending.save(book, [Edit(row.pk, version_of(row), cells)], by=by)
    assert result.state == "saved"


def read_again(book, editor, year=2021):
    services.give_year(book, year, by=editor)
    book.refresh_from_db()
    read_logbook(book)
    return Logbook.objects.get()


def test_mended_rows_are_mended_still(book, editor):
    book = read_again(book, editor)
    row = book.rows.get(row=3)
    assert (row.outcome, row.decided_by) == (RowOutcome.MENDED, editor)
    assert texts_of(book, row)["mended"][2] == "0987654321"


def test_rows_set_aside_are_so_still(book, editor):
    book = read_again(book, editor)
    assert book.rows.get(row=4).outcome == RowOutcome.SET_ASIDE


def test_what_was_typed_into_a_row_with_faults_is_there_still(book, editor):
    row = read_again(book, editor).rows.get(row=5)
    assert row.outcome == RowOutcome.REFUSED
    assert row.faults == [["phone", "phone_length"]]
    assert texts_of(book, row)["mended"][1:3] == ["Lê Dung", "091"]


def test_counts_follow(book, editor):
    book = read_again(book, editor)
    counts = (book.read, book.expected_new, book.refused, book.set_aside)
    assert counts == (4, 2, 1, 1)
    assert book.findings["faults"] == {"phone:phone_length": 1}


def test_a_reading_that_breaks_off_loses_nothing(book, editor, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    services.give_year(book, 2021, by=editor)
    book.refresh_from_db()
    with monkeypatch.context() as patch:
        patch.setattr(reading, "BookSorter", broken)
        with pytest.raises(ZeroDivisionError):
            read_logbook(book)
    assert not book.rows.exists()
    book.refresh_from_db()
    read_logbook(book)
    assert book.rows.get(row=3).outcome == RowOutcome.MENDED


def test_a_row_that_says_something_else_now_is_left_as_it_is(book, editor):
    BookFiles(book.pk).put_original(
        workbook([*ROWS[:2], (2, "Ngô Bình", "0999", "5/7/2021", "7h", ""), *ROWS[3:]])
    )
    assert read_again(book, editor).rows.get(row=3).outcome == RowOutcome.REFUSED


def test_what_was_typed_stands_with_the_rows_and_nowhere_else(book, editor):
    read_again(book, editor)
    assert BookFiles(book.pk).edits() == b""


def test_a_book_imported_again_keeps_what_was_mended(book, editor, work):
    work()
    services.confirm(book, by=editor)
    work()
    book.refresh_from_db()
    assert book.created == 1
    undo.take_back(book, by=editor)
    work()
    book.refresh_from_db()
    assert not Visit.objects.exists()
    again = undo.import_again(book, by=editor)
    work()
    again.refresh_from_db()
    assert again.rows.get(row=3).outcome == RowOutcome.MENDED
    assert (again.expected_new, again.set_aside, again.refused) == (1, 1, 2)


class TestDecisions:
    """About rows that may repeat a visit: two that say the same, one beside a book imported."""

    TWINS = ((1, "Lê An", "", "5/7/2021", "7h", ""), (2, "Lê An", "", "5/7/2021", "7h", ""))

    @pytest.fixture
    def book(self, venue, editor):
        data = workbook([HEADINGS, *self.TWINS, (3, "Lê Bình", "0912345678", "6/7", "7h", "")])
        logbook = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
        read_logbook(logbook)
        return Logbook.objects.get()

    @pytest.mark.parametrize(("same", "new"), [(True, 2), (False, 3)])
    def test_they_hold_still(self, book, editor, same, new):
        assert decide(book, None, same=same, by=editor) == 1
        before = book.rows.values_list("row", "outcome", "decided_by").get(row=3)
        book = read_again(book, editor)
        assert book.rows.values_list("row", "outcome", "decided_by").get(row=3) == before
        assert (book.expected_new, book.expected_duplicate) == (new, 3 - new)

    def test_a_row_that_says_something_else_now_waits_again(self, book, editor):
        decide(book, None, same=False, by=editor)
        other = [(*row[:3], "8/7/2021", *row[4:]) for row in self.TWINS]
        BookFiles(book.pk).put_original(workbook([HEADINGS, *other]))
        row = read_again(book, editor).rows.get()
        assert (row.outcome, row.decided_by) == (RowOutcome.POSSIBLE, None)

    @pytest.mark.parametrize("same", [True, False])
    def test_what_may_be_lost_is_counted(self, book, editor, same):
        decide(book, None, same=same, by=editor)
        assert decisions_to_lose(book) == 1
