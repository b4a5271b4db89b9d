import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from people.sealing import (
    SealError,
    Tampered,
    UnknownKey,
    key_id_of,
    parse_field_keys,
    seal,
    seal_many,
    unseal,
)

CONTEXT = b"visit:1"
DATA = {"phone": "+84912345678", "address": "Tổ 12, P. Mộ Lao", "answers": {"fever": False}}


def key(fill):
    return base64.b64encode(bytes([fill]) * 32).decode()


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FIELD_KEYS = f"new-1:{key(1)}"


def test_what_is_sealed_opens():
    assert unseal(seal(DATA, context=CONTEXT), context=CONTEXT) == DATA


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=5))
def test_any_text_survives(data):
    assert unseal(seal(data, context=CONTEXT), context=CONTEXT) == data


def test_many_are_sealed_each_for_its_record():
    blobs = seal_many([({"n": n}, b"visit:%d" % n) for n in range(3)])
    assert [unseal(blob, context=b"visit:%d" % n) for n, blob in enumerate(blobs)] == [
        {"n": 0},
        {"n": 1},
        {"n": 2},
    ]
    assert len({blob[:20] for blob in blobs}) == 3
    with pytest.raises(Tampered):
        unseal(blobs[0], context=b"visit:1")


def test_a_memoryview_opens():
    assert unseal(memoryview(seal(DATA, context=CONTEXT)), context=CONTEXT) == DATA


def test_nothing_is_readable():
    blob = seal({"phone": "+84912345678"}, context=CONTEXT)
    assert b"912345678" not in blob
    assert b"phone" not in blob


def test_the_same_data_never_gives_the_same_blob():
    assert seal(DATA, context=CONTEXT) != seal(DATA, context=CONTEXT)


def test_layout_of_a_blob():
    blob = seal({}, context=CONTEXT)
    assert blob[:7] == b"\x01\x05new-1"
    assert len(blob) == 7 + 12 + len("{}") + 16


def test_a_blob_names_its_key():
    assert key_id_of(seal(DATA, context=CONTEXT)) == "new-1"


def test_an_old_key_still_opens(settings):
    blob = seal(DATA, context=CONTEXT)
    settings.FIELD_KEYS = f"new-2:{key(2)},new-1:{key(1)}"
    assert unseal(blob, context=CONTEXT) == DATA


def test_the_first_key_seals(settings):
    settings.FIELD_KEYS = f"new-2:{key(2)},new-1:{key(1)}"
    assert key_id_of(seal(DATA, context=CONTEXT)) == "new-2"


def test_a_key_that_is_gone_is_named(settings):
    blob = seal(DATA, context=CONTEXT)
    settings.FIELD_KEYS = f"new-2:{key(2)}"
    with pytest.raises(UnknownKey, match="new-1"):
        unseal(blob, context=CONTEXT)


def test_another_key_of_the_same_id_does_not_open(settings):
    blob = seal(DATA, context=CONTEXT)
    settings.FIELD_KEYS = f"new-1:{key(2)}"
    with pytest.raises(Tampered):
        unseal(blob, context=CONTEXT)


def test_a_blob_of_another_record_does_not_open():
    with pytest.raises(Tampered):
        unseal(seal(DATA, context=CONTEXT), context=b"visit:2")


def test_every_changed_byte_is_noticed():
    blob = seal({"a": "b"}, context=CONTEXT)
    for at in range(len(blob)):
        changed = blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]
        with pytest.raises(SealError):
            unseal(changed, context=CONTEXT)


def test_every_cut_is_noticed():
    blob = seal({"a": "b"}, context=CONTEXT)
    for length in range(len(blob)):
        with pytest.raises(Tampered):
            unseal(blob[:length], context=CONTEXT)


def test_a_number_that_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        seal({"a": float("nan")}, context=CONTEXT)


def test_field_keys_in_order():
    text = f" b:{key(1)} , a-2:{key(2)},"
    assert list(parse_field_keys(text).items()) == [("b", b"\1" * 32), ("a-2", b"\2" * 32)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is no key"),
        (" , ", "There is no key"),
        (key(1), "Key 1 has no colon"),
        (f"a:{key(1)},Ab:{key(2)}", "Key 2: the id"),
        (f":{key(1)}", "Key 1: the id"),
        (f"{'a' * 17}:{key(1)}", "Key 1: the id"),
        (f"a:{key(1)},a:{key(2)}", "Two keys are called “a”"),
        ("a:!!!!", "Key “a” is not base64"),
        ("a:AAAAA", "Key “a” is not base64"),
        ("a:AAAA", "Key “a” has 3 bytes instead of 32"),
    ],
)
def test_a_bad_setting_is_explained(text, message):
    with pytest.raises(ValueError, match=message):
        parse_field_keys(text)


def test_no_message_shows_a_key():
    secret = base64.b64encode(b"\7" * 31).decode()
    with pytest.raises(ValueError, match="31 bytes") as caught:
        parse_field_keys(f"a:{secret}")
    assert secret not in str(caught.value)


def test_sealing_with_a_bad_setting_names_the_setting(settings):
    settings.FIELD_KEYS = ""
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS: There is no key"):
        seal(DATA, context=CONTEXT)
