"""Codes of confirmations."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.own import codes
from plugins.declarations.visit_ids import scan_id
from tests.factories.declarations import VisitFactory

AT = datetime(2021, 7, 5, 7, 30, tzinfo=UTC)


def declared(**given):
    given = {"kind": "health", "name": "Lê Văn Cường", "declared_at": timezone.now()} | given
    given.setdefault("id", scan_id(given["declared_at"]))
    new = NewDeclaration(**given)
    record_declaration(new)
    return new


def test_a_code_has_sixteen_characters_in_groups_of_four():
    code = codes.code_of(scan_id(AT))
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]


@pytest.mark.parametrize("bits", [0, 1, (1 << 74) - 1, 0x2A5_5A5A_A5A5_5A5A_A5A5])
def test_the_id_lies_between_the_ids_of_its_code(bits):
    made = scan_id(AT, bits & (1 << 74) - 1)
    first, last = codes.ids_of(codes.code_of(made))
    assert first <= made <= last
    assert first.version == last.version == 7


def test_ids_of_other_moments_or_other_random_bits_have_other_codes():
    ids = [scan_id(AT + timedelta(milliseconds=n)) for n in range(50)]
    ids += [scan_id(AT) for _ in range(50)]
    assert len({codes.code_of(each) for each in ids}) == 100


def test_typed_letters_that_look_like_digits_are_read_as_them():
    shown = next(code for n in range(99) if "0" in (code := codes.code_of(scan_id(AT, n))))
    assert codes.ids_of(shown.replace("0", "o").lower()) == codes.ids_of(shown)


def test_an_id_tells_no_code_without_the_secret(settings):
    before = codes.code_of(scan_id(AT, 1))
    settings.BLIND_INDEX_KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
    assert codes.code_of(scan_id(AT, 1)) != before


def test_codes_of_one_moment_have_nothing_in_common():
    first, second = (codes.code_of(scan_id(AT, n)).replace("-", "") for n in (1 << 73, 1 << 72))
    assert sum(one == other for one, other in zip(first, second, strict=True)) < 8


def test_dashes_and_spaces_do_not_matter():
    shown = codes.code_of(scan_id(AT))
    assert codes.ids_of(shown.replace("-", " ")) == codes.ids_of(shown.replace("-", ""))


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 16, "0" * 17, "Đ" * 16, "\0" * 16, "0-" * 7])
def test_what_is_no_code_stands_for_nothing(typed):
    assert codes.ids_of(typed) is None


@pytest.mark.parametrize(
    "made", [uuid4(), scan_id(datetime(2019, 12, 31, tzinfo=UTC)), UUID(int=0)]
)
def test_ids_that_no_confirmation_has_give_no_code(made):
    with pytest.raises(ValueError, match="2020"):
        codes.code_of(made)


def test_a_visit_is_found_by_its_code(db):
    visit = VisitFactory()
    assert codes.find(codes.code_of(visit.pk)).visit == visit


def test_the_declaration_made_with_a_visit_comes_with_it(db):
    visit = VisitFactory()
    new = declared(visit_id=visit.pk, venue_id=visit.venue_id)
    assert codes.find(codes.code_of(visit.pk)).declaration.pk == new.id


def test_a_declaration_alone_is_found_in_two_queries(db, django_assert_num_queries):
    new = declared()
    with django_assert_num_queries(2):
        found = codes.find(codes.code_of(new.id))
    assert (found.visit, found.declaration.pk) == (None, new.id)


def test_an_unknown_code_finds_nothing(db):
    assert codes.find(codes.code_of(scan_id(AT))) is None


def test_what_is_over_its_time_is_as_unknown(db):
    visit = VisitFactory(checked_in=timezone.now() - timedelta(days=32))
    old = declared(declared_at=timezone.now() - timedelta(days=31))
    assert codes.find(codes.code_of(visit.pk)) is None
    assert codes.find(codes.code_of(old.id)) is None


def test_a_code_that_two_records_share_finds_neither(db):
    made = scan_id(timezone.now(), 0)
    declared(id=made)
    declared(id=UUID(int=made.int | 1))
    assert codes.find(codes.code_of(made)) is None
