"""The rule: which visits a row repeats, which it may repeat, and what a book says twice."""

from uuid import uuid4

import pytest

from people.names import fold
from people.persons import person_keys
from plugins.declarations.logbooks.deciding.duplicates import OwnRows, Verdict, closest, verdict
from plugins.declarations.logbooks.jobs.visits import paper_rows
from plugins.declarations.paper_rows import Known

VENUE = 7
CAME = 1625443800  # 07:10
PHONE, OTHER_PHONE = "+84912345678", "+84987654321"
ID = "001090123456"


def row(name="Nguyễn Văn An", phone=None, number=None, came=CAME, at=2):
    entry = [1, at, name, phone, number, came, None, {}, []]
    return paper_rows([entry], VENUE)[0]


def known(name="Nguyễn Văn An", phone=None, number=None, at=CAME, on_paper=False):
    person, second = person_keys(phone, number, name, str(VENUE))
    return Known(uuid4().hex, at, fold(name), person.hex, second.hex if second else None, on_paper)


def judged(row, visit):
    return verdict(row, visit, VENUE, 5)


SAME = [
    (row(phone=PHONE), known(phone=PHONE)),
    (row(phone=PHONE), known(phone=PHONE, at=CAME + 5 * 60 + 59)),
    (row(phone=PHONE), known(phone=PHONE, at=CAME - 5 * 60)),
    (row(name="NGUYEN VAN AN", phone=PHONE), known(phone=PHONE)),
    (row(name="An", phone=PHONE), known(phone=PHONE)),
    (row(phone=PHONE, number=ID), known(phone=OTHER_PHONE, number=ID)),
    (row(phone=PHONE, number=ID), known(number=ID)),
    (row(number=ID), known(phone=PHONE, number=ID)),
    (row(number=ID), known(name="Ng V An", number=ID)),
]
POSSIBLE = [
    (row(), known(phone=PHONE)),
    (row(), known(number=ID, at=CAME + 5 * 60)),
    (row(phone=PHONE), known()),
    (row(), known()),  # scanned by hand without a phone
    (row(), known(phone=PHONE, on_paper=True)),
    (row(number=ID), known(on_paper=True)),
]
NEW = [
    (row(phone=PHONE), known(phone=PHONE, at=CAME + 6 * 60)),
    (row(phone=PHONE), known(phone=PHONE, at=CAME - 5 * 60 - 1)),
    (row(name="Trần Thị Mẹ", phone=PHONE), known(phone=PHONE)),  # a family's phone
    (row(phone=PHONE), known(phone=OTHER_PHONE)),
    (row(phone=PHONE), known(number=ID)),
    (row(name="Lê Văn Bình"), known(phone=PHONE)),
    (row(), known(phone=PHONE, on_paper=True, at=CAME + 60)),
    (row(phone=PHONE), known(phone=PHONE, on_paper=True, at=CAME + 60)),
]


@pytest.mark.parametrize(("mine", "visit"), SAME)
def test_the_same_visit(mine, visit):
    assert judged(mine, visit) == Verdict.SAME


@pytest.mark.parametrize(("mine", "visit"), POSSIBLE)
def test_possibly_the_same_visit(mine, visit):
    assert judged(mine, visit) == Verdict.POSSIBLE


@pytest.mark.parametrize(("mine", "visit"), NEW)
def test_another_visit(mine, visit):
    assert judged(mine, visit) is None


def test_of_several_visits_the_surest_counts_then_the_closest():
    maybe, far, near = known(), known(phone=PHONE, at=CAME + 240), known(phone=PHONE, at=CAME - 60)
    assert closest(row(phone=PHONE), [maybe, far, near], VENUE, 5) == (Verdict.SAME, near.id)
    assert closest(row(phone=PHONE), [maybe], VENUE, 5) == (Verdict.POSSIBLE, maybe.id)
    assert closest(row(phone=OTHER_PHONE), [far], VENUE, 5) is None


def in_book(*rows):
    shown, found = OwnRows(VENUE).sort(rows)
    return [each.id for each in shown], found


def test_a_row_again_is_a_duplicate():
    mine = row(phone=PHONE)
    _ids, found = in_book(mine, mine._replace(row=3))
    assert (found.duplicates, found.possible) == ({1: mine.id}, {})


def test_a_row_again_without_phone_and_id_is_possibly_one_with_an_id_of_its_own():
    mine = row()
    ids, found = in_book(mine, mine._replace(row=3), mine._replace(row=4))
    assert found.possible == {1: (mine.id, 1), 2: (mine.id, 2)}
    assert len(set(ids)) == 3
    assert ids == in_book(mine._replace(row=9), mine._replace(row=8), mine)[0]


@pytest.mark.parametrize("bare_first", [True, False])
def test_name_and_minute_again_where_one_row_has_no_phone(bare_first):
    rows = [row(), row(phone=PHONE, at=3)]
    first, second = rows if bare_first else rows[::-1]
    _ids, found = in_book(first, second)
    assert (found.duplicates, found.possible) == ({}, {1: (first.id, 0)})


def test_a_third_row_may_repeat_a_second_one_without_phone():
    first, bare, third = row(phone=PHONE), row(at=3), row(phone=OTHER_PHONE, at=4)
    _ids, found = in_book(first, bare, third)
    assert found.possible == {1: (first.id, 0), 2: (bare.id, 0)}


def test_namesakes_with_phones_of_their_own_are_two_persons():
    _ids, found = in_book(row(phone=PHONE), row(phone=OTHER_PHONE, at=3))
    assert not found.duplicates
    assert not found.possible


def test_rows_of_earlier_chunks_count():
    book, mine = OwnRows(VENUE), row(phone=PHONE)
    book.sort([mine])
    assert book.sort([mine])[1].duplicates == {0: mine.id}
