"""Phones among other things in their cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.logbooks.understanding.phone_cells import phone_among, says_none
from plugins.declarations.logbooks.understanding.widgets import CellFault, IdWidget, PhoneWidget

FIRST = "+84912345678"


@pytest.mark.parametrize(
    ("cell", "repair"),
    [
        ("0912.345.678 / 0987.654.321", "first_of_several"),
        ("0912345678 - 0987654321", "first_of_several"),
        ("0912345678\n0987654321", "first_of_several"),
        ("0912345678 0987654321", "first_of_several"),
        ("0912 345 678, 0987 654 321", "first_of_several"),
        ("0912345678 (con: 0987654321)", "first_of_several"),
        ("ĐT: 0912345678", "words_dropped"),
        ("0912345678 (zalo)", "words_dropped"),
        ("0912345678 (2 người)", "words_dropped"),
        ("O912345678", "letter_for_digit"),
        ("09l2 345 678", "letter_for_digit"),
    ],
)
def test_the_first_number_is_taken(cell, repair):
    value, repairs = PhoneWidget().read(cell)
    assert value == FIRST
    assert repairs[0] == repair


@pytest.mark.parametrize("cell", ["không dùng điện thoại", "ko có sđt", "quên số", "hết pin"])
def test_words_for_none(cell):
    assert says_none(cell)
    assert PhoneWidget().read(cell) == (None, ())


@pytest.mark.parametrize(
    "cell", ["0912", "091 / 2345 (12345)", "09123456789123", "Lê A", "9,12E+08"]
)
def test_what_cannot_be_a_number_is_refused(cell):
    with pytest.raises(CellFault):
        PhoneWidget().read(cell)


@pytest.mark.parametrize("cell", ["CCCD 001090123456", "001090123456 (cấp 2021)"])
def test_an_id_among_words(cell):
    assert IdWidget().read(cell) == ("001090123456", ("words_dropped",))


MOBILES = st.integers(910_000_000, 919_999_999).map("0{}".format)
BETWEEN = st.sampled_from([" / ", "/", ", ", ";", " - ", "\n", " hoặc ", " và ", "  "])


@given(MOBILES, MOBILES, BETWEEN)
def test_of_any_two_the_first(first, second, between):
    value, _repairs = PhoneWidget().read(f"{first}{between}{second}")
    assert value == f"+84{first[1:]}"


@given(st.text(max_size=40))
def test_any_text_gives_a_number_or_nothing(text):
    found = phone_among(text)
    assert found is None or found[0].startswith("+")
