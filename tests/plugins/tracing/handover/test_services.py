"""Asking for a person's visits in another area, and what an answer does."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from plugins.tracing import services as tracing
from plugins.tracing.errors import BadQuestion, NoReason, NotAllowed
from plugins.tracing.handover import services
from plugins.tracing.handover.models import HandOver, HandOverState
from plugins.tracing.models import Case
from plugins.tracing.reasons import Asker
from portal.roles import Role
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.handover.conftest import KEY, PHONE, Wards, account

pytestmark = pytest.mark.django_db


def seen(asker: Asker) -> int:
    """How many visits of PHONE the account finds."""
    person = tracing.history(asker, KEY).person
    return len(person.visits) if person else 0


def test_a_history_counts_what_lies_elsewhere(wards: Wards) -> None:
    assert tracing.history(wards.asker, KEY).elsewhere == {wards.theirs.path: 2}
    assert AuditEntry.objects.get().details["elsewhere"] == 2


def test_asking_shows_nothing_yet(wards: Wards) -> None:
    services.ask(wards.asker, KEY, wards.theirs)
    assert seen(wards.asker) == 1


def test_a_request_knows_what_it_is_about(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    assert (row.name, row.visits, row.reason) == ("Lê Văn An", 2, "Ca bệnh ở chợ")
    assert row.keys == [str(KEY)]


def test_a_request_counts_what_a_grant_opens_in_the_areas_below_too(wards: Wards) -> None:
    below = VenueFactory(area=AreaFactory(parent=wards.theirs))
    VisitFactory(venue=below, phone=PHONE, name="Lê Văn An", checked_in=at("2021-07-08 08:00"))
    row = services.ask(wards.asker, KEY, wards.theirs)
    assert row.visits == 3
    services.grant(row.pk, wards.decider, days=7)
    assert seen(wards.asker) == 1 + row.visits


def test_a_request_does_not_tell_a_name_that_its_account_may_not_know(wards: Wards) -> None:
    stranger = account(areas=[AreaFactory()])
    assert services.ask(stranger, KEY, wards.theirs).name == ""


def test_a_case_is_named(wards: Wards) -> None:
    Case.objects.create(number="C-1", title="Chợ", area=wards.mine)
    row = services.ask(Asker(wards.asker.user, "c-1"), KEY, wards.theirs)
    assert row.case.number == "C-1"
    assert AuditEntry.objects.get().details["case"] == "C-1"


def test_a_grant_shows_the_visits_to_its_asker(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.grant(row.pk, wards.decider, days=7)
    history = tracing.history(wards.asker, KEY)
    assert history.person is not None
    assert (len(history.person.visits), history.elsewhere) == (3, {})
    met = tracing.contacts(wards.asker, KEY).contacts
    assert [contact.person.name for contact in met] == ["Trần Thị Bé"]


def test_to_nobody_else(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.grant(row.pk, wards.decider, days=7)
    assert seen(account(areas=[wards.mine])) == 1


def test_a_grant_ends_with_its_time(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.grant(row.pk, wards.decider, days=1)
    HandOver.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert seen(wards.asker) == 1
    assert tracing.contacts(wards.asker, KEY).contacts == []


@pytest.mark.parametrize("end", ["revoke", "withdraw"])
def test_a_grant_can_be_ended(wards: Wards, end: str) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.grant(row.pk, wards.decider, days=7)
    if end == "revoke":
        services.revoke(row.pk, wards.decider)
    else:
        services.withdraw(row.pk, wards.asker)
    assert seen(wards.asker) == 1


def test_a_refusal_shows_nothing(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.refuse(row.pk, wards.decider)
    assert seen(wards.asker) == 1


def test_a_closed_account_loses_what_was_handed_to_it(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.grant(row.pk, wards.decider, days=7)
    wards.asker.user.is_active = False
    with pytest.raises(NotAllowed):
        tracing.history(wards.asker, KEY)


def test_every_step_is_recorded(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.grant(row.pk, wards.decider, days=7)
    services.revoke(row.pk, wards.decider)
    entries = AuditEntry.objects.order_by("pk")
    assert [(e.action, e.details["what"], e.account_id) for e in entries] == [
        ("handover", "asked", wards.asker.user.pk),
        ("handover", "granted", wards.decider.user.pk),
        ("handover", "revoked", wards.decider.user.pk),
    ]
    assert {e.question for e in entries} == {f"key:{KEY.hex}"}
    assert [e.address for e in entries] == ["10.0.0.7", "10.0.0.8", "10.0.0.8"]


@pytest.mark.parametrize("days", [0, -1, 31, 10_000])
def test_days_have_limits(wards: Wards, days: int) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    with pytest.raises(BadQuestion):
        services.grant(row.pk, wards.decider, days=days)


def test_a_request_is_answered_once(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.refuse(row.pk, wards.decider)
    with pytest.raises(BadQuestion):
        services.grant(row.pk, wards.decider, days=7)
    assert HandOver.objects.get().state == HandOverState.REFUSED


def test_the_same_is_not_asked_twice(wards: Wards) -> None:
    services.ask(wards.asker, KEY, wards.theirs)
    with pytest.raises(BadQuestion):
        services.ask(wards.asker, KEY, wards.theirs)


def test_after_a_refusal_one_may_ask_again(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.refuse(row.pk, wards.decider)
    assert services.ask(wards.asker, KEY, wards.theirs).pk != row.pk


def test_there_is_nothing_to_ask_where_nothing_is(wards: Wards) -> None:
    with pytest.raises(BadQuestion):
        services.ask(wards.asker, KEY, AreaFactory())
    with pytest.raises(BadQuestion):
        services.ask(wards.asker, KEY, wards.mine)


def test_old_requests_go_with_the_visits_but_for_those_that_hold(wards: Wards) -> None:
    others = [account(areas=[wards.mine]) for _ in range(2)]
    rows = [services.ask(asker, KEY, wards.theirs) for asker in (wards.asker, *others)]
    services.grant(rows[1].pk, wards.decider, days=7)
    HandOver.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(
        asked_at=timezone.now() - timedelta(days=31)
    )
    assert services.forget_old(timezone.now()) == 1
    assert set(HandOver.objects.values_list("pk", flat=True)) == {rows[1].pk, rows[2].pk}


def test_asking_in_vain_is_recorded_too(wards: Wards) -> None:
    with pytest.raises(BadQuestion):
        services.ask(wards.asker, KEY, AreaFactory())
    entry = AuditEntry.objects.get()
    assert (entry.question, entry.results) == (f"key:{KEY.hex}", 0)


def test_asking_needs_a_reason(wards: Wards) -> None:
    with pytest.raises(NoReason):
        services.ask(Asker(wards.asker.user, ""), KEY, wards.theirs)


def test_asking_needs_the_right_to_trace(wards: Wards) -> None:
    with pytest.raises(NotAllowed):
        services.ask(account(Role.WARD_EDITOR, areas=[wards.mine]), KEY, wards.theirs)


DECISIONS: dict[str, Any] = {
    "grant": lambda pk, by: services.grant(pk, by, days=7),
    "refuse": services.refuse,
    "revoke": services.revoke,
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_only_officials_of_the_area_answer(wards: Wards, decision: str) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    others = [
        wards.asker,
        account(areas=[wards.mine]),
        account(areas=[wards.theirs], sectors=["health"]),
        account(Role.WARD_EDITOR, areas=[wards.theirs]),
        account(Role.DEPARTMENT, everywhere=True),
    ]
    for other in others:
        with pytest.raises(NotAllowed):
            DECISIONS[decision](row.pk, other)
    assert HandOver.objects.get().state == HandOverState.ASKED


def test_nobody_answers_oneself(wards: Wards) -> None:
    both = account(areas=[wards.theirs], sectors=["health"])
    row = services.ask(both, KEY, wards.theirs)
    with pytest.raises(NotAllowed):
        services.grant(row.pk, both, days=7)


def test_nobody_withdraws_what_another_asked(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    with pytest.raises(BadQuestion):
        services.withdraw(row.pk, wards.decider)


def test_the_officials_of_the_province_may_answer_too(wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    province = account(areas=[wards.theirs.get_parent()])
    assert services.waiting(province.user) == 1
    services.grant(row.pk, province, days=7)
    assert services.waiting(province.user) == 0
    assert seen(wards.asker) == 3


def test_areas_elsewhere_come_with_names_and_requests(
    wards: Wards, django_assert_num_queries: Any
) -> None:
    services.ask(wards.asker, KEY, wards.theirs)
    VisitFactory(phone=PHONE, venue=VenueFactory(area=AreaFactory(name="Lào Cai")))
    counts = tracing.history(wards.asker, KEY).elsewhere
    with django_assert_num_queries(2):
        found = services.elsewhere(wards.asker.user, {KEY}, counts)
    assert [(e.area.name, e.above, e.visits, bool(e.asked)) for e in found] == [
        ("Yên Nghĩa", "Hà Nội", 2, True),
        ("Lào Cai", "", 1, False),
    ]
