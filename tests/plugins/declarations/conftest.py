"""Fixtures of the check-in tests."""

import math
import re

import pytest

from plugins.declarations import rates
from plugins.declarations.outbreak import services as outbreak
from tests.factories.qr_venues import CheckpointFactory, VenueFactory


@pytest.fixture(autouse=True)
def nothing_counted_and_no_outbreak(monkeypatch):
    """No check-in counts against the next test's rate, and no rule of an outbreak is known.

    ``outbreak.forget()`` makes the process ask the database for rules.
    """
    rates.forget()
    monkeypatch.setattr(outbreak, "_cache", (math.inf, ()))


@pytest.fixture
def gate(db):
    """A check point of an approved shop (default stay 30 minutes)."""
    return CheckpointFactory(venue=VenueFactory(name="Tạp hoá Bình Minh"), token="K7M29QXP")


@pytest.fixture
def visitor():
    """What a visitor types."""
    return {"name": "Trần Thị Bình", "phone": "0912 345 678", "id_number": ""}


@pytest.fixture
def fill(client, gate, visitor):
    """fill(name="…") opens the form as a visitor would and gives what the browser would send."""

    def filled(token=None, **changes):
        page = client.get(f"/q/{token or gate.token}", {"another": ""}).content.decode()
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
        return visitor | {"ticket": ticket} | changes

    return filled


@pytest.fixture
def check_in(client, gate, fill):
    """check_in(name="…") fills in the form and sends it; returns the answer."""

    def send(**changes):
        return client.post(f"/q/{gate.token}", fill(**changes))

    return send
