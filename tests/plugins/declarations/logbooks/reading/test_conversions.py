"""What is shown of a text file in an old code: cells before and after."""

import unicodedata

import pytest

from plugins.declarations.logbooks.jobs.source import open_book
from plugins.declarations.logbooks.reading import csv_text

TEXT = "Họ tên;Điện thoại;Ngày;Giờ vào\nTrần Thị Mỹ;0912345678;05/07/2021;7h\n"


def cp1258(text: str) -> bytes:
    """As old Vietnamese Windows writes it: tones are letters of their own."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


def shown(data: bytes) -> list[tuple[str, str]]:
    text, encoding = csv_text.decode(data)
    return csv_text.conversions(data, text, encoding)


def test_cells_with_marks_are_shown_before_and_after():
    pairs = dict(shown(cp1258(TEXT)))
    assert pairs["Hoò tên"] == "Họ tên"
    assert "0912345678" not in pairs


def test_only_some_are_shown():
    many = TEXT + "".join(f"Mỹ Ngọc {n};0912345678;05/07/2021;7h\n" for n in range(500))
    assert len(shown(cp1258(many))) == 12


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_nothing_of_a_file_in_unicode(encoding):
    assert shown(TEXT.encode(encoding)) == []


def test_they_come_with_the_layout():
    with open_book(cp1258(TEXT), "so.csv", None) as source:
        assert ["Hoò tên", "Họ tên"] in source.texts["conversions"]


def test_the_texts_above_the_headings_come_with_it():
    with open_book(("Chợ Hà Đông · K7M2XP\n\n" + TEXT).encode(), "so.csv", None) as source:
        assert source.texts["titles"] == ["Chợ Hà Đông · K7M2XP"]
