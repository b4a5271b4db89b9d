import base64
import hashlib
import hmac
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured

from people.blind import blind_index, id_key, name_key, parse_blind_index_key, phone_key

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def blind_key(settings):
    settings.BLIND_INDEX_KEY = base64.b64encode(KEY).decode()


def test_an_index_is_a_keyed_digest_of_kind_and_value():
    digest = hmac.new(KEY, b"phone\0+84912345678", hashlib.sha256).digest()
    assert blind_index("phone", "+84912345678") == UUID(bytes=digest[:16])


def test_another_key_gives_another_index(settings):
    before = blind_index("phone", "+84912345678")
    settings.BLIND_INDEX_KEY = base64.b64encode(KEY[::-1]).decode()
    assert blind_index("phone", "+84912345678") != before


def test_kinds_do_not_mix():
    assert phone_key("001090123456") != id_key("001090123456")


def test_values_do_not_mix():
    assert phone_key("+84912345678") != phone_key("+84912345679")


def test_both_insurance_cards_of_a_person_share_an_index():
    assert id_key("GD4010123456789") == id_key("0123456789")


def test_a_name_counts_only_within_its_place():
    assert name_key("le an", "venue-1") != name_key("le an", "venue-2")


def test_name_and_place_do_not_run_together():
    assert name_key("an", "1") != name_key("1an", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "0 bytes"), ("not base64!", "not base64"), ("é", "not base64"), ("AAAA", "3 bytes")],
)
def test_a_bad_setting_is_explained(text, message):
    with pytest.raises(ValueError, match=message):
        parse_blind_index_key(text)


def test_indexing_with_a_bad_setting_names_the_setting(settings):
    settings.BLIND_INDEX_KEY = "AAAA"
    with pytest.raises(ImproperlyConfigured, match="BLIND_INDEX_KEY: The key has 3 bytes"):
        phone_key("+84912345678")
