"""Telling a person: which entries are about them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils.translation import override

from audit import telling
from audit.keys import Names, hexes
from audit.models import AuditEntry
from audit.services import record
from audit.telling import Asked
from people.blind import phone_key
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
KEY, OTHER = phone_key("+84912345678"), phone_key("+84987654321")
ASKED = Asked("Lê Văn An", "0912 345 678", "", "Đơn số 12", frozenset({KEY}))


@pytest.fixture
def official(db: None) -> Any:
    return UserFactory(username="truyvet")


def named(user: Any, *keys: UUID, action: str = "contacts", **details: Any) -> AuditEntry:
    """An entry about somebody else that names these persons."""
    details = {"keys": hexes(keys), **details}
    return record(user, action, reason="Ca bệnh", question=f"key:{OTHER.hex}", details=details)


def deeds(asked: Asked = ASKED) -> list[str]:
    with override("en"):
        return [str(line.deed) for line in telling.tell(asked, None, None).lines]


@pytest.mark.parametrize(
    ("details", "deed"),
    [
        ({"what": "phones"}, "Phone shown in a case"),
        ({"what": "calls"}, "Phone on a call list"),
        ({"what": "finished"}, "Found as a contact"),
        ({"action": "export"}, "On a list that was taken out"),
        ({"action": "change", "person": "joined"}, "Record changed"),
    ],
)
def test_who_is_named_among_others_is_told_what_was_done(
    official: Any, details: dict[str, Any], deed: str
) -> None:
    named(official, KEY, OTHER, **details)
    assert deeds() == [deed]


def test_who_was_asked_for_is_told_that(official: Any) -> None:
    record(official, "open_person", question=f"key:{KEY.hex}", details={"keys": [KEY.hex]})
    assert deeds() == ["Person opened"]


def test_an_entry_that_names_somebody_else_is_left_out(official: Any) -> None:
    named(official, OTHER)
    assert deeds() == []


def test_any_of_several_keys_finds(official: Any) -> None:
    number = uuid4()
    first, second = named(official, KEY), named(official, number)
    asked = Asked("Lê Văn An", "", "", "Đơn số 12", frozenset({KEY, number}))
    assert telling.look_ups_of(asked) == [second.pk, first.pk]


def test_the_case_is_told(official: Any) -> None:
    named(official, KEY, what="phones", case="HD-7")
    assert [line.case for line in telling.tell(ASKED, None, None).lines] == ["HD-7"]


def test_the_newest_are_listed_and_all_are_counted(
    official: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_LISTED", 2)
    entries = [named(official, KEY) for _ in range(3)]
    told = telling.tell(ASKED, None, None)
    assert [line.entry.pk for line in told.lines] == [entries[2].pk, entries[1].pk]
    assert not told.complete
    assert AuditEntry.objects.latest("pk").results == 3


def test_queries_do_not_grow_with_the_entries(
    official: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        named(official, KEY)
    with django_assert_max_num_queries(13):
        telling.tell(ASKED, official, None)


def test_details_that_name_thousands_are_not_read(official: Any) -> None:
    named(official, KEY, *(uuid4() for _ in range(50)))
    (line,) = telling.tell(ASKED, None, None).lines
    assert line.case == ""
    assert "details" in line.entry.get_deferred_fields()


def test_among_many_entries_an_index_finds_those_that_name_the_person(official: Any) -> None:
    entries = [
        AuditEntry(
            at="2021-07-05T08:00:00Z",
            account_name="truyvet",
            action="search",
            question=f"key:{n}",
            details={"keys": [uuid4().hex]} if n % 10 == 0 else {"engine": "database"},
        )
        for n in range(20_000)
    ]
    AuditEntry.objects.bulk_create(entries, batch_size=5000)
    entry = named(official, KEY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_auditentry")
    found = AuditEntry.objects.filter(Names([KEY])).order_by()
    assert list(found) == [entry]
    if connection.vendor == "postgresql":  # SQLite has no such index and reads them all
        plan = found.values("pk").explain()
        assert "audit_entry_keys" in plan
        assert "Seq Scan" not in plan
