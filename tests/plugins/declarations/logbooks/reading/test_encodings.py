"""Text files in every code that Vietnamese programs have written."""

import codecs

import pytest

from plugins.declarations.logbooks.reading.csv_text import decode, rows, separator_of
from plugins.declarations.logbooks.reading.formats import kind_of
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.understanding.legacy.evidence import CODES
from tests.plugins.declarations.logbooks.codes import to_cp1258, to_tcvn3, to_viscii, to_vni

TEXT = "Họ và tên;Số điện thoại;Giờ vào\r\nNguyễn Văn Hùng;0912345678;7h30\r\nĐỗ Thị Ánh;;8h\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (to_cp1258(TEXT), "cp1258"),
        (to_viscii(TEXT), "viscii"),
    ],
)
def test_the_encoding_is_told(data, encoding):
    assert kind_of(data) == "csv"
    assert decode(data) == (TEXT, encoding)


@pytest.mark.parametrize(("code", "encode"), [("tcvn3", to_tcvn3), ("vni", to_vni)])
def test_older_codes_are_handed_on_as_a_workbook_has_them(code, encode):
    text, encoding = decode(encode(TEXT.replace("Á", "á")).encode("latin-1"))
    assert encoding == "cp1252"
    assert CODES[code](text) == TEXT.replace("Á", "á")


def test_one_broken_letter_does_not_make_it_another_encoding():
    data = (TEXT * 10).encode() + "Lê".encode()[:-1]
    text, encoding = decode(data)
    assert encoding == "utf-8"
    assert text.startswith(TEXT)


def test_letters_of_western_europe():
    assert decode("Nom;Ville\nJosé;Orléans\n".encode("latin-1"))[0].startswith("Nom;Ville\nJosé")


def test_bytes_that_are_no_text():
    with pytest.raises(BookProblem):
        decode(bytes(range(256)) * 20)


@pytest.mark.parametrize("separator", list(";,\t|"))
def test_separators_with_line_breaks_in_quotes(separator):
    line = separator.join(["Lê A", '"Số 5\nTrần Phú"', '"a""b"', "7h"])
    text = f"{separator.join('abcd')}\r\n{line}\r\n"
    assert separator_of(text) == separator
    assert list(rows(text, separator)) == [list("abcd"), ["Lê A", "Số 5\nTrần Phú", 'a"b', "7h"]]


def test_commas_in_titles_and_addresses_are_no_separators():
    text = "UBND phường, Hà Đông\n" + "Lê A;Số 5, Trần Phú;7h\n" * 5
    assert separator_of(text) == ";"
