"""No text from outside becomes a formula in a workbook of ours."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.spreadsheets.cells import MAX_TEXT, neutral
from portal.spreadsheets.fast_sheets import FastBook

FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3=X()",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+A1",
    "＋1+A1",
    "－A1",
    "＠x",
    " =1",
    "\u200b=1",
    "\xa0@x",
    '\ufeff=DDE("cmd";"/C calc";"x")',
    '=cmd|"/C calc"!A0',
    '=HYPERLINK("http://x")',
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_made_harmless(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Lê A", "+84 912 345 678", "-", "-5", "0912", "a=b", "", "  x"])
def test_other_texts_stay(text):
    assert neutral(text) == text


def test_what_no_cell_can_hold_is_left_out():
    assert neutral("Lê\x00 A\ud800") == "Lê A"
    assert len(neutral("x" * 40_000)) == MAX_TEXT


def written(*values):
    """The cells of a row, as they stand in the file."""
    book = FastBook()
    book.sheet("Sổ").append(values)
    data = book.save()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f" not in re.sub(rb"<(format|fills?|fonts?)", b"", archive.read(SHEET))
    return list(next(load_workbook(io.BytesIO(data)).active.iter_rows()))


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("text", FORMULAS)
def test_in_the_file_they_are_texts(text):
    (made,) = written(text)
    assert (made.data_type, made.value.lstrip()) == ("s", f"'{text}".lstrip())


@pytest.mark.parametrize("text", ["+84 912 345 678", "-5"])
def test_such_a_text_stays_one_when_somebody_types_into_the_cell(text):
    (made,) = written(text)
    assert (made.data_type, made.quotePrefix) == ("s", True)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
@settings(max_examples=200)
def test_no_text_at_all_becomes_a_formula(texts):
    for made in written(*texts, "end"):
        assert made.data_type in ("s", "n")
        assert made.data_type == "s" or made.value is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80))
def test_texts_come_back_as_they_were(text):
    (made,) = written(text)
    assert made.value == neutral(text)


def test_values_stay_what_they_are():
    values = (
        912345678,
        1.5,
        True,
        date(2021, 7, 5),
        datetime(2021, 7, 5, 7, 30),
        time(7, 30),
        timedelta(hours=1, minutes=30),
        None,
        "<Lê & A>",
    )
    cells = written(*values)
    shown = [cell.value for cell in cells]
    assert shown[:3] == [912345678, 1.5, True]
    assert shown[3:5] == [datetime(2021, 7, 5), datetime(2021, 7, 5, 7, 30)]
    assert shown[5] == time(7, 30)
    assert shown[6] == timedelta(hours=1, minutes=30)
    assert shown[7:] == [None, "<Lê & A>"]


def test_what_no_number_can_be_becomes_a_text():
    assert [cell.value for cell in written(float("nan"), date(1899, 1, 1))] == ["nan", "1899-01-01"]
