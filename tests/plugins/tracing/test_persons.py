"""Which visits are one person's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from plugins.tracing.engines.base import VisitRow
from plugins.tracing.persons import people_in

PHONE, OTHER_PHONE, ID, OTHER_ID = (UUID(int=number) for number in range(1, 5))
BEGIN = datetime(2021, 7, 5, tzinfo=UTC)


def row(name: str, key: UUID, second: UUID | None = None, day: int = 0) -> VisitRow:
    start = BEGIN + timedelta(days=day)
    return VisitRow(
        uuid4(), 1, start, start + timedelta(hours=1), False, "phone", name, key, second
    )


def test_visits_with_the_same_phone_are_one_person() -> None:
    (person,) = people_in([row("Lê An", PHONE), row("Lê An", PHONE)])
    assert len(person.visits) == 2


def test_different_phones_are_two_people() -> None:
    assert len(people_in([row("Lê An", PHONE), row("Lê An", OTHER_PHONE)])) == 2


def test_an_id_joins_two_phones() -> None:
    (person,) = people_in([row("Lê An", PHONE, ID), row("Lê An", OTHER_PHONE, ID)])
    assert person.keys == {PHONE, OTHER_PHONE, ID}


def test_keys_join_through_others() -> None:
    rows = [row("A B", ID), row("A B", OTHER_PHONE, OTHER_ID), row("A B", PHONE, ID)]
    assert len(people_in([*rows, row("A B", PHONE, OTHER_ID)])) == 1


def test_the_newest_visit_comes_first() -> None:
    (person,) = people_in([row("Lê An", PHONE, day=day) for day in (1, 3, 2)])
    assert [visit.checked_in.day for visit in person.visits] == [8, 7, 6]


def test_a_person_is_called_by_the_commonest_name() -> None:
    names = ["Lê An", "Lê Văn An", "Lê Văn An"]
    (person,) = people_in([row(name, PHONE, day=day) for day, name in enumerate(names)])
    assert (person.name, person.other_names) == ("Lê Văn An", ("Lê An",))


def test_of_equally_common_names_the_latest_is_shown() -> None:
    (person,) = people_in([row("Lê Văn An", PHONE, day=1), row("Lê Thị An", PHONE, day=2)])
    assert person.name == "Lê Thị An"


def test_the_same_name_in_capitals_is_not_another_name() -> None:
    rows = [row("LÊ AN", PHONE), row("Lê An", PHONE), row("Lê An", PHONE)]
    (person,) = people_in(rows)
    assert (person.name, person.other_names) == ("Lê An", ())


def test_a_shorter_form_of_the_name_is_no_cause_for_doubt() -> None:
    (person,) = people_in([row("Lê Văn An", PHONE), row("Lê An", PHONE)])
    assert not person.doubtful


def test_another_name_under_the_same_phone_is_doubtful() -> None:
    (person,) = people_in([row("Lê Văn An", PHONE), row("Trần Thị Bé", PHONE)])
    assert person.doubtful


def test_a_person_is_keyed_by_the_phone_rather_than_the_id() -> None:
    rows = [row("Lê An", ID), row("Lê An", ID), row("Lê An", PHONE, ID)]
    (person,) = people_in(rows)
    assert person.key == PHONE
