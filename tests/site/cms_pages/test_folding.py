"""Folded text, and the words of a question marked in the original."""

import unicodedata

import pytest

from cms_pages.folding import MAX_SYLLABLES, highlight, padded, plain, snippet, syllables


def test_padded_text_has_a_space_around_every_syllable():
    assert padded("Quét MÃ, Đà Nẵng!") == " quet ma da nang "


def test_padded_text_of_nothing_is_empty():
    assert padded(" – ") == ""


def test_a_number_and_sign_falls_into_its_parts():
    assert syllables("2278/BTTTT-THH") == ["2278", "btttt", "thh"]


def test_a_question_of_any_length_has_few_syllables():
    assert len(syllables("mã " * 500)) == MAX_SYLLABLES


def test_plain_text_is_free_of_tags_and_keeps_paragraphs_apart():
    assert plain(["<p>Quét <b>mã</b></p><p>vào.</p>", None, "ra"]) == "Quét mã · vào. ra"


def test_plain_text_has_letters_for_entities():
    assert plain(["<p>A &amp; B&nbsp;&lt;C&gt;</p>"]) == "A & B <C>"


@pytest.mark.parametrize("question", ["quet ma", "quét mã", "QUÉT MÃ", "Quet Mã"])
def test_the_words_are_marked_in_the_original(question):
    assert snippet("Mời quét mã ở cổng", question) == "Mời <mark>quét mã</mark> ở cổng"


def test_decomposed_letters_are_found_too():
    question = unicodedata.normalize("NFD", "quét mã")
    assert highlight("Mời quét mã", question) == "Mời <mark>quét mã</mark>"


def test_words_that_stand_together_win_over_single_ones():
    marked = highlight("Mà không quét thì ghi sổ; ai quét mã thì vào", "quet ma")
    assert marked == "Mà không quét thì ghi sổ; ai <mark>quét mã</mark> thì vào"


def test_single_words_are_marked_when_none_stand_together():
    assert highlight("Mã treo ở cổng", "quet ma") == "<mark>Mã</mark> treo ở cổng"


def test_words_as_typed_win_over_other_accents():
    assert highlight("mà có mã", "mã quét") == "mà có <mark>mã</mark>"


def test_a_snippet_starts_near_the_first_hit():
    text = "một hai ba " * 60 + "quét mã" + " bốn năm sáu" * 60
    found = snippet(text, "quet ma")
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "<mark>quét mã</mark>" in found
    assert len(found) < 300


def test_a_snippet_begins_and_ends_between_words():
    words = {"thông", "báo", "quét", "mã"}
    text = "thông báo " * 50 + "quét mã " + "thông báo " * 50
    plain_snippet = snippet(text, "quet ma").replace("<mark>", "").replace("</mark>", "")
    assert set(plain_snippet.strip("… ").split()) <= words


def test_without_a_hit_it_is_the_beginning():
    assert snippet("Văn bản của tỉnh", "zzz") == "Văn bản của tỉnh"


def test_markup_in_the_text_stays_text():
    assert highlight("<b>mã</b>", "ma") == "&lt;b&gt;<mark>mã</mark>&lt;/b&gt;"
