"""Encodings and separators of text files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.logbooks.reading.csv_text import decode, rows, separator_of
from plugins.declarations.logbooks.reading.problems import BookProblem

TEXT = "Họ tên;Ngày;Giờ\nNguyễn Thị Thường;5/7;7h\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode(encoding):
    assert decode(TEXT.encode(encoding)) == (TEXT, encoding)


def test_old_vietnamese_windows():
    # CP1258 has letters with a circumflex or horn, but writes most tones behind them.
    raw = "Nguyê\u0303n Thi\u0323 Thươ\u0300ng;5/7\n".encode("cp1258")
    assert decode(raw) == ("Nguyễn Thị Thường;5/7\n", "cp1258")


def test_what_is_no_text():
    with pytest.raises(BookProblem, match="not_workbook"):
        decode(bytes(range(1, 32)) * 50)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator):
    assert separator_of(TEXT.replace(";", separator)) == separator


def test_commas_in_texts_do_not_mislead():
    text = "Họ tên;Địa chỉ\nLê A;Tổ 3, Phúc La\nLê B;Số 5, Trần Phú, Hà Đông\n"
    assert separator_of(text) == ";"


def test_the_line_that_excel_writes_first():
    text = "sep=|\nHọ tên|Ngày\n"
    assert separator_of(text) == "|"
    assert list(rows(text, "|")) == [["Họ tên", "Ngày"]]


def test_a_line_break_in_a_cell():
    assert list(rows('a;"b\nc"\nd;e\n', ";")) == [["a", "b\nc"], ["d", "e"]]


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data):
    try:
        text, _encoding = decode(data)
    except BookProblem:
        return
    assert isinstance(text, str)
