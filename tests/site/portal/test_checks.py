"""System checks of the host."""

import pytest

from portal.checks import keys_are_well_formed


def test_the_development_keys_are_well_formed():
    assert keys_are_well_formed() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("FIELD_KEYS", ""), ("FIELD_KEYS", "a:short"), ("BLIND_INDEX_KEY", "c2hvcnQ=")],
)
def test_a_key_that_cannot_be_used_is_named(settings, name, value):
    setattr(settings, name, value)
    (error,) = keys_are_well_formed()
    assert error.msg.startswith(f"{name}: ")
