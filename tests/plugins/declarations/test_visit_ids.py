"""Ids that carry their time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from plugins.declarations.visit_ids import (
    earliest,
    id_time,
    paper_hex,
    paper_id,
    scan_id,
)

AT = datetime(2021, 7, 5, 1, 30, 15, 123_000, tzinfo=UTC)
KEY = UUID(int=7)
NAME = "tran thi binh"


def test_an_id_is_a_version_7_uuid_that_tells_its_time():
    made = scan_id(AT)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert id_time(made) == AT


def test_two_ids_of_one_time_differ():
    assert scan_id(AT) != scan_id(AT)


def test_ids_sort_by_time():
    ids = [scan_id(AT + timedelta(milliseconds=n)) for n in range(50)]
    assert sorted(ids) == ids
    assert sorted(each.hex for each in ids) == [each.hex for each in ids]


def test_the_earliest_id_of_a_time_comes_before_all_of_it_and_after_all_before():
    assert earliest(AT) <= scan_id(AT)
    assert scan_id(AT - timedelta(milliseconds=1)) < earliest(AT)


def test_a_paper_row_gives_the_same_id_again():
    assert paper_id(1, KEY, NAME, AT) == paper_id(1, KEY, NAME, AT)


def test_another_venue_person_name_or_time_gives_another_id():
    others = {
        paper_id(1, KEY, NAME, AT),
        paper_id(2, KEY, NAME, AT),
        paper_id(1, UUID(int=8), NAME, AT),
        paper_id(1, KEY, NAME, AT + timedelta(minutes=1)),
        paper_id(1, KEY, "tran van con", AT),
    }
    assert len(others) == 5


def test_a_row_that_comes_again_for_another_person_has_an_id_of_its_own():
    ids = [paper_hex(1, KEY.hex, NAME, 1625443800, n) for n in (0, 1, 2, 1)]
    assert len(set(ids)) == 3
    assert ids[1] == ids[3]
    assert UUID(ids[0]) == paper_id(1, KEY, NAME, datetime.fromtimestamp(1625443800, UTC))
    assert all(id_time(UUID(each)).timestamp() == 1625443800 for each in ids)


def test_ids_of_other_versions_tell_no_time():
    assert id_time(uuid4()) is None
