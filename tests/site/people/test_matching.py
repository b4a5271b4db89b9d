from string import ascii_lowercase

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from people.matching import (
    Level,
    edit_neighbours,
    is_initial,
    is_one_edit,
    match_name,
    question_syllables,
)
from people.names import fold

NAME = "Nguyễn Thị Thu Thường"
SYLLABLES = ["Nguyễn", "Trần", "Thị", "Văn", "Thu", "Hoà", "Thường", "Đặng", "Ân", "An", "Nguyên"]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)
WORDS = st.text("abn", min_size=1, max_size=6)  # few letters, so that words come close


def level(question, name=NAME):
    match = match_name(question, name)
    return match.level if match else None


@st.composite
def edited(draw, word):
    """The word with one edit: a letter added, dropped, replaced, or two neighbours swapped."""
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(ascii_lowercase))
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    return draw(
        st.sampled_from(
            [
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                swapped,
            ]
        )
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Nguyễn Thị Thu Thường", Level.WHOLE),
        ("nguyen thi thu thuong", Level.WHOLE),
        ("NGUYEN THI THU THUONG", Level.WHOLE),
        ("Thường", Level.SYLLABLES),
        ("nguyen thuong", Level.SYLLABLES),
        ("thi thu", Level.SYLLABLES),
        ("nguyen thuo", Level.BEGINNING),
        ("t", Level.BEGINNING),
        ("nguyne thuong", Level.TYPO),  # neighbours swapped
        ("nguyn thuong", Level.TYPO),  # letter dropped
        ("nguyeen thuong", Level.TYPO),  # letter added
        ("nguyem thuong", Level.TYPO),  # letter replaced
        ("nguyem thuog", Level.TYPO),  # in two syllables
        ("nguyem thi t", Level.TYPO),  # and a beginning
    ],
)
def test_level(question, expected):
    assert level(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        " .- ",
        "Trần",
        "thuong nguyen",  # another order
        "thi thi",  # one syllable answers once
        "nguyen thi thu thuong an",  # more than the name has
        "ngu thuong",  # a beginning that is not last
        "thj thu",  # a typo in a short syllable
        "ngyn thuong",  # too many typos in one syllable
        "tx",
    ],
)
def test_no_match(question):
    assert match_name(question, NAME) is None


def test_a_beginning_comes_before_a_typo():
    assert level("nguye", "Nguyen Nguy") == Level.BEGINNING


def test_a_typo_may_shorten_to_three_letters():
    assert level("thuu") == Level.TYPO


def test_a_typo_brings_in_only_letters_that_the_engines_ask_for():
    assert level("quan ba", "quan1 ba") is None


def test_dashes_and_brackets_separate_syllables():
    assert level("hoa binh", "Lê Hoà-Bình(bố)") == Level.SYLLABLES


def test_other_scripts_match():
    assert level("王小明", "王小明") == Level.WHOLE


def ranked(question, names):
    found = [(match.rank, name) for name in names if (match := match_name(question, name))]
    assert len(found) == len(names)
    return [name for _, name in sorted(found)]


def test_order_of_results():
    expected = [
        "Trần Thị Hường",  # whole, accents as typed
        "Trần Thị Hương",  # whole
        "Trần Thị Thu Hường",  # all syllables, accents as typed
        "Trần Thị Thu Hướng",  # all syllables
        "Trần Thị Hườngg",  # a beginning, accents as typed
        "Tran Thi Huongg",  # a beginning
        "Trần Thị Hườn",  # a typo, accents as typed
        "Tran Thi Huon",  # a typo
    ]
    assert ranked("Trần Thị Hường", expected[::-1]) == expected


def test_the_assignment_with_most_accents_right_counts():
    match = match_name("Hoà", "Hoa Hoà")
    assert match.rank == (Level.SYLLABLES, 0, 0, 1)


def test_the_assignment_with_fewest_typos_counts():
    match = match_name("thuong thanh hue", "Thuongg Thuong Thanhh Hue")
    assert match.rank == (Level.TYPO, 0, 1, 1)


def test_tone_placement_is_no_difference_in_accents():
    assert match_name("Lê Hòa", "Lê Hoà").rank == (Level.WHOLE, 0, 0, 0)


def test_shorter_names_come_first():
    assert ranked("An", ["Lê Thu An", "Lê An"]) == ["Lê An", "Lê Thu An"]


@given(NAMES)
def test_every_name_matches_itself_best(name):
    assert match_name(name, name).rank == (Level.WHOLE, 0, 0, 0)


@given(st.text(max_size=20))
def test_any_text_with_a_letter_matches_itself(text):
    assume(fold(text))
    assert match_name(text, text).rank == (Level.WHOLE, 0, 0, 0)


@given(NAMES, NAMES)
def test_accents_in_the_question_never_lose_a_match(question, name):
    assert (match_name(question, name) is None) == (match_name(fold(question), name) is None)


@given(NAMES, NAMES)
def test_upper_case_in_the_question_changes_nothing(question, name):
    assert match_name(question.upper(), name) == match_name(question, name)


