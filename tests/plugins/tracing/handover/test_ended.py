"""A hand-over that ended pays out no longer: runs, their persons for a case, files made before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEntry
from people.blind import phone_key
from plugins.tracing import cases
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.handover import services
from plugins.tracing.models import Case, HandOver, Spread
from plugins.tracing.spread import running
from plugins.tracing.spread import services as runs
from plugins.tracing.spread.limits import Limits
from tests.plugins.tracing.exports.conftest import made, private_root, work
from tests.plugins.tracing.handover.conftest import KEY, OTHER_PHONE, Wards

__all__ = ["made", "private_root", "work"]  # fixtures
pytestmark = pytest.mark.django_db
OTHER = phone_key(OTHER_PHONE)


@pytest.fixture
def handed(wards: Wards) -> HandOver:
    """The other ward handed the visits over."""
    row = services.ask(wards.asker, KEY, wards.theirs)
    return services.grant(row.pk, wards.decider, days=7)


@pytest.fixture
def run(wards: Wards, handed: HandOver) -> Spread:
    """A run that found whom the person met there."""
    run = runs.start(wards.asker, KEY, "Lê Văn An", Limits(orders=1))
    running.run(run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def page(client: Client, wards: Wards) -> Client:
    client.force_login(wards.asker.user)
    client.post("/admin/tracing/reason/", {"reason": wards.asker.reason})
    return client


def shown(page: Client, run: Spread) -> list[Any]:
    found = page.get(f"/admin/tracing/spread/{run.pk}/").context["page"].object_list
    return [contact.key for contact in found]


def test_while_it_holds_a_run_shows_whom_it_found(page: Client, run: Spread) -> None:
    assert shown(page, run) == [OTHER]


def test_looking_at_them_is_recorded(page: Client, run: Spread) -> None:
    shown(page, run)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.details["what"], entry.details["keys"]) == ("run", [OTHER.hex])
    assert entry.reason == run.reason


def test_afterwards_a_run_shows_nobody_seen_by_it_alone(
    page: Client, run: Spread, handed: HandOver, wards: Wards
) -> None:
    services.revoke(handed.pk, wards.decider)
    assert shown(page, run) == []


@pytest.mark.parametrize("ended", [False, True])
def test_nor_do_they_get_into_a_case(
    page: Client, run: Spread, handed: HandOver, wards: Wards, ended: bool
) -> None:
    case = cases.open_case(
        Case(number="HD-07", title="A", area=wards.mine), by=wards.asker.user, person=KEY
    )
    if ended:
        services.revoke(handed.pk, wards.decider)
    given = {"case": case.pk, "order": "1", "which": "all"}
    page.post(f"/admin/tracing/spread/{run.pk}/add/", given)
    assert case.members.filter(key=OTHER).exists() is not ended


def test_a_run_whose_case_was_closed_shows_nobody(page: Client, run: Spread, wards: Wards) -> None:
    Case.objects.create(number="HD-07", title="A", area=wards.mine, status="closed")
    Spread.objects.update(reason="HD-07")
    assert shown(page, run) == []
    added = page.get(f"/admin/tracing/spread/{run.pk}/add/")
    assert added.url == f"/admin/tracing/spread/{run.pk}/"


@pytest.mark.parametrize("ended", [False, True])
def test_a_file_made_under_it_is_not_handed_out(
    page: Client, handed: HandOver, wards: Wards, made: Callable[..., Export], ended: bool
) -> None:
    export = made(wards.asker, Kind.VISITS, key=KEY.hex)
    if ended:
        services.revoke(handed.pk, wards.decider)
    answer = page.post(f"/admin/tracing/exports/{export.pk}/file/")
    assert answer.streaming is not ended
    export.refresh_from_db()
    assert export.state == ExportState.READY


def test_nor_when_its_case_was_closed(
    page: Client, wards: Wards, made: Callable[..., Export]
) -> None:
    export = made(wards.asker, Kind.VISITS, key=KEY.hex)
    Case.objects.create(number="HD-07", title="A", area=wards.mine, status="closed")
    Export.objects.update(reason="HD-07")
    assert not page.post(f"/admin/tracing/exports/{export.pk}/file/").streaming
