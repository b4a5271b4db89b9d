"""A privacy officer, and someone whose look-ups are read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit import append_only
from audit.models import AuditEntry
from audit.services import record
from people.blind import phone_key
from portal.roles import Role
from tests.factories.accounts import UserFactory, give_jurisdiction
from tests.factories.areas import AreaFactory

PHONE, ID = "+84912345678", "001090123456"
KEY = f"key:{phone_key(PHONE).hex}"
REQUEST = {"name": "Lê Văn An", "phone": "0912 345 678", "reason": "Đơn số 12"}


@pytest.fixture
def officer(client: Client) -> Client:
    """A privacy officer's browser."""
    user = UserFactory(username="baove", role=Role.PRIVACY, everywhere=True)
    client.force_login(user)
    return client


@pytest.fixture
def official() -> Any:
    """Someone who looks people up."""
    user = UserFactory(username="truyvet", first_name="Bình", last_name="Trần", role=Role.TRACING)
    give_jurisdiction(user, areas=[AreaFactory(name="Phường Hà Cầu")])
    return user


def look_up(user: Any, question: str = KEY, action: str = "open_person", **more: Any) -> AuditEntry:
    return record(user, action, **{"reason": "Ca bệnh chợ", "question": question, **more})


def text(response: Any) -> str:
    return (
        b"".join(response.streaming_content) if response.streaming else response.content
    ).decode()


def told(officer: Client, **more: str) -> str:
    return text(officer.post(reverse("audit_tell"), {**REQUEST, **more}, follow=True))


@pytest.fixture
def unguarded(db: None) -> None:
    """The database as its owner may have made it: it lets the record be changed."""
    append_only.uninstall()
