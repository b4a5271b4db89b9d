"""Looking up: who may, why, and what the record keeps of it."""

from typing import Any

import pytest
from django.utils.translation import override

from audit.models import AuditEntry
from people.blind import id_key, phone_key
from plugins.tracing import recording, services
from plugins.tracing.errors import NoReason, NotAllowed
from plugins.tracing.models import Case, CaseStatus
from plugins.tracing.periods import Period
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONE, OTHER_PHONE = "+84912345678", "+84987654321"
KEY = phone_key(PHONE)

pytestmark = pytest.mark.django_db


def look_ups(asker: Asker) -> dict[str, Any]:
    """The three kinds of look-up, ready to be made."""
    return {
        "search": lambda: services.search(asker, parse_question("0912345678")),
        "open_person": lambda: services.history(asker, KEY),
        "contacts": lambda: services.contacts(asker, KEY),
    }


ALL = ("search", "open_person", "contacts")


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.WARD_EDITOR, Role.GATE, ()])
def test_other_roles_may_not_look_up(kind: str, role: Any) -> None:
    user = UserFactory(role=role, everywhere=True)
    with pytest.raises(NotAllowed):
        look_ups(Asker(user, "Điều tra ca bệnh"))[kind]()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("reason", ["", "   ", "vì", "abcd", "x" * 301])
def test_a_look_up_needs_a_reason(kind: str, reason: str, official: Any) -> None:
    with pytest.raises(NoReason):
        look_ups(Asker(official, reason))[kind]()


@pytest.mark.parametrize("kind", ALL)
def test_every_look_up_is_recorded(kind: str, asker: Asker) -> None:
    VisitFactory(phone=PHONE)
    look_ups(asker)[kind]()
    entry = AuditEntry.objects.get()
    assert entry.account == asker.user
    assert (entry.action, entry.reason, entry.address) == (kind, asker.reason, asker.address)
    assert entry.question == f"key:{KEY.hex}"
    assert entry.results == (0 if kind == "contacts" else 1)
    assert entry.details["engine"] == "database"


