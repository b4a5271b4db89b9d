"""Joining and parting persons."""

from contextlib import suppress
from typing import Any

import pytest

from audit.models import Action, AuditEntry
from people.blind import id_key, phone_key
from plugins.tracing import services
from plugins.tracing.errors import BadQuestion, NoReason, NotAllowed
from plugins.tracing.links import services as links
from plugins.tracing.links.models import PersonLink
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONE, OTHER_PHONE, THIRD_PHONE = "+84912345678", "+84987654321", "+84905555555"
KEY, OTHER, THIRD = (phone_key(phone) for phone in (PHONE, OTHER_PHONE, THIRD_PHONE))

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_phones() -> None:
    """Lê Văn An under two phones."""
    VisitFactory(phone=PHONE, name="Lê Văn An")
    VisitFactory(phone=OTHER_PHONE, name="Lê Văn An")


@pytest.fixture
def one_phone() -> None:
    """Two people under one phone."""
    VisitFactory(phone=PHONE, name="Lê Văn An", checked_in=at("2021-07-05 08:00"))
    VisitFactory(phone=PHONE, name="Lê Văn An", checked_in=at("2021-07-06 08:00"))
    VisitFactory(phone=PHONE, name="Trần Thị Bé", checked_in=at("2021-07-05 09:00"))


def names(asker: Asker, key: Any) -> set[str]:
    """Names under which the person with this key is shown."""
    person = services.history(asker, key).person
    return {row.name for row in person.visits} if person else set()


def test_joined_people_have_one_history(asker: Asker, two_phones: None) -> None:
    links.join(asker, KEY, [OTHER])
    for key in (KEY, OTHER):
        person = services.history(asker, key).person
        assert person is not None
        assert len(person.visits) == 2


def test_joined_people_are_found_as_one(asker: Asker, two_phones: None) -> None:
    assert services.search(asker, parse_question("Lê Văn An")).total == 2
    links.join(asker, KEY, [OTHER])
    assert services.search(asker, parse_question("Lê Văn An")).total == 1
    assert services.search(asker, parse_question("0987654321")).total == 1


def test_three_may_be_joined(asker: Asker, two_phones: None) -> None:
    VisitFactory(phone=THIRD_PHONE, name="Lê An")
    links.join(asker, KEY, [OTHER, THIRD])
    person = services.history(asker, THIRD).person
    assert person is not None
    assert {KEY, OTHER, THIRD} <= person.keys


def test_the_joined_are_nobody_s_contacts_of_themselves(asker: Asker, two_phones: None) -> None:
    market = VenueFactory()
    VisitFactory(phone=PHONE, venue=market, checked_in=at("2021-07-05 08:00"))
    VisitFactory(phone=OTHER_PHONE, venue=market, checked_in=at("2021-07-05 08:00"))
    assert len(services.contacts(asker, KEY).contacts) == 1
    links.join(asker, KEY, [OTHER])
    assert services.contacts(asker, KEY).contacts == []


def test_who_is_joined_is_one_contact(asker: Asker, two_phones: None) -> None:
    market = VenueFactory()
    for phone in (PHONE, OTHER_PHONE, THIRD_PHONE):
        VisitFactory(phone=phone, venue=market, checked_in=at("2021-07-05 08:00"))
    links.join(asker, KEY, [OTHER])
    (contact,) = services.contacts(asker, THIRD).contacts
    assert {KEY, OTHER} <= contact.person.keys


def test_a_join_can_be_undone(asker: Asker, two_phones: None) -> None:
    links.join(asker, KEY, [OTHER])
    links.undo(asker, KEY, PersonLink.objects.get().pk)
    assert services.search(asker, parse_question("Lê Văn An")).total == 2
    assert PersonLink.objects.get().undone_by == asker.user


def test_what_was_undone_can_be_decided_again(asker: Asker, two_phones: None) -> None:
    links.join(asker, KEY, [OTHER])
    links.undo(asker, KEY, PersonLink.objects.get().pk)
    links.join(asker, KEY, [OTHER])
    assert services.search(asker, parse_question("Lê Văn An")).total == 1


