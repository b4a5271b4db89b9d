"""A connected system with a key."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from plugins.declarations import rates
from plugins.declarations.api import keys
from plugins.declarations.api.models import ApiClient
from plugins.declarations.api.scopes import SCOPES
from plugins.declarations.visit_ids import scan_id
from tests.factories.qr_venues import CheckpointFactory


@dataclass
class System:
    """Sends requests with its key."""

    client: ApiClient
    key: str

    def get(self, path: str, **headers: str) -> HttpResponse:
        return Client().get(f"/api/v1/{path}", headers=self._head(headers))

    def post(self, path: str, sent: Any, **headers: str) -> HttpResponse:
        return Client().post(
            f"/api/v1/{path}",
            sent if isinstance(sent, (str, bytes)) else json.dumps(sent),
            content_type="application/json",
            headers=self._head(headers),
        )

    def _head(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }


@pytest.fixture(autouse=True)
def fresh_rates():
    rates.forget()
    yield
    rates.forget()


@pytest.fixture
def connect(db):
    """Makes a system: scopes, area, rate."""

    def make(scopes=tuple(SCOPES), area=None, rate=100_000) -> System:
        made = keys.make("Cổng bệnh viện", scopes, area, rate, None)
        return System(made.client, made.key)

    return make


@pytest.fixture
def system(connect):
    return connect()


@pytest.fixture
def door(db):
    return CheckpointFactory()


@pytest.fixture
def sent(door):
    """A visit as a system sends it; arguments change it."""

    def make(**changes) -> dict[str, Any]:
        now = timezone.now()
        return {
            "id": str(scan_id(now)),
            "point": door.token,
            "name": "Trần Thị Bình",
            "phone": "0912 345 678",
            "checked_in": now.isoformat(),
        } | changes

    return make
