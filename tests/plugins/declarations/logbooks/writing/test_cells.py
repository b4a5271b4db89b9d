"""No text from outside becomes a formula in a workbook of ours."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from plugins.declarations.logbooks.writing.cells import cell, neutral


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3=X()", "@SUM(A1)", "\t=1"])
def test_formulas_are_made_harmless(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Lê A", "+84 912 345 678", "-", "-5", "0912", "a=b", ""])
def test_other_texts_stay(text):
    assert neutral(text) == text


def written(value):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([cell(sheet, value)])
    out = io.BytesIO()
    book.save(out)
    return load_workbook(out).active["A1"]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "@x", "＝1"])
def test_in_the_file_they_are_texts(text):
    made = written(text)
    assert (made.data_type, made.value) == ("s", f"'{text}")


def test_a_phone_number_stays_a_text_when_it_is_edited():
    made = written("+84 912 345 678")
    assert (made.data_type, made.value, made.quotePrefix) == ("s", "+84 912 345 678", True)


@given(st.text(max_size=60))
def test_no_text_at_all_becomes_a_formula(text):
    assert written(text).data_type in ("s", "n")


def test_numbers_stay_numbers():
    assert written(912345678).value == 912345678
