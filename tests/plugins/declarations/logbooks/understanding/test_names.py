"""Names of visitors as their cells hold them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.logbooks.understanding.widgets import CellFault, NameWidget

WORDS = st.sampled_from(
    ["Nguyễn", "Trần", "Văn", "Thị", "Đỗ", "Ánh", "H'Hen", "Niê", "Tống", "Công"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
SPACES = st.sampled_from([" ", "  ", "\u00a0", "\t", "\n", " \u200b"])


def read(cell):
    return NameWidget().read(cell)[0]


@given(NAMES, SPACES, st.sampled_from(["NFC", "NFD"]))
def test_spaces_and_forms_of_letters_make_no_difference(name, space, form):
    cell = space + unicodedata.normalize(form, name.replace(" ", space)) + space
    assert read(cell) == name


@given(NAMES, st.integers(1, 999), st.sampled_from([". ", ") ", "- ", "."]))
def test_numbers_before_names_are_no_part_of_them(name, number, mark):
    assert read(f"{number}{mark}{name}") == name


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_none_or_a_fault(text):
    try:
        name = read(text)
    except CellFault:
        return
    assert name is None or any(map(str.isalpha, name))


@pytest.mark.parametrize("cell", ["", " ", "..."])
def test_where_nothing_is_written_there_is_no_name(cell):
    assert read(cell) is None


@pytest.mark.parametrize("cell", ["x", "không tên", "Tổng cộng", "#REF!"])
def test_what_stands_for_a_name_is_a_fault_of_its_own(cell):
    with pytest.raises(CellFault, match="name_no_name"):
        read(cell)


@pytest.mark.parametrize("cell", ["123", "12/5", "A" * 201])
def test_what_cannot_be_a_name_is_a_fault(cell):
    with pytest.raises(CellFault):
        read(cell)
