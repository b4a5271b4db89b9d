import pytest

from people.blind import id_key, name_key, phone_key
from people.persons import person_keys

PHONE = "+84912345678"
ID = "001090123456"


@pytest.mark.parametrize("nothing", [None, ""])
def test_the_phone_decides(nothing):
    assert person_keys(PHONE, nothing, "Lê An", "v1") == (phone_key(PHONE), None)


def test_the_id_comes_second_when_both_are_known():
    assert person_keys(PHONE, ID, "Lê An", "v1") == (phone_key(PHONE), id_key(ID))


@pytest.mark.parametrize("nothing", [None, ""])
def test_the_id_decides_without_a_phone(nothing):
    assert person_keys(nothing, ID, "Lê An", "v1") == (id_key(ID), None)


def test_the_name_decides_without_both():
    assert person_keys(None, None, "Lê Ân", "v1") == (name_key("le an", "v1"), None)


def test_a_name_is_another_person_elsewhere():
    assert person_keys(None, None, "Lê An", "v1") != person_keys(None, None, "Lê An", "v2")
