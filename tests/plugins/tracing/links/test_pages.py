"""The pages that join persons and part them."""

from typing import Any

import pytest
from django.test import Client

from people.blind import phone_key
from plugins.tracing.links.models import PersonLink
from tests.factories.declarations import VisitFactory

PHONE, OTHER_PHONE = "+84912345678", "+84987654321"
KEY, OTHER = phone_key(PHONE), phone_key(OTHER_PHONE)
PERSON = f"/admin/tracing/people/{KEY}/"
REASON = "Điều tra ca bệnh tại chợ"

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(client: Client, official: Any) -> Client:
    """The official's browser after a reason was given."""
    client.force_login(official)
    client.post("/admin/tracing/reason/", {"reason": REASON})
    return client


@pytest.fixture
def two_phones() -> None:
    """Lê Văn An under two phones, born in 1990 by either."""
    for phone in (PHONE, OTHER_PHONE):
        VisitFactory(phone=phone, name="Lê Văn An", details={"birth": "12/03/1990"})


def text(response: Any) -> str:
    return response.content.decode()


def test_a_likely_double_is_pointed_out_in_the_list(asking: Client, two_phones: None) -> None:
    found = asking.post("/admin/tracing/", {"question": "Lê Văn An", "reason": REASON}, follow=True)
    assert text(found).count(f"people/{KEY}/join/") == 1
    assert "1990" in text(found)


def test_the_same_name_alone_is_no_likely_double(asking: Client) -> None:
    for phone, born in ((PHONE, "1990"), (OTHER_PHONE, "1991")):
        VisitFactory(phone=phone, name="Lê Văn An", details={"birth": born})
    found = asking.post("/admin/tracing/", {"question": "Lê Văn An", "reason": REASON}, follow=True)
    assert "/join/" not in text(found)


def test_namesakes_are_listed_with_their_phones(asking: Client, two_phones: None) -> None:
    page = text(asking.get(f"{PERSON}join/"))
    assert str(OTHER) in page
    assert "0987 654 321" in page


def test_joining_leads_back_to_the_person(asking: Client, two_phones: None) -> None:
    page = asking.post(f"{PERSON}join/", {"others": [OTHER], "reason": REASON}, follow=True)
    assert page.redirect_chain == [(PERSON, 302)]
    assert f"decisions/{PersonLink.objects.get().pk}/undo/" in text(page)


def test_someone_of_another_name_is_joined_by_phone(asking: Client, two_phones: None) -> None:
    VisitFactory(phone="+84905555555", name="Lê An")
    asking.post(f"{PERSON}join/", {"number": "0905 555 555", "reason": REASON})
    assert PersonLink.objects.count() == 1


@pytest.mark.parametrize("number", ["", "0905 000 000", "Lê An", "12345"])
def test_whom_nobody_knows_cannot_be_joined(asking: Client, two_phones: None, number: str) -> None:
    page = asking.post(f"{PERSON}join/", {"number": number, "reason": REASON})
    assert page.status_code == 200
    assert "error-message" in text(page)
    assert number in text(page)
    assert not PersonLink.objects.exists()


def test_parting_leads_to_the_other_person(asking: Client) -> None:
    VisitFactory(phone=PHONE, name="Lê Văn An")
    VisitFactory(phone=PHONE, name="Trần Thị Bé")
    page = asking.post(f"{PERSON}part/", {"names": ["Trần Thị Bé"], "reason": REASON}, follow=True)
    assert "Trần Thị Bé" in text(page)
    assert "Lê Văn An" not in text(page)


def test_parting_needs_a_name(asking: Client) -> None:
    VisitFactory(phone=PHONE, name="Lê Văn An")
    VisitFactory(phone=PHONE, name="Trần Thị Bé")
    page = asking.post(f"{PERSON}part/", {"reason": REASON})
    assert "error-message" in text(page)
    assert not PersonLink.objects.exists()


def test_a_decision_is_taken_back_from_the_person_s_page(asking: Client, two_phones: None) -> None:
    asking.post(f"{PERSON}join/", {"others": [OTHER], "reason": REASON})
    asking.post(f"{PERSON}decisions/{PersonLink.objects.get().pk}/undo/")
    assert PersonLink.objects.get().undone_at is not None


@pytest.mark.parametrize("what", ["join", "part"])
def test_an_unknown_person_leads_back_with_a_message(asking: Client, what: str) -> None:
    page = asking.get(f"{PERSON}{what}/", follow=True)
    assert page.redirect_chain == [(PERSON, 302)]
    assert "messages" in text(page)
