"""Every role against every address of the admin that is ours (every_address.py, worlds.py)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, reverse

from audit.models import AuditEntry
from plugins.tracing import indexer
from plugins.tracing.engines import engine
from plugins.tracing.engines.client import patient_client
from plugins.tracing.indices import drop_all
from tests.plugins.tracing.every_address import (
    ABSENT,
    LOOK_UPS,
    LOOK_UPS_OF_A_CASE,
    LOOK_UPS_OF_A_RUN,
    NO_LOOK_UPS,
    WHO,
    addresses,
)
from tests.plugins.tracing.worlds import SECRETS, World, make_account, two_worlds

pytestmark = pytest.mark.django_db
REASON = "Điều tra ca bệnh tại chợ"
EVERYONE = "SDWGTPXONC"
LIMITED = "WGTPXONC"  # who has no business in the other world, by area, by sector or by role
ENGINES = ["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture
def worlds() -> tuple[World, World]:
    """Ours and the other one."""
    return two_worlds()


@pytest.fixture(params=ENGINES)
def on_engine(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """Both worlds as this engine knows them."""
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
    request.getfixturevalue("worlds")
    indexer.sync()
    if settings.ELASTICSEARCH_URL:
        indexer.refresh(patient_client())
    assert engine().name == request.param
    yield
    if settings.ELASTICSEARCH_URL:
        drop_all(patient_client())


def browser(account: Any) -> Client:
    """Logged in, with a reason where one is asked for."""
    client = Client()
    client.force_login(account)
    client.post(reverse("tracing_reason"), {"reason": REASON})
    return client


def search_token(client: Client, phone: str) -> str:
    """Of a search for the phone; of none where the account may not search."""
    answer = client.post(reverse("tracing_search"), {"question": phone, "reason": REASON})
    found = answer.status_code == 302 and "/found/" in answer["Location"]
    return answer["Location"].split("/found/")[1].split("/")[0] if found else "none"


def ask(client: Client, address: str) -> HttpResponseBase:
    """The answer to GET, or to POST where GET is not for it."""
    answer = client.get(address)
    return client.post(address, {}) if answer.status_code == 405 else answer


def refused(answer: HttpResponseBase) -> bool:
    """Whether the account was sent away, as Wagtail does it, or told that nothing is there."""
    away = (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    if answer.status_code == 302:
        return answer["Location"].split("?")[0] in away
    return answer.status_code in (403, 404)


def body(answer: HttpResponseBase) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode(errors="replace")


def known_addresses() -> list[tuple[str, URLPattern]]:
    """Those in the table; that all are is a test of its own."""
    return [(name, pattern) for name, pattern in sorted(addresses().items()) if name in WHO]


def test_every_address_stands_in_the_table() -> None:
    assert sorted(set(addresses()) - set(WHO)) == []


def test_every_address_of_tracing_says_whether_it_is_a_look_up() -> None:
    known = [*LOOK_UPS, *LOOK_UPS_OF_A_CASE, *LOOK_UPS_OF_A_RUN, *NO_LOOK_UPS]
    assert len(known) == len(set(known))
    ours = {name for name in addresses() if name.startswith("tracing_")}
    assert sorted(ours - set(known)) == []


@pytest.mark.parametrize("letter", EVERYONE)
def test_an_account_reaches_what_its_role_may_and_nothing_else(
    letter: str, worlds: tuple[World, World]
) -> None:
    ours, _other = worlds
    client = browser(make_account(letter, ours.area))
    token = search_token(client, ours.phone)
    wrong = []
    for name, pattern in known_addresses():
        with transaction.atomic():  # each on the same world
            answer = ask(client, ours.address(name, pattern, token))
            transaction.set_rollback(True)
        may = letter in WHO[name]
        absent = may and name in ABSENT and answer.status_code == 404
        if refused(answer) == may and not absent:
            wrong.append((name, answer.status_code))
    assert wrong == []


def tells_or_changes(client: Client, ours: World, other: World, token: str) -> list[tuple]:
    """Addresses that tell of the other world, or change it, asked about either."""
    wrong = []
    before = other.rows()
    for name, pattern in known_addresses():
        own, foreign = (world.address(name, pattern, token) for world in (ours, other))
        for method, address in ((client.get, own), (client.get, foreign), (client.post, foreign)):
            with transaction.atomic():
                told = [secret for secret in SECRETS if secret in body(method(address))]
                changed = other.rows() != before
                transaction.set_rollback(True)
            if told or changed:
                wrong.append((name, method.__name__, told, changed))
    return wrong


@pytest.mark.parametrize("letter", [each for each in LIMITED if each not in "TPO"])
def test_nothing_tells_of_another_area_or_changes_it(
    letter: str, worlds: tuple[World, World]
) -> None:
    ours, other = worlds
    client = browser(make_account(letter, ours.area))
    assert tells_or_changes(client, ours, other, search_token(client, other.phone)) == []


@pytest.mark.usefixtures("on_engine")
@pytest.mark.parametrize("letter", "TP")
def test_nor_does_it_to_tracing_officials_on_either_engine(
    letter: str, worlds: tuple[World, World]
) -> None:
    ours, other = worlds
    client = browser(make_account(letter, ours.area))
    assert tells_or_changes(client, ours, other, search_token(client, other.phone)) == []


def test_a_privacy_officer_changes_nothing(worlds: tuple[World, World]) -> None:
    ours, other = worlds
    client = browser(make_account("O", ours.area))
    found = tells_or_changes(client, ours, other, "none")
    theirs = ("audit_", "declarations_deletionrequest", "declarations_decide_deletion")
    assert [wrong for wrong in found if wrong[3] or not wrong[0].startswith(theirs)] == []


@pytest.mark.parametrize("name", LOOK_UPS)
def test_a_look_up_without_a_reason_asks_for_one(name: str, worlds: tuple[World, World]) -> None:
    ours, _other = worlds
    client = Client()
    client.force_login(make_account("T", ours.area))
    recorded = AuditEntry.objects.count()
    answer = client.get(ours.address(name, addresses()[name], "none"))
    assert answer.status_code == 302
    known = (reverse("tracing_reason"), reverse("tracing_search"))  # a search begins with one
    assert answer["Location"].split("?")[0] in known
    assert AuditEntry.objects.count() == recorded


@pytest.mark.parametrize("name", [*LOOK_UPS, *LOOK_UPS_OF_A_CASE])
def test_a_look_up_is_recorded(name: str, worlds: tuple[World, World]) -> None:
    ours, _other = worlds
    account = make_account("T", ours.area)
    client = browser(account)
    address = ours.address(name, addresses()[name], search_token(client, ours.phone))
    recorded = AuditEntry.objects.count()
    assert client.get(address).status_code == 200
    assert AuditEntry.objects.count() > recorded
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.account_id, entry.address) == (account.pk, "127.0.0.1")
    assert entry.reason or entry.details.get("case") or entry.question.startswith("case:")
    assert "934567812" not in f"{entry.question} {entry.details}"
    assert entry.results is not None


def test_what_is_no_look_up_shows_no_phone(worlds: tuple[World, World]) -> None:
    ours, _other = worlds
    client = browser(make_account("T", ours.area))
    shown = []
    for name, pattern in known_addresses():
        if name not in NO_LOOK_UPS:
            continue
        with transaction.atomic():
            text = body(ask(client, ours.address(name, pattern, "none")))
            transaction.set_rollback(True)
        if "0934 567 812" in text or "+84934567812" in text:
            shown.append(name)
    assert shown == []