@pytest.mark.parametrize("kind", ALL)
def test_what_cannot_be_recorded_is_not_answered(
    kind: str, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(recording, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        look_ups(asker)[kind]()


def test_the_record_tells_neither_phone_nor_name(asker: Asker) -> None:
    for typed in ("0912345678", "Nguyễn Văn Thường"):
        services.search(asker, parse_question(typed))
    text = " ".join(f"{entry.question} {entry.details}" for entry in AuditEntry.objects.all())
    assert "912345678" not in text
    assert "Thường" not in text
    assert "thuong" not in text


def test_an_open_case_is_reason_enough_and_is_recorded(official: Any) -> None:
    Case.objects.create(number="C-1", title="Chợ", area=AreaFactory())
    services.history(Asker(official, "c-1"), KEY)
    entry = AuditEntry.objects.get()
    assert (entry.reason, entry.details["case"]) == ("C-1", "C-1")


def test_a_closed_case_is_none(official: Any) -> None:
    Case.objects.create(
        number="HD-2021-01", title="Chợ", area=AreaFactory(), status=CaseStatus.CLOSED
    )
    with override("en"), pytest.raises(NoReason, match="closed"):
        services.history(Asker(official, "HD-2021-01"), KEY)


def test_another_area_s_case_is_only_words() -> None:
    Case.objects.create(number="HD-2021-01", title="Chợ", area=AreaFactory())
    user = UserFactory(role=Role.TRACING, areas=[AreaFactory()])
    services.history(Asker(user, "HD-2021-01"), KEY)
    assert "case" not in AuditEntry.objects.get().details


def test_the_period_is_recorded(asker: Asker) -> None:
    services.history(asker, KEY, Period(at("2021-07-05 00:00"), None))
    assert AuditEntry.objects.get().details["from"] == "2021-07-05T00:00:00+07:00"


def test_a_number_that_may_be_two_finds_both_people(asker: Asker) -> None:
    VisitFactory(phone=PHONE, name="Lê Điện Thoại")
    VisitFactory(phone=None, id_number="912345678", name="Trần Chứng Minh")
    found = services.search(asker, parse_question("912345678"))
    assert {person.name for person in found.people} == {"Lê Điện Thoại", "Trần Chứng Minh"}


def test_people_are_paged(asker: Asker) -> None:
    names = [f"Lê Văn {letter}" for letter in "ABCDE"]
    for name in names:
        VisitFactory(name=name)
    pages = [
        services.search(asker, parse_question("le van"), page=page, per_page=2)
        for page in (1, 2, 3, 4)
    ]
    assert [[person.name for person in page.people] for page in pages] == [
        names[:2], names[2:4], names[4:], [],
    ]  # fmt: skip
    assert {page.total for page in pages} == {5}


def test_more_people_than_are_listed_is_said(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.tracing.finding.PEOPLE_LIMIT", 3)
    for letter in "ABCD":
        VisitFactory(name=f"Lê Văn {letter}")
    found = services.search(asker, parse_question("le van"))
    assert (found.total, found.complete) == (3, False)


def test_an_unknown_person_has_no_history(asker: Asker) -> None:
    assert services.history(asker, KEY).person is None
    assert services.contacts(asker, KEY).contacts == []


def test_the_margin_is_a_setting(asker: Asker, settings: Any) -> None:
    venue = VenueFactory()
    for phone, start, end in ((PHONE, "08:00", "09:00"), (OTHER_PHONE, "09:10", "10:00")):
        VisitFactory(
            venue=venue,
            phone=phone,
            checked_in=at(f"2021-07-05 {start}"),
            checked_out=at(f"2021-07-05 {end}"),
        )
    assert services.contacts(asker, KEY).contacts == []
    settings.PLUGIN_SETTINGS = {"tracing": {"margin_minutes": 30}}
    assert [contact.minutes for contact in services.contacts(asker, KEY).contacts] == [20]


@pytest.fixture
def crowd() -> None:
    """Thirty people whom PHONE met at ten venues."""
    for number in range(10):
        venue = VenueFactory()
        VisitFactory(venue=venue, phone=PHONE, name="Nguyễn Văn Thường")
        for guest in range(3):
            VisitFactory(venue=venue, phone=f"+8490000{number:02d}{guest:02d}")


# Besides the visits: jurisdiction 2, permissions 2, case 1, record 4 (with its savepoint).
@pytest.mark.usefixtures("crowd")
def test_queries_do_not_grow_with_the_answer(asker: Asker, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(13):
        services.search(asker, parse_question("0912345678"))
    with django_assert_max_num_queries(17):
        services.search(asker, parse_question("nguyen van thuongg"))
    with django_assert_max_num_queries(12):
        services.history(asker, KEY)
    with django_assert_max_num_queries(15):
        assert len(services.contacts(asker, KEY).contacts) == 30
    with django_assert_max_num_queries(18):
        services.contacts(asker, KEY, order=2)


def test_a_day_finds_who_came_the_evening_before_and_stayed(asker: Asker) -> None:
    VisitFactory(phone=PHONE, checked_in=at("2021-07-04 22:00"), checked_out=at("2021-07-05 02:00"))
    assert services.search(asker, parse_question("0912345678 5/7/2021")).total == 1
    assert services.search(asker, parse_question("0912345678 6/7/2021")).total == 0


def test_a_typed_day_goes_before_the_days_of_the_inquiry(asker: Asker) -> None:
    VisitFactory(phone=PHONE, checked_in=at("2021-07-05 08:00"), checked_out=at("2021-07-05 09:00"))
    other_days = Period(at("2021-07-10 00:00"), at("2021-07-12 00:00"))
    assert services.search(asker, parse_question("0912345678 5/7/2021"), other_days).total == 1


@pytest.mark.parametrize("kind", ["open_person", "contacts"])
def test_a_look_up_names_the_person_by_all_numbers(kind: str, asker: Asker) -> None:
    VisitFactory(phone=PHONE, id_number="001090123456")
    look_ups(asker)[kind]()
    keys = {KEY.hex, id_key("001090123456").hex}
    assert set(AuditEntry.objects.get().details["keys"]) == keys


def test_a_number_seen_in_other_areas_only_leads_there(asker: Asker) -> None:
    VisitFactory(phone=PHONE)
    stranger = Asker(UserFactory(role=Role.TRACING, areas=[AreaFactory()]), asker.reason)
    found = services.search(stranger, parse_question("0912345678"))
    assert (found.total, found.elsewhere) == (0, KEY)
    assert services.search(asker, parse_question("0912345678")).elsewhere is None
    assert services.search(stranger, parse_question("0987654321")).elsewhere is None
