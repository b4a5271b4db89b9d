from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.ids import IdProblem, IdResult, parse_id

THIS_YEAR = date.today().year % 100


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("001090123456", "cccd"),
        ("096300123456", "cccd"),  # born 2000
        ("079199123456", "cccd"),
        ("007071240863", "cccd"),  # a code never given out: books hold such
        ("012345678", "cmnd"),
        ("123456789", "cmnd"),
        ("B1234567", "passport"),
        ("C12345678", "passport"),
        ("AB1234", "passport"),
        ("GD4010123456789", "bhyt"),
        ("0123456789", "bhyt"),
        ("7912345678", "bhyt"),  # 007 9..: no citizen card
    ],
)
def test_a_clean_number(value, kind):
    assert parse_id(value) == IdResult(value, kind, None, ())


@pytest.mark.parametrize(
    ("value", "number", "kind", "repairs"),
    [
        (79199123456, "079199123456", "cccd", ("leading_zero",)),
        (79199123456.0, "079199123456", "cccd", ("leading_zero",)),
        ("79199123456", "079199123456", "cccd", ("leading_zero",)),
        ("79199123456.0", "079199123456", "cccd", ("leading_zero",)),
        (1090123456, "001090123456", "cccd", ("leading_zero",)),
        ("1090123456", "001090123456", "cccd", ("leading_zero",)),
        (12345678, "012345678", "cmnd", ("leading_zero",)),
        ("001 090 123 456", "001090123456", "cccd", ("separators",)),
        ("001.090.123-456", "001090123456", "cccd", ("separators",)),
        ("79 199 123 456", "079199123456", "cccd", ("separators", "leading_zero")),
        ("GD 4 01 0123456789", "GD4010123456789", "bhyt", ("separators",)),
        ("'001090123456", "001090123456", "cccd", ()),
        ("b1234567", "B1234567", "passport", ()),
    ],
)
def test_a_number_in_other_forms(value, number, kind, repairs):
    assert parse_id(value) == IdResult(number, kind, None, repairs)


@pytest.mark.parametrize("value", [None, "", " ", "-", "không"])
def test_no_id_is_no_problem(value):
    assert parse_id(value) == IdResult(None, None, None, ())


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("000090123456", "id_province"),
        ("097090123456", "id_province"),
        ("123090123456", "id_province"),
        ("97090123456", "id_province"),
        ("001590123456", "id_birth_year"),
        (f"0012{THIS_YEAR + 1:02}123456", "id_birth_year"),
        ("01090123456", "id_length"),  # its zero was not dropped by a spreadsheet
        ("01234567", "id_length"),
        ("1234567", "id_length"),
        ("0010901234567", "id_length"),
        (1e20, "id_length"),
        ("Nguyễn", "id_characters"),
        ("001090*23456", "id_characters"),
        (date(2021, 7, 1), "id_form"),
        (12345678.5, "id_characters"),
        ("ABCDEF", "id_form"),
        ("A1", "id_form"),
        ("ABC1234567", "id_form"),
        ("GD401012345678", "id_form"),
    ],
)
def test_problem(value, problem):
    assert parse_id(value) == IdResult(None, None, problem, ())


def test_a_birth_year_of_this_year_is_plausible():
    assert parse_id(f"0012{THIS_YEAR:02}123456").kind == "cccd"


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        ("1090123456", "bhyt", "1090123456"),
        (109012345, "bhyt", "0109012345"),
        ("1090123456", "cccd", "001090123456"),
        ("123456789", "cmnd", "123456789"),
        ("123456789", "passport", "123456789"),
        ("GD4010123456789", "bhyt", "GD4010123456789"),
    ],
)
def test_a_known_kind_decides(value, kind, number):
    assert parse_id(value, kind).number == number
    assert parse_id(value, kind).kind == kind


@pytest.mark.parametrize(
    ("value", "kind", "problem"),
    [
        ("B1234567", "cccd", "id_form"),
        ("123456789", "cccd", "id_length"),
        ("7912345678", "cccd", "id_birth_year"),
        ("001090123456", "bhyt", "id_length"),
    ],
)
def test_a_number_of_another_kind_is_refused(value, kind, problem):
    assert parse_id(value, kind).problem == problem


@given(st.one_of(st.text(max_size=20), st.text("0123456789AB -", max_size=16), st.integers()))
def test_any_input_gets_an_answer(value):
    result = parse_id(value)
    assert (result.number is None) == (result.kind is None)
    assert result.number is None or result.problem is None
    assert result.problem is None or result.problem in get_args(IdProblem)


@given(st.text("0123456789AB -", max_size=16))
def test_what_is_read_reads_the_same_again(value):
    first = parse_id(value)
    assert parse_id(first.number, first.kind).number == first.number


@given(st.from_regex(r"0(0[1-9]|[1-8][0-9]|9[0-6])[01][0-9]{8}", fullmatch=True))
def test_zeros_that_a_spreadsheet_drops_come_back(number):
    assert parse_id(int(number)).number == number
