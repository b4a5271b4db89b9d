"""Books that are laid out alike."""

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.layout import (
    BookLayout,
    FoundColumn,
    SheetLayout,
)
from plugins.declarations.logbooks.understanding.shapes import (
    shape_of,
    shapes_by_row,
    sheet_shape,
)


def sheet(*headings, number=1, row=1):
    columns = [FoundColumn(at, text, Column.OTHER) for at, text in enumerate(headings) if text]
    return SheetLayout(number, str(number), row, 1, tuple(columns))


def shape(*sheets):
    return shape_of(BookLayout("xlsx", sheets))


def test_the_same_headings_have_the_same_shape_wherever_they_stand():
    assert shape(sheet("Họ tên", "SĐT")) == shape(sheet("Họ tên", "SĐT", row=7))


def test_accents_and_case_make_no_difference():
    assert shape(sheet("HỌ TÊN", "SĐT")) == shape(sheet("Ho ten", "sđt."))


def test_the_order_of_columns_does():
    assert shape(sheet("Họ tên", "SĐT")) != shape(sheet("SĐT", "Họ tên"))


def test_an_empty_column_before_does():
    assert shape(sheet("Họ tên", "SĐT")) != shape(sheet("", "Họ tên", "SĐT"))


def test_a_book_of_thirty_days_is_like_one_of_thirty_one():
    days = [sheet("Họ tên", "SĐT", number=n) for n in range(1, 32)]
    assert shape(*days) == shape(*days[:30])


def test_a_book_of_which_nothing_is_read_has_none():
    assert shape() == ""


def test_what_a_row_is_like_if_it_holds_the_headings():
    top = [["Sổ trực", ""], ["Anh/Chị", "Máy"], ["Lê A", "0912345678"]]
    assert shapes_by_row(top)[sheet_shape(sheet("Anh/Chị", "Máy").columns)] == 2
