"""What has to be answered before a book is imported."""

import pytest
from django.utils import timezone

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.choosing.questions import (
    Question,
    Remembered,
    Unanswered,
    answered,
    open_questions,
    remembered,
)
from plugins.declarations.logbooks.models import Logbook, LogbookStatus


@pytest.fixture
def book(venue):
    """book(layout, status=…) makes one of the venue."""

    def make(layout=None, **fields):
        fields = {"file_name": "so.xlsx", "sha256": "", "status": LogbookStatus.PREVIEW} | fields
        return Logbook.objects.create(venue=venue, layout=layout or {}, **fields)

    return make


def imported(book, choices):
    return book(choices=choices, status=LogbookStatus.DONE, finished_at=timezone.now())


def test_a_book_in_unicode_asks_nothing(book):
    assert open_questions(book({"text": "unicode"})) == []


def test_converted_letters_are_to_be_looked_at(book):
    assert open_questions(book({"text": "tcvn3"})) == [Question.TEXT]


def test_letters_looked_at_are_no_question_any_more(book):
    assert open_questions(book({"text": "tcvn3"}), text_read=True) == []


def test_letters_converted_as_in_the_last_book_are_no_question(book):
    imported(book, {"text": "tcvn3"})
    assert open_questions(book({"text": "tcvn3"})) == []


def test_letters_converted_otherwise_than_in_the_last_book_are_one(book):
    imported(book, {"text": "vni"})
    assert open_questions(book({"text": "tcvn3"})) == [Question.TEXT]


def test_a_book_that_was_not_imported_is_not_remembered(book, venue):
    book(choices={"text": "tcvn3"}, status=LogbookStatus.UNDONE)
    book(choices={"text": "tcvn3"}, status=LogbookStatus.CANCELLED)
    assert remembered(venue.pk) == Remembered()


def test_the_latest_decisions_are_remembered_each_for_itself(book, venue):
    imported(book, {"text": "vni", "date_order": "mdy"})
    imported(book, {"text": "tcvn3"})
    imported(book, {})
    assert remembered(venue.pk) == Remembered("tcvn3", "mdy")


def test_remembering_costs_one_query(book, venue, django_assert_num_queries):
    for _ in range(30):
        imported(book, {})
    with django_assert_num_queries(1):
        remembered(venue.pk)


def test_an_open_order_of_dates_is_asked_whatever_is_remembered(book):
    imported(book, {"date_order": "mdy"})
    assert open_questions(book({"asks_order": True})) == [Question.DATE_ORDER]


def test_the_order_given_is_no_question_any_more(book):
    assert open_questions(book({"asks_order": True}, choices={"date_order": "dmy"})) == []


def test_the_letters_of_an_imported_book_are_kept_with_its_choices(book):
    assert answered(book({"text": "vni"}, choices={"date_order": "dmy"})) == {
        "date_order": "dmy",
        "text": "vni",
    }


@pytest.mark.parametrize(
    ("layout", "question"),
    [({"text": "tcvn3"}, Question.TEXT), ({"asks_order": True}, Question.DATE_ORDER)],
)
def test_nothing_is_imported_while_a_question_is_open(book, editor, layout, question):
    waiting = book(layout)
    with pytest.raises(Unanswered) as raised:
        services.confirm(waiting, by=editor)
    assert raised.value.questions == [question]
    waiting.refresh_from_db()
    assert waiting.status == LogbookStatus.PREVIEW


def test_importing_remembers_the_letters(book, editor):
    waiting = book({"text": "tcvn3"})
    assert services.confirm(waiting, by=editor, text_read=True)
    waiting.refresh_from_db()
    assert waiting.choices == {"text": "tcvn3"}


class TestTextFiles:
    LAYOUT = {"kind": "csv", "encoding": "cp1258", "text": "unicode"}

    def test_an_old_code_is_to_be_looked_at(self, book):
        assert open_questions(book(self.LAYOUT)) == [Question.TEXT]

    def test_unicode_is_no_question(self, book):
        assert open_questions(book(self.LAYOUT | {"encoding": "utf-8"})) == []

    def test_the_code_is_remembered_without_changing_how_the_book_is_read(self, book, venue):
        kept = answered(book(self.LAYOUT))
        assert kept == {"encoding": "file-cp1258"}
        imported(book, kept)
        assert open_questions(book(self.LAYOUT)) == []