def test_a_decision_is_undone_once(asker: Asker, two_phones: None) -> None:
    links.join(asker, KEY, [OTHER])
    link = PersonLink.objects.get()
    links.undo(asker, KEY, link.pk)
    with pytest.raises(BadQuestion):
        links.undo(asker, KEY, link.pk)


def test_a_decision_on_others_cannot_be_undone_from_here(asker: Asker, two_phones: None) -> None:
    VisitFactory(phone=THIRD_PHONE)
    links.join(asker, KEY, [OTHER])
    with pytest.raises(BadQuestion):
        links.undo(asker, THIRD, PersonLink.objects.get().pk)


def test_one_person_cannot_be_joined_with_itself(asker: Asker, two_phones: None) -> None:
    links.join(asker, KEY, [OTHER])
    with pytest.raises(BadQuestion):
        links.join(asker, OTHER, [KEY])


def test_two_people_on_one_phone_are_parted(asker: Asker, one_phone: None) -> None:
    other = links.part(asker, KEY, ["Trần Thị Bé"])
    assert names(asker, KEY) == {"Lê Văn An"}
    assert names(asker, other) == {"Trần Thị Bé"}
    assert services.search(asker, parse_question("0912345678")).total == 2


def test_the_parted_are_found_by_their_names(asker: Asker, one_phone: None) -> None:
    other = links.part(asker, KEY, ["Trần Thị Bé"])
    (person,) = services.search(asker, parse_question("Trần Thị Bé")).people
    assert (person.key, person.doubtful) == (other, False)
    assert len(person.visits) == 1


def test_the_parted_may_meet(asker: Asker, one_phone: None) -> None:
    market = VenueFactory()
    for name in ("Lê Văn An", "Trần Thị Bé"):
        VisitFactory(phone=PHONE, name=name, venue=market, checked_in=at("2021-07-07 08:00"))
    other = links.part(asker, KEY, ["Trần Thị Bé"])
    assert [c.person.key for c in services.contacts(asker, KEY).contacts] == [other]
    assert [c.person.key for c in services.contacts(asker, other).contacts] == [KEY]


def test_later_visits_go_where_their_name_belongs(asker: Asker, one_phone: None) -> None:
    other = links.part(asker, KEY, ["Trần Thị Bé"])
    VisitFactory(phone=PHONE, name="TRẦN THỊ BÉ")
    person = services.history(asker, other).person
    assert person is not None
    assert len(person.visits) == 2


def test_names_that_differ_in_an_accent_only_are_parted(asker: Asker) -> None:
    for name in ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng"):
        VisitFactory(phone=PHONE, name=name)
    other = links.part(asker, KEY, ["Nguyễn Văn Hưng"])
    assert names(asker, other) == {"Nguyễn Văn Hưng"}
    assert names(asker, KEY) == {"Nguyễn Văn Hùng"}


def test_a_parting_can_be_undone(asker: Asker, one_phone: None) -> None:
    other = links.part(asker, KEY, ["Trần Thị Bé"])
    links.undo(asker, other, PersonLink.objects.get().pk)
    assert names(asker, KEY) == {"Lê Văn An", "Trần Thị Bé"}


def test_several_names_are_parted_as_one_person(asker: Asker, one_phone: None) -> None:
    VisitFactory(phone=PHONE, name="Trần Bé")
    other = links.part(asker, KEY, ["Trần Thị Bé", "Trần Bé"])
    assert names(asker, other) == {"Trần Thị Bé", "Trần Bé"}
    assert names(asker, KEY) == {"Lê Văn An"}


def test_a_shared_id_is_parted_too(asker: Asker) -> None:
    for name in ("Lê Văn An", "Trần Thị Bé"):
        VisitFactory(phone=PHONE, name=name, id_number="001090123456")
    links.part(asker, KEY, ["Trần Thị Bé"])
    assert names(asker, KEY) == {"Lê Văn An"}
    assert names(asker, id_key("001090123456")) == {"Lê Văn An"}


