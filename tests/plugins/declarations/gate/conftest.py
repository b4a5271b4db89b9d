"""Fixtures of the gate's tests."""

import pytest
from django.utils import timezone

from plugins.declarations import rates
from plugins.declarations.gate.envelopes import Envelope
from plugins.declarations.gate.taking import take
from tests.factories.gates import GateLinkFactory, entry, ms


@pytest.fixture(autouse=True)
def nobody_has_asked_before():
    """Each test begins with nothing counted against a rate."""
    rates.forget()


@pytest.fixture
def link(db):
    """A gate with its venue."""
    return GateLinkFactory()


@pytest.fixture
def now():
    """One moment for a whole test."""
    return timezone.now().replace(microsecond=0)  # devices count milliseconds


@pytest.fixture
def send(link, now):
    """send("in", name="…") takes one entry as of now and gives its result; at=, entry_id= …"""

    def taken(deed, *, at=None, device_now=None, received=None, **fields):
        envelope = Envelope.read(entry(link, deed, at or now, **fields))
        received = received or max(now, at or now)
        return take(link, [envelope], device_now or ms(received), received)[0]

    return taken
