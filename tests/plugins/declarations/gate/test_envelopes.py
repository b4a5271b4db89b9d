"""Sealing for the server: what opens, what does not, and what a change of keys does."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.gate.entries import read_entry
from plugins.declarations.gate.envelopes import Envelope, Unreadable, opened
from plugins.declarations.gate.keys import public_key
from plugins.declarations.visit_ids import scan_id
from tests.factories.gates import sealed

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def now_id():
    return scan_id(SOME_DAY)


def test_what_was_sealed_opens(now_id):
    assert opened(Envelope.read(sealed(now_id, {"name": "Bình"}))) == {"name": "Bình"}


def test_the_key_is_the_same_in_every_process(settings):
    settings.FIELD_KEYS = OLD
    first = public_key()
    settings.FIELD_KEYS = f"{OLD},{NEW}"
    assert public_key() == first


def test_after_a_change_of_keys_old_envelopes_open(settings, now_id):
    settings.FIELD_KEYS = OLD
    envelope = Envelope.read(sealed(now_id, {"name": "Bình"}))
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    assert public_key().key_id == "new"
    assert opened(envelope) == {"name": "Bình"}


def test_with_the_key_gone_nothing_opens(settings, now_id):
    settings.FIELD_KEYS = OLD
    envelope = Envelope.read(sealed(now_id, {"name": "Bình"}))
    settings.FIELD_KEYS = NEW
    with pytest.raises(Unreadable):
        opened(envelope)


@pytest.mark.parametrize("part", ["id", "kid", "key", "nonce", "sealed"])
def test_a_changed_part_does_not_open(part, now_id):
    first = sealed(now_id, {"name": "Bình"})
    other = sealed(scan_id(SOME_DAY), {"name": "An"}) | {"kid": "gone"}
    with pytest.raises(Unreadable):
        opened(Envelope.read(first | {part: other[part]}))


@pytest.mark.parametrize(
    "sent",
    [None, [], "x", {}, {"id": "x"}, {"id": 1, "kid": "", "key": "", "nonce": "", "sealed": ""}],
)
def test_what_is_no_envelope(sent):
    assert Envelope.read(sent) is None


def test_an_id_that_tells_no_time_is_refused(now_id):
    envelope = sealed(now_id, {}) | {"id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}
    assert Envelope.read(envelope) is None


@given(st.dictionaries(st.sampled_from(["deed", "at", "venue", "name", "card", "of"]), json_values))
def test_no_entry_breaks_the_reader(plain):
    read_entry(scan_id(SOME_DAY), {"deed": "in", "at": 1, "venue": 1} | plain)
