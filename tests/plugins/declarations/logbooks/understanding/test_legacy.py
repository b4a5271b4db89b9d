"""Text in the codes of before Unicode: converted where it is one, left alone where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.logbooks.understanding.legacy import mojibake, tcvn3, vni
from plugins.declarations.logbooks.understanding.legacy.converting import Converter, in_unicode
from plugins.declarations.logbooks.understanding.legacy.evidence import CODES, Verdict, judge
from plugins.declarations.logbooks.understanding.legacy.recognise import recognise
from plugins.declarations.logbooks.understanding.legacy.syllables import is_syllable
from plugins.declarations.logbooks.understanding.raw import RawSheet
from tests.plugins.declarations.logbooks.codes import to_cp1258, to_tcvn3, to_vni

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương", "Lý")
MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Thanh", "Ngọc", "Thùy", "Khánh", "Bảo", "Mỹ", "Thế", "Ý")
GIVEN = (
    *("An", "Bình", "Cường", "Dũng", "Đạt", "Hà", "Hạnh", "Hiếu", "Hòa", "Hồng", "Hương", "Khoa"),
    *("Loan", "Nghĩa", "Oanh", "Quỳnh", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Thường", "Tú"),
    *("Tuyết", "Uyên", "Việt", "Vỹ", "Xuyến", "Ý", "Yến", "Khuê", "Ưu", "Ủy", "Ếch", "Ổn", "Ánh"),
)
NAMES = st.builds("{} {} {}".format, *map(st.sampled_from, (FAMILIES, MIDDLES, GIVEN)))
HEADINGS = ["Họ và tên", "Số điện thoại", "Giờ vào", "Địa chỉ"]


def to_wrong(text):
    """CP1258 or UTF-8 is opened as Western European."""
    return to_cp1258(text).decode("latin-1")


def to_doubled(text):
    return text.encode().decode("latin-1")


ENCODERS = {"tcvn3": to_tcvn3, "vni": to_vni, "cp1258": to_wrong, "utf8": to_doubled}


def sheet(rows, name="T7", hidden=False):
    return RawSheet(1, name, hidden, rows=lambda: iter(rows), merged_down=lambda _c: frozenset())


def book(code, names):
    """A sheet whose every text is in the code."""
    encode = ENCODERS.get(code, str)
    return sheet([[encode(each) for each in HEADINGS], *([encode(name)] for name in names)])


@pytest.mark.parametrize(
    ("convert", "before", "after"),
    [
        (tcvn3.convert, "Hä vµ tªn", "Họ và tên"),
        (tcvn3.convert, "D\xad¬ng §øc Thñy", "Dương Đức Thủy"),
        (tcvn3.convert, "NGUYÔN V¡N AN", "NGUYỄN VĂN AN"),
        (tcvn3.convert, "Lª Hµ", "Lê Hà"),
        (tcvn3.convert, "Vü", "Vỹ"),
        (tcvn3.convert, "Vâ Mü ñY", "VÕ MỸ ỦY"),
        (tcvn3.convert, "NguyÔn ThÞ ¸nh", "Nguyễn Thị Ánh"),
        (tcvn3.convert, "ph\xadêng ý yªn", "phường ý yên"),
        (tcvn3.convert, "Nguyễn", None),
        (vni.convert, "Giôø ñeán", "Giờ đến"),
        (vni.convert, "NGUYEÃN THÒ AÙNH", "NGUYỄN THỊ ÁNH"),
        (vni.convert, "Aâu Oâng", "Âu Ông"),
        (vni.convert, "Hà", None),
        (mojibake.from_cp1258, "NguyêÞn", "Nguyễn"),
        (mojibake.from_utf8, "Nguyá»…n", "Nguyễn"),
        (mojibake.from_utf8, "HÃ Ná»™i", "Hà Nội"),
        (mojibake.from_utf8, "Hà Nội", None),
    ],
)
def test_single_texts(convert, before, after):
    assert convert(before) == after


@pytest.mark.parametrize("word", ["Nguyễn", "nghiêng", "khuỷu", "gì", "giếng", "hoà", "hòa", "quý"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "hät", "Wệ", "ngh", "tậchh", "àá", "bàt", "José"])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


@given(NAMES, st.sampled_from(sorted(ENCODERS)))
def test_every_name_comes_back(name, code):
    assert CODES[code](ENCODERS[code](name)) == name


@given(NAMES)
def test_capitals_come_back(name):
    # Of Võ Mỹ Hà no letter but the first of each word can show it.
    assert tcvn3.convert(to_tcvn3(name.upper())) in {name.upper(), name}
    assert vni.convert(to_vni(name.upper())) == name.upper()


@given(st.lists(NAMES, min_size=3, max_size=12), st.sampled_from(sorted(ENCODERS)))
def test_a_book_in_a_code_is_recognised_and_comes_back_whole(names, code):
    raw = book(code, names)
    found = recognise([raw], [])
    assert found.code == code
    (converted,) = in_unicode([raw], found.code)
    assert [row[0] for row in converted.rows()] == [HEADINGS[0], *names]


@given(st.lists(NAMES, min_size=1, max_size=12))
def test_proper_unicode_is_never_touched(names):
    raw = book("unicode", names)
    assert recognise([raw], [".VnTime", "VNI-Times"]).code == "unicode"
    for code in CODES:
        (same,) = in_unicode([raw], code)
        assert [list(row) for row in same.rows()] == [list(row) for row in raw.rows()]


@given(st.text(max_size=30))
def test_any_text_is_judged(text):
    for convert in CODES.values():
        verdict, after = judge(text, convert)
        assert verdict is not Verdict.PROPER or after == text


@given(st.lists(st.tuples(NAMES, st.booleans()), min_size=1, max_size=12))
def test_a_book_may_mix_both(rows):
    written = [
        [to_vni(name) if old else name, to_vni("Căn hộ") if old else "Căn hộ"] for name, old in rows
    ]
    (converted,) = in_unicode([sheet(written)], "vni")
    assert [row[0] for row in converted.rows()] == [name for name, _old in rows]


def test_sheets_in_two_codes():
    names = ["Nguyễn Văn Hùng", "Trần Thị Hường", "Lê Đức Thắng"]
    raw = [sheet([[encode(name)] for name in names]) for encode in (to_vni, to_tcvn3)]
    found = recognise(raw, [])
    assert {found.code, *found.others} == {"vni", "tcvn3"}
    for converted in in_unicode(raw, found.code, found.others):
        assert [row[0] for row in converted.rows()] == names


def test_what_reads_as_both_goes_by_its_row():
    rows = [["Hoà", "Höõu"], ["Hoà", "Phước"], ["Hoà", 5]]
    assert [row[0] for row in Converter("vni").rows(rows)] == ["Hồ", "Hoà", "Hoà"]


def test_fonts_alone_convert_nothing():
    assert recognise([sheet([["José", "Đỗ"]])], [".VnTime"]).code == "unicode"


def test_fonts_make_it_certain():
    raw = sheet([[to_tcvn3("Trần Thị Hường")]])
    assert recognise([raw], [".VnTime"]).certain
    assert not recognise([raw], ["Arial"]).certain


def test_capital_fonts_are_noticed():
    raw = sheet([[to_tcvn3("nguyễn văn hùng")]])
    assert recognise([raw], [".VnTimeH"]).capitals
    assert not recognise([raw], [".VnTime"]).capitals


def test_some_texts_are_shown_before_and_after():
    found = recognise([book("vni", ["Nguyễn Văn Hùng"])], [])
    assert (to_vni("Nguyễn Văn Hùng"), "Nguyễn Văn Hùng") in found.conversions


def test_the_editor_says_what_it_is():
    raw = book("tcvn3", ["Nguyễn Văn Hùng"])
    assert recognise([raw], [".VnTime"], "unicode").code == "unicode"
    assert recognise([raw], [], "vni").code == "vni"


def test_names_of_sheets_come_out_too():
    (converted,) = in_unicode([sheet([], name=to_vni("Tháng bảy"))], "vni")
    assert converted.name == "Tháng bảy"


def test_hidden_sheets_are_not_looked_at():
    raw = RawSheet(
        1, "x", hidden=True, rows=lambda: iter(1 / 0), merged_down=lambda _c: frozenset()
    )
    assert recognise([raw], []).code == "unicode"