@given(st.data(), NAMES)
def test_accents_as_typed_rank_above_others(data, name):
    syllables = name.split()
    chosen = data.draw(st.sets(st.integers(0, len(syllables) - 1), min_size=1))
    question = " ".join(syllables[at] for at in sorted(chosen))
    typed, plain = match_name(question, name), match_name(question, fold(name))
    assert (typed.rank < plain.rank) == (fold(question) != question.lower())


@given(st.data(), NAMES)
def test_one_edit_in_a_long_syllable_still_matches(data, name):
    syllables = fold(name).split()
    at = data.draw(st.integers(0, len(syllables) - 1))
    syllables[at] = data.draw(edited(syllables[at]))
    assume(len(syllables[at]) >= 4)
    assert match_name(" ".join(syllables), name)


@given(st.data(), st.text(ascii_lowercase, min_size=4, max_size=7))
def test_every_edit_is_among_the_neighbours(data, word):
    assert data.draw(edited(word)) in edit_neighbours(word)


@settings(max_examples=30)
@given(st.text(ascii_lowercase, min_size=4, max_size=7))
def test_neighbours_are_the_word_and_what_one_edit_makes_of_it(word):
    assert all(is_one_edit(word, other) for other in edit_neighbours(word) - {word})


@settings(max_examples=30)
@given(st.text(ascii_lowercase, min_size=4, max_size=7))
def test_neighbours_are_mutual(word):
    longer = {other for other in edit_neighbours(word) if len(other) >= 4}
    assert all(word in edit_neighbours(other) for other in longer)


@settings(max_examples=500)
@given(st.text("abn", min_size=4, max_size=6), WORDS)
def test_the_rule_and_the_neighbours_agree(word, other):
    assert is_one_edit(word, other) == (other in edit_neighbours(word) and other != word)


@settings(max_examples=500)
@given(WORDS, WORDS)
def test_one_edit_is_mutual(word, other):
    assert is_one_edit(word, other) == is_one_edit(other, word)


@settings(max_examples=300)
@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=4))
def test_what_an_engine_fetches_holds_every_match(question, name):
    """An engine asks for each syllable's neighbours, for initials and the last as beginnings."""
    *first, last = question_syllables(" ".join(question))
    fetched = all(
        any(
            has in edit_neighbours(asked) or (is_initial(asked) and has.startswith(asked))
            for has in name
        )
        for asked in first
    ) and any(has in edit_neighbours(last) or has.startswith(last) for has in name)
    assert fetched or match_name(" ".join(question), " ".join(name)) is None


def brute_force(question, name):
    """The rule as a reader would say it: try every place for every syllable."""
    if not question:
        return True
    asked, rest = question[0], question[1:]
    return any(
        (
            asked == has
            or ((not rest or is_initial(asked)) and has.startswith(asked))
            or (len(asked) >= 4 and has in edit_neighbours(asked))
        )
        and brute_force(rest, name[at + 1 :])
        for at, has in enumerate(name)
    )


@settings(max_examples=500)
@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=4))
def test_agrees_with_trying_everything(question, name):
    found = match_name(" ".join(question), " ".join(name)) is not None
    assert found == brute_force(question, name)


@pytest.mark.parametrize("word", ["", "a", "thu"])
def test_short_syllables_forgive_no_typo(word):
    assert edit_neighbours(word) == {word}


def test_question_syllables_are_folded():
    assert question_syllables(" Đỗ-Thị  HOÀ ") == ["do", "thi", "hoa"]


@pytest.mark.parametrize(
    ("question", "name", "expected"),
    [
        ("N V An", "Nguyễn Văn An", Level.BEGINNING),
        ("N.V. An", "Nguyễn Văn An", Level.BEGINNING),
        ("Ng. V. An", "Nguyễn Văn An", Level.BEGINNING),
        ("Tr Thị B", "Trần Thị Bé", Level.BEGINNING),
        ("Đ Chi", "Đỗ Thị Chi", Level.BEGINNING),
        ("Ngh. An", "Nghiêm Văn An", Level.BEGINNING),
        ("N V An", "N V An", Level.WHOLE),
        ("N V An", "Trần Văn An", None),
        ("V N An", "Nguyễn Văn An", None),
        ("Ng Văn An", "Ngô Văn An", Level.BEGINNING),
        ("Nguy Văn An", "Nguyễn Văn An", None),  # a syllable that is only half written
    ],
)
def test_initials_stand_for_syllables(question, name, expected):
    assert level(question, name) == expected


@given(NAMES)
def test_the_initials_of_a_name_find_it(name):
    syllables = name.split()
    initials = [syllable[0] for syllable in syllables[:-1]]
    assert match_name(" ".join([*initials, syllables[-1]]), name) is not None


@given(st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=6), st.data())
def test_a_name_is_found_without_some_of_its_middle_names(syllables, data):
    kept = [s for s in syllables[1:-1] if data.draw(st.booleans())]
    assert match_name(" ".join([syllables[0], *kept, syllables[-1]]), " ".join(syllables))
