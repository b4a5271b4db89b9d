"""Codes that people read and type."""

import pytest

from plugins.qr_venues import codes


@pytest.mark.parametrize("text", ["K7M29QXP", "k7m2-9qxp", " k7m2 9qxp ", "K7M2–9QXP"])
def test_typed_codes_are_understood_as_printed(text):
    assert codes.typed(text) == "K7M29QXP"


def test_a_code_is_printed_in_two_groups():
    assert codes.shown("K7M29QXP") == "K7M2-9QXP"


def test_a_code_holds_the_public_address(settings):
    settings.PUBLIC_URL = "https://khaibao.example.vn"
    assert codes.address("K7M29QXP") == "https://khaibao.example.vn/q/K7M29QXP"