def test_the_parted_can_be_joined_again(asker: Asker, one_phone: None) -> None:
    other = links.part(asker, KEY, ["Trần Thị Bé"])
    links.join(asker, KEY, [other])
    assert names(asker, KEY) == {"Lê Văn An", "Trần Thị Bé"}


@pytest.mark.parametrize("chosen", [[], ["Lê Văn An", "Trần Thị Bé"], ["Đỗ Cường"]])
def test_a_parting_leaves_someone_on_both_sides(
    chosen: list[str], asker: Asker, one_phone: None
) -> None:
    with pytest.raises(BadQuestion):
        links.part(asker, KEY, chosen)


def test_namesakes_are_offered(asker: Asker, two_phones: None) -> None:
    VisitFactory(phone=THIRD_PHONE, name="Lê Thị An")
    person, others, complete = links.namesakes(asker, KEY)
    assert (person.key, complete) == (KEY, True)
    assert [other.key for other in others] == [OTHER]


def test_of_many_namesakes_those_seen_latest_are_offered(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "MOST_NAMESAKES", 2)
    VisitFactory(phone=PHONE, name="Lê Văn An")
    for day in (3, 9, 5, 8):
        phone = f"+8490555555{day}"
        VisitFactory(phone=phone, name="Lê Văn An", checked_in=at(f"2021-07-0{day} 08:00"))
    _person, others, complete = links.namesakes(asker, KEY)
    assert [other.key for other in others] == [
        phone_key("+84905555559"),
        phone_key("+84905555558"),
    ]
    assert not complete


def test_every_decision_is_recorded_with_its_reason(asker: Asker, two_phones: None) -> None:
    links.join(asker, KEY, [OTHER])
    entry = AuditEntry.objects.get(action=Action.CHANGE)
    assert (entry.account, entry.reason) == (asker.user, asker.reason)
    assert entry.details["person"] == "joined"
    assert set(entry.details["keys"]) == {KEY.hex, OTHER.hex}
    assert PersonLink.objects.get().reason == asker.reason


@pytest.mark.parametrize(
    "look",
    [
        lambda asker: links.is_seen(asker, THIRD),
        lambda asker: links.join(asker, KEY, [THIRD]),
    ],
    ids=["asked", "joined"],
)
def test_a_number_that_is_looked_up_to_join_stands_in_the_record(
    look: Any, asker: Asker, two_phones: None
) -> None:
    with suppress(BadQuestion):
        look(asker)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.question, entry.results) == (Action.SEARCH, f"key:{THIRD.hex}", 0)


@pytest.mark.parametrize(
    "decide",
    [
        lambda asker: links.join(asker, KEY, [OTHER]),
        lambda asker: links.part(asker, KEY, ["Lê Văn An"]),
        lambda asker: links.undo(asker, KEY, 1),
        lambda asker: links.namesakes(asker, KEY),
    ],
)
class TestWho:
    """Who may decide."""

    def test_a_reason_is_needed(self, decide: Any, official: Any, two_phones: None) -> None:
        with pytest.raises(NoReason):
            decide(Asker(official, "vì"))

    def test_other_roles_may_not(self, decide: Any, two_phones: None) -> None:
        user = UserFactory(role=Role.WARD_EDITOR, everywhere=True)
        with pytest.raises(NotAllowed):
            decide(Asker(user, "Điều tra ca bệnh"))

    def test_only_persons_within_the_jurisdiction(self, decide: Any, two_phones: None) -> None:
        user = UserFactory(role=Role.TRACING, areas=[AreaFactory()])
        with pytest.raises(BadQuestion):
            decide(Asker(user, "Điều tra ca bệnh"))


def test_what_others_decided_shows_no_more_than_the_jurisdiction(
    asker: Asker, two_phones: None
) -> None:
    area = AreaFactory()
    VisitFactory(phone=PHONE, name="Lê Văn An", venue=VenueFactory(area=area))
    links.join(asker, KEY, [OTHER])
    user = UserFactory(role=Role.TRACING, areas=[area])
    person = services.history(Asker(user, "Điều tra ca bệnh"), OTHER).person
    assert person is not None
    assert len(person.visits) == 1
