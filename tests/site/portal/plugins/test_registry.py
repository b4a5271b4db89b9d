"""Contributions are closed after start-up."""

import pytest

from portal.plugins.registry import Registry, RegistryFrozen, registry


def test_nothing_is_added_after_start_up():
    with pytest.raises(RegistryFrozen):
        registry.add("panels", "qr_venues", lambda request: None)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="unknown kind"):
        Registry().add("hats", "qr_venues", object())


def test_an_addition_before_start_up_comes_with_its_plugin():
    fresh = Registry()
    fresh.add("panels", "qr_venues", "mine")
    assert ("qr_venues", "mine") in list(fresh.contributions("panels"))
