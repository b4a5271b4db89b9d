import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.names import MAX_LENGTH, exact, fold, name_problem, normalise_name

TEXT = st.text(max_size=30)


def decomposed(text):
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("  Nguyễn \t Văn\n An ", "Nguyễn Văn An"),
        ("Nguyễn\u00a0Văn\u3000An", "Nguyễn Văn An"),
        (decomposed("Nguyễn Văn An"), "Nguyễn Văn An"),
        ("Ngu\u200byễn Văn\ufeff An\u200e", "Nguyễn Văn An"),
        ("\u202eNguyễn\u202c Văn An\x00", "Nguyễn Văn An"),
        ("Văn \u200b An", "Văn An"),
        ("a\u200b\u0301n", "án"),
        ("An\ud800", "An"),
        ("NGUYỄN VĂN AN", "NGUYỄN VĂN AN"),
        ("nguyễn văn an", "nguyễn văn an"),
        ("", ""),
    ],
)
def test_normalised_name(typed, kept):
    assert normalise_name(typed) == kept


@given(TEXT)
def test_normalising_twice_changes_nothing_more(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_normalised_name_can_be_stored(text):
    name = normalise_name(text)
    assert "\0" not in name
    assert name.encode().decode() == name


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("An", None),
        ("O", None),
        ("王小明", None),
        ("", "name_empty"),
        (" \t\u200b ", "name_empty"),
        ("0912 345 678", "name_no_letter"),
        ("---", "name_no_letter"),
        ("a" * MAX_LENGTH, None),
        ("a" * (MAX_LENGTH + 1), "name_length"),
        (decomposed("ấ" * MAX_LENGTH), None),
        ("a" * MAX_LENGTH + "   ", None),
    ],
)
def test_name_problem(name, problem):
    assert name_problem(name) == problem


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Văn An", "nguyen van an"),
        ("ĐỖ ĐỨC ĐẠT", "do duc dat"),
        ("đường", "duong"),
        (decomposed("Thường Hướng Đặng"), "thuong huong dang"),
        ("Ðặng", "dang"),  # eth instead of Đ
        ("Lê Thị  Hoà-Bình (bố)", "le thi hoa binh bo"),
        ("Trần_Văn/B'Lao", "tran van b lao"),
        ("  . ", ""),
        ("Ｎｇｕｙễｎ", "nguyen"),
        ("Łukasz Straße Søren", "lukasz strasse soren"),
        ("Tổ 12", "to 12"),
        ("王小明", "王小明"),
        ("Ngu\u200byễn", "nguyen"),
    ],
)
def test_folded_text(text, folded):
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_ascii():
    letters = [
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    ]
    folded = {fold(letter) for letter in [*letters, "đ", "Đ"]}
    assert folded == set("aeiouyd")


@given(TEXT)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_folding_ignores_how_accents_are_coded(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy ", max_size=30))
def test_folding_ignores_case(text):
    assert fold(text.upper()) == fold(text)


@given(TEXT)
def test_folded_text_holds_only_letters_digits_and_single_spaces(text):
    folded = fold(text)
    assert all(char.isalnum() or char == " " for char in folded)
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("hòa", "hoà"),
        ("Khỏe", "khoẻ"),
        ("THÚY", "thuý"),
        ("thủy", "thuỷ"),
        ("lõa", "loã"),
        ("tọa", "toạ"),
        ("Hòang", "hoàng"),
    ],
)
def test_both_tone_placements_are_exactly_equal(older, newer):
    assert exact(older) == exact(newer) == newer


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("NGUYỄN  Văn An", "nguyễn văn an"),
        (decomposed("Đặng"), "đặng"),
        ("Lê (bố)", "lê bố"),
        ("múa của", "múa của"),
    ],
)
def test_exact_form(text, form):
    assert exact(text) == form


@given(TEXT)
def test_exact_form_folds_like_the_text(text):
    assert fold(exact(text)) == fold(text)
