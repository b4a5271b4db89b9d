from typing import get_args

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.phones import PhoneProblem, PhoneResult, display_phone, parse_phone

PLAIN = "+84912345678"
OLD_PREFIXES = {
    **{f"016{digit}": f"03{digit}" for digit in range(2, 10)},
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{"0186": "056", "0188": "058", "0199": "059"},
}


@pytest.mark.parametrize("value", ["0912345678", PLAIN, " 0912345678 "])
def test_a_clean_mobile_needs_no_repair(value):
    assert parse_phone(value) == PhoneResult(PLAIN, None, ())


@pytest.mark.parametrize(
    ("value", "repairs"),
    [
        ("0912 345 678", ("separators",)),
        ("0912.345.678", ("separators",)),
        ("0912-345-678", ("separators",)),
        ("(091) 234–5678", ("separators",)),
        ("0912\u00a0345\u00a0678", ("separators",)),
        ("84912345678", ("country_code",)),
        ("0084912345678", ("country_code",)),
        ("+840912345678", ("country_code",)),
        ("840912345678", ("country_code",)),
        ("084912345678", ("country_code",)),
        (84912345678, ("country_code",)),
        ("+84 (0)912 345 678", ("separators", "country_code")),
        ("+84 912 345 678", ("separators", "country_code")),
        ("912345678", ("leading_zero",)),
        (912345678, ("leading_zero",)),
        (912345678.0, ("leading_zero",)),
        ("912345678.0", ("leading_zero",)),
        ("912.345.678", ("separators", "leading_zero")),
    ],
)
def test_a_mobile_in_other_forms(value, repairs):
    assert parse_phone(value) == PhoneResult(PLAIN, None, repairs)


@pytest.mark.parametrize(("old", "new"), OLD_PREFIXES.items())
def test_an_old_prefix_becomes_the_new_one(old, new):
    result = parse_phone(old + "1234567")
    assert result == PhoneResult(f"+84{new[1:]}1234567", None, ("old_prefix",))


@pytest.mark.parametrize(
    ("value", "repairs"),
    [
        (1692345678, ("leading_zero", "old_prefix")),
        (1692345678.0, ("leading_zero", "old_prefix")),
        ("0169.234.5678", ("separators", "old_prefix")),
        ("+841692345678", ("country_code", "old_prefix")),
        ("841692345678", ("country_code", "old_prefix")),
    ],
)
def test_an_old_prefix_in_other_forms(value, repairs):
    assert parse_phone(value) == PhoneResult("+84392345678", None, repairs)


@pytest.mark.parametrize("first", "35789")
def test_every_mobile_beginning_gets_its_zero_back(first):
    number = first + "6" * 8
    assert parse_phone(int(number)) == PhoneResult("+84" + number, None, ("leading_zero",))


@pytest.mark.parametrize(
    "value", ["02438251234", "024 3825 1234", "+842438251234", "842438251234", 2438251234.0]
)
def test_a_landline_is_a_phone(value):
    assert parse_phone(value).e164 == "+842438251234"


@pytest.mark.parametrize(
    ("value", "e164"),
    [
        ("+6581234567", "+6581234567"),
        ("+65 8123 4567", "+6581234567"),
        ("0065 8123 4567", "+6581234567"),
        ("+1 (202) 555-0123", "+12025550123"),
    ],
)
def test_a_foreign_number_is_kept(value, e164):
    assert parse_phone(value).e164 == e164


@pytest.mark.parametrize("value", [None, "", "  ", "-", "không có"])
def test_no_phone_is_no_problem(value):
    assert parse_phone(value) == PhoneResult(None, None, ())


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0912", "phone_length"),
        ("091234567", "phone_length"),
        ("09123456789", "phone_length"),
        ("00", "phone_length"),
        ("+84", "phone_length"),
        ("+6591", "phone_length"),
        ("0243825123", "phone_length"),
        ("0612345678", "phone_unknown_prefix"),
        ("612345678", "phone_unknown_prefix"),
        (140123456, "phone_length"),
        ("01601234567", "phone_unknown_prefix"),
        ("0002345678", "phone_unknown_prefix"),
        ("+999123456789", "phone_unknown_prefix"),
        ("+65 1123 4567", "phone_unknown_prefix"),
        ("1900123456", "phone_unknown_prefix"),
        ("anh Ba", "phone_letters"),
        ("O912345678", "phone_letters"),
        ("0912345678a", "phone_letters"),
        ("9.12E+08", "phone_letters"),
        ("0912+345678", "phone_letters"),
        ("٠٩١٢٣٤٥٦٧٨", "phone_letters"),
        (91234567.8, "phone_letters"),
        (True, "phone_letters"),
        ("0912345678/0987654321", "phone_several"),
        ("0912 345 678 - 0987 654 321", "phone_several"),
    ],
)
def test_problem(value, problem):
    assert parse_phone(value) == PhoneResult(None, problem, ())


@pytest.mark.parametrize("length", [9, 10])
def test_every_prefix_is_judged_as_by_the_library(length):
    """What counts as a Vietnamese mobile or landline comes from phonenumbers."""
    kinds = phonenumbers.PhoneNumberType
    personal = {kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE, kinds.VOIP}
    old = {prefix[1:] for prefix in OLD_PREFIXES} if length == 10 else set()
    for prefix in range(100, 1000):
        national = f"{prefix}1234567"[:length]
        kind = phonenumbers.number_type(phonenumbers.parse("+84" + national))
        expected = kind in personal or str(prefix) in old
        assert (parse_phone("0" + national).problem is None) == expected, national


@given(st.one_of(st.text(max_size=25), st.text("+0123456789 .-", max_size=16), st.integers()))
def test_any_input_gets_an_answer(value):
    result = parse_phone(value)
    assert result.e164 is None or result.problem is None
    assert result.problem is None or result.problem in get_args(PhoneProblem)


@given(st.text("+0123456789 .-", max_size=16))
def test_what_is_read_reads_the_same_again(value):
    e164 = parse_phone(value).e164
    if e164:
        assert parse_phone(e164) == PhoneResult(e164, None, ())
        assert parse_phone(display_phone(e164)).e164 == e164


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        (PLAIN, "0912 345 678"),
        ("+842438251234", "024 3825 1234"),
        ("+6581234567", "+65 8123 4567"),
    ],
)
def test_displayed_phone(e164, shown):
    assert display_phone(e164) == shown
