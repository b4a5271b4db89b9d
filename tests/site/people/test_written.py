from datetime import date, datetime

import pytest

from people.written import without_separators, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0912345678", "0912345678"),
        (" 0912 345 678\n", "0912 345 678"),
        ("'0912345678", "0912345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("\u202a0912345678\u202c", "0912345678"),
        (912345678, "912345678"),
        (912345678.0, "912345678"),
        ("912345678.0", "912345678"),
    ],
)
def test_text_of_a_number(value, text):
    assert written(value) == text


@pytest.mark.parametrize(
    "value",
    [None, "", "  ", "-", "--", ".", "0", 0, 0.0, "x", "không", "Không có", "KO", float("nan")],
)
def test_nothing_is_written(value):
    assert written(value) == ""


@pytest.mark.parametrize(
    "value", [91234567.8, float("inf"), True, date(2021, 7, 1), datetime(2021, 7, 1, 7, 30)]
)
def test_what_is_no_number_keeps_letters(value):
    assert any(char.isalpha() for char in written(value))


def test_separators_go():
    assert without_separators("(091) 234.56-78_9/0,–1") == "0912345678901"
