"""Runs from a person outwards: asking, working out, cancelling, going on, the page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from people.blind import phone_key
from plugins.tracing.engines import Answered, answer
from plugins.tracing.errors import BadQuestion, NoReason, NotAllowed
from plugins.tracing.models import Spread, SpreadContact, SpreadMeeting
from plugins.tracing.reasons import Asker
from plugins.tracing.spread import running, services
from plugins.tracing.spread.limits import Limits
from plugins.tracing.spread.models import SpreadState
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
PHONES = [f"+8491234567{n}" for n in range(5)]
KEYS = [phone_key(phone) for phone in PHONES]


@pytest.fixture
def chain() -> list[Any]:
    """0 met 1 on the first day, 1 met 2 on the second, and so on; each at another venue."""
    venues = [VenueFactory(category="shop") for _ in range(4)]
    for day, venue in enumerate(venues, start=1):
        for who in (day - 1, day):
            VisitFactory(
                venue=venue,
                phone=PHONES[who],
                checked_in=at(f"2021-07-0{day} 08:00"),
                checked_out=at(f"2021-07-0{day} 09:00"),
            )
    return venues


def start(asker: Asker, **limits: Any) -> Spread:
    return services.start(asker, KEYS[0], "Lê Văn An", Limits(**limits))


def found(run: Spread) -> dict[Any, int]:
    return dict(SpreadContact.objects.filter(spread=run).values_list("key", "order"))


def test_it_goes_out_order_by_order(asker: Asker, chain: list[Any]) -> None:
    run = start(asker, orders=3)
    running.run(run.pk)
    assert found(run) == {KEYS[1]: 1, KEYS[2]: 2, KEYS[3]: 3}
    run.refresh_from_db()
    assert (run.state, run.found, run.complete) == (SpreadState.DONE, 3, True)


def test_lines_of_the_graph_say_who_met_whom(asker: Asker, chain: list[Any]) -> None:
    run = start(asker, orders=2)
    running.run(run.pk)
    lines = SpreadMeeting.objects.filter(spread=run).order_by("start")
    assert list(lines.values_list("one", "other")) == [(KEYS[0], KEYS[1]), (KEYS[1], KEYS[2])]


def test_nobody_is_ones_own_contact_under_another_key(asker: Asker, chain: list[Any]) -> None:
    VisitFactory(phone=PHONES[0], id_number="001090123456", checked_in=at("2021-07-08 08:00"))
    VisitFactory(
        venue=chain[1],
        phone=None,
        id_number="001090123456",
        checked_in=at("2021-07-02 08:00"),
        checked_out=at("2021-07-02 09:00"),
    )
    run = start(asker, orders=2)
    running.run(run.pk)
    assert found(run) == {KEYS[1]: 1, KEYS[2]: 1, KEYS[3]: 2}


@pytest.mark.parametrize(
    ("limits", "orders"),
    [
        ({"least_minutes": 61}, []),
        ({"categories": ("school",)}, []),
        ({"categories": ("shop",)}, [1, 2]),
        ({"last": at("2021-07-01 00:00").date()}, [1]),
    ],
)
def test_limits_hold_in_every_order(
    asker: Asker, chain: list[Any], limits: dict[str, Any], orders: list[int]
) -> None:
    run = start(asker, **limits)
    running.run(run.pk)
    assert sorted(found(run).values()) == orders


def test_start_and_end_are_recorded_with_the_number(asker: Asker, chain: list[Any]) -> None:
    running.run(start(asker).pk)
    entries = AuditEntry.objects.order_by("pk")
    assert [(e.details["what"], e.results, e.address) for e in entries] == [
        ("started", None, "10.0.0.7"),
        ("finished", 2, "10.0.0.7"),
    ]
    assert {e.question for e in entries} == {f"key:{KEYS[0].hex}"}


def test_whom_it_found_is_named_in_the_record(asker: Asker, chain: list[Any]) -> None:
    running.run(start(asker).pk)
    ended = AuditEntry.objects.get(details__what="finished")
    assert set(ended.details["keys"]) == {KEYS[1].hex, KEYS[2].hex}


def test_many_are_named_in_further_entries(
    asker: Asker, chain: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "KEYS_AN_ENTRY", 1)
    running.run(start(asker).pk)
    entries = AuditEntry.objects.order_by("pk")
    assert [e.details["what"] for e in entries] == ["started", "finished", "part"]
    assert [len(e.details.get("keys", ())) for e in entries] == [0, 1, 1]


def test_an_account_that_lost_its_right_meanwhile_gets_nothing(
    asker: Asker, chain: list[Any]
) -> None:
    run = start(asker)
    asker.user.groups.clear()
    running.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem, found(run)) == (SpreadState.FAILED, "not_allowed", {})


def test_an_account_that_was_closed_meanwhile_gets_nothing(asker: Asker, chain: list[Any]) -> None:
    run = start(asker)
    asker.user.is_active = False
    asker.user.save()
    running.run(run.pk)
    run.refresh_from_db()
    assert (run.state, found(run)) == (SpreadState.FAILED, {})


def test_it_sees_what_the_account_sees(chain: list[Any]) -> None:
    ward = UserFactory(role=Role.TRACING, areas=[chain[0].area])
    run = start(Asker(ward, "Điều tra ca bệnh"), orders=4)
    running.run(run.pk)
    assert found(run) == {KEYS[1]: 1}


def test_a_cancelled_run_is_not_begun(asker: Asker, chain: list[Any]) -> None:
    run = start(asker)
    assert services.cancel(run)
    running.run(run.pk)
    run.refresh_from_db()
    assert (run.state, found(run)) == (SpreadState.CANCELLED, {})
    assert AuditEntry.objects.latest("pk").details["what"] == "cancelled"


def test_a_run_cancelled_in_the_middle_stops_and_keeps_what_it_has(
    asker: Asker, chain: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start(asker, orders=3)
    fetch = running._Order._fetch

    def cancelled_in_order_two(order: Any, keys: Any) -> None:
        if order.order == 2:
            services.cancel(run)
        fetch(order, keys)

    monkeypatch.setattr(running._Order, "_fetch", cancelled_in_order_two)
    running.run(run.pk)
    run.refresh_from_db()
    assert (run.state, found(run)) == (SpreadState.CANCELLED, {KEYS[1]: 1})


def test_after_the_death_of_its_worker_it_goes_on_and_nothing_is_double(
    asker: Asker, chain: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start(asker, orders=3)
    write = running._Order._write

    def dies_after_order_two(order: Any, *, meetings: bool) -> int:
        written = write(order, meetings=meetings)
        if order.order == 2:
            raise SystemExit
        return written

    monkeypatch.setattr(running._Order, "_write", dies_after_order_two)
    with pytest.raises(SystemExit):
        running.run(run.pk)
    monkeypatch.setattr(running._Order, "_write", write)
    running.run(run.pk)
    assert found(run) == {KEYS[1]: 1, KEYS[2]: 2, KEYS[3]: 3}
    assert SpreadMeeting.objects.filter(spread=run).count() == 3


def test_a_part_of_the_first_person_s_visits_is_said_to_be_a_part(
    asker: Asker, chain: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = running._Order._first_person

    def in_part(order: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(
                running, "answer", lambda ask: (answer(ask)[0], Answered("elasticsearch", "", True))
            )
            return first(order)

    monkeypatch.setattr(running._Order, "_first_person", in_part)
    run = start(asker)
    running.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.complete) == (SpreadState.DONE, False)


def test_a_worker_fails_no_run_that_another_has_in_hand(asker: Asker, chain: list[Any]) -> None:
    run = start(asker)
    now = timezone.now()
    Spread.objects.filter(pk=run.pk).update(state=SpreadState.RUNNING, started_at=now)
    running.fail(run.pk, "fault", now - timedelta(seconds=1))
    run.refresh_from_db()
    assert run.state == SpreadState.RUNNING
    running.fail(run.pk, "fault", now)
    run.refresh_from_db()
    assert run.state == SpreadState.FAILED


def test_too_many_people_are_cut_off_by_risk_and_it_is_said(
    asker: Asker, chain: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    VisitFactory(
        venue=chain[0],
        phone=PHONES[4],
        checked_in=at("2021-07-01 08:50"),
        checked_out=at("2021-07-01 09:30"),
    )
    monkeypatch.setattr(running, "PEOPLE_LIMIT", 1)
    run = start(asker, orders=2)
    running.run(run.pk)
    run.refresh_from_db()
    assert (found(run)[KEYS[2]], run.complete) == (2, False)


def test_one_account_has_few_runs_at_once(asker: Asker, chain: list[Any]) -> None:
    for _ in range(services.AT_ONCE):
        start(asker)
    with pytest.raises(BadQuestion):
        start(asker)


def test_without_the_right_or_a_reason_nothing_starts(official: Any) -> None:
    with pytest.raises(NoReason):
        start(Asker(official, ""))
    with pytest.raises(NotAllowed):
        start(Asker(UserFactory(), "Điều tra ca bệnh"))
    assert not Spread.objects.exists()


@pytest.fixture
def page(client: Client, official: Any, chain: list[Any]) -> Client:
    client.force_login(official)
    client.post("/admin/tracing/reason/", {"reason": "Điều tra ca bệnh tại chợ"})
    return client


def test_the_page_starts_a_run_and_shows_whom_it_found(
    page: Client, django_capture_on_commit_callbacks: Any
) -> None:
    given = {"orders": 2, "margin": 0, "least_minutes": 0}
    answer = page.post(f"/admin/tracing/people/{KEYS[0]}/spread/", given, follow=True)
    run = Spread.objects.get()
    assert "data-refreshing" in answer.content.decode()
    running.run(run.pk)
    text = page.get(f"/admin/tracing/spread/{run.pk}/").content.decode()
    assert all(f"/admin/tracing/people/{key}/" in text for key in KEYS[1:3])
    assert "data-refreshing" not in text


def test_a_wrong_limit_is_said_and_what_was_typed_stays(page: Client) -> None:
    given = {"orders": 9, "margin": 7, "least_minutes": 0}
    text = page.post(f"/admin/tracing/people/{KEYS[0]}/spread/", given).content.decode()
    assert 'value="9"' in text
    assert 'value="7"' in text
    assert not Spread.objects.exists()


def test_a_run_is_shown_to_nobody_else(page: Client, asker: Asker) -> None:
    other = UserFactory(role=Role.TRACING, everywhere=True)
    run = start(Asker(other, "Điều tra ca bệnh"))
    assert page.get(f"/admin/tracing/spread/{run.pk}/").status_code == 404
    assert page.post(f"/admin/tracing/spread/{run.pk}/cancel/").status_code == 404


def test_a_run_without_a_sign_of_life_is_told(page: Client, asker: Asker) -> None:
    run = start(asker)
    Spread.objects.update(
        state="running", heartbeat_at=timezone.now() - timedelta(minutes=5), order_now=1
    )
    text = page.get(f"/admin/tracing/spread/{run.pk}/").content.decode()
    assert "data-refreshing" not in text


def test_a_long_list_costs_no_more_queries(
    page: Client, asker: Asker, django_assert_max_num_queries: Any
) -> None:
    run = start(asker, orders=4)
    running.run(run.pk)
    with django_assert_max_num_queries(30):
        page.get(f"/admin/tracing/spread/{run.pk}/")
