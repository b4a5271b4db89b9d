"""The form that changes how a book is read."""

import pytest

from plugins.declarations.logbooks.choosing.forms import ChoicesForm
from plugins.declarations.logbooks.choosing.sheets_shown import MOST_COLUMNS, sheets_shown
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.layout import (
    BookLayout,
    FoundColumn,
    LeftOut,
    SheetLayout,
)

COLUMNS = (
    FoundColumn(0, "Họ tên", Column.NAME),
    FoundColumn(1, "SĐT", Column.PHONE),
    FoundColumn(2, "Ngày", Column.DATE),
    FoundColumn(3, "Giờ vào", Column.TIME_IN),
)
SHEET = SheetLayout(1, "Sổ", 3, 1, COLUMNS)
TOP = [["Sổ trực"], ["Họ tên", "SĐT", "Bảo vệ ghi"], ["Lê A", "0912345678", "7h"]]
AS_SHOWN = {
    "text": "unicode",
    "date_order": "",
    "s1_row": "3",
    "s1_c0": "name",
    "s1_c1": "phone",
    "s1_c2": "date",
    "s1_c3": "time_in",
}


def form(changes=None, layout=None, texts=None, choices=None):
    layout = layout or BookLayout("xlsx", (SHEET,))
    texts = texts or {"samples": {"1": {"0": ["Lê A"], "5": ["x", "y"]}}}
    return ChoicesForm(
        AS_SHOWN | (changes or {}),
        layout=layout,
        sheets=sheets_shown(layout, texts),
        choices=choices or Choices(),
        orders=[("", "?"), ("dmy", "d"), ("mdy", "m")],
    )


def chosen(*args, **kwargs):
    sent = form(*args, **kwargs)
    assert sent.is_valid(), sent.errors
    return sent.choices()


def test_a_form_sent_as_it_was_shown_changes_nothing():
    assert chosen() == Choices()


def test_a_column_taken_as_something_else():
    assert chosen({"s1_c1": "id"}) == Choices(sheets={1: SheetChoices(columns={1: Column.ID})})


def test_a_column_without_heading_can_be_taken():
    assert chosen({"s1_c5": "notes"}).of(1).columns == {5: Column.NOTES}


def test_another_row_of_headings():
    assert chosen({"s1_row": "4"}).of(1) == SheetChoices(header_row=4)


def test_another_row_of_headings_forgets_the_columns_chosen_before():
    before = Choices(sheets={1: SheetChoices(columns={1: Column.ID})})
    assert chosen({"s1_row": "4"}, choices=before).of(1) == SheetChoices(header_row=4)


def test_no_headings_at_all():
    assert chosen({"s1_row": "0"}).of(1).header_row == 0


def test_earlier_choices_stay():
    before = Choices("vni", "mdy", {1: SheetChoices(3, {1: Column.PHONE})})
    sent = {"s1_c5": "notes", "date_order": "mdy", "text": "vni"}
    assert chosen(sent, choices=before) == Choices(
        "vni", "mdy", {1: SheetChoices(3, {1: Column.PHONE, 5: Column.NOTES})}
    )


def test_letters_and_order_of_dates():
    assert chosen({"text": "tcvn3", "date_order": "mdy"}) == Choices("tcvn3", "mdy")


def test_letters_as_recognised_are_no_choice():
    layout = BookLayout("xls", (SHEET,), text="tcvn3")
    assert chosen({"text": "tcvn3"}, layout=layout) == Choices()


def test_one_of_two_sheets_is_left_out():
    layout = BookLayout("xlsx", (SHEET, SheetLayout(2, "Khác", 1, 1, COLUMNS[:4])))
    second = {f"s2_c{at}": column.column.value for at, column in enumerate(COLUMNS)}
    sent = {**second, "s2_row": "1", "s2_out": "on"}
    assert chosen(sent, layout=layout).sheets == {2: SheetChoices(left_out=True)}


def test_a_sheet_left_out_by_choice_is_taken_in_again():
    layout = BookLayout("xlsx", (SHEET,), (LeftOut(2, "Khác", "by_choice"),))
    before = Choices(sheets={2: SheetChoices(left_out=True)})
    assert chosen(layout=layout, choices=before) == Choices()
    assert chosen({"s2_out": "on"}, layout=layout, choices=before) == before


def test_at_least_one_sheet_is_read():
    sent = form({"s1_out": "on"})
    assert not sent.is_valid()
    assert sent.non_field_errors()


def test_one_thing_in_two_columns_is_marked_at_both():
    sent = form({"s1_c1": "name"})
    assert not sent.is_valid()
    assert set(sent.errors) == {"s1_c0", "s1_c1"}


def test_notes_may_stand_in_several_columns():
    assert chosen({"s1_c1": "notes", "s1_c5": "notes"}).of(1).columns == {
        1: Column.NOTES,
        5: Column.NOTES,
    }


def test_a_name_and_a_time_are_needed():
    sent = form({"s1_c0": "other", "s1_c2": "other", "s1_c3": "other"})
    assert not sent.is_valid()
    assert "Họ và tên" in sent.non_field_errors()[0]
    assert "Giờ vào" in sent.non_field_errors()[0]


def test_the_date_may_hold_the_time():
    assert form({"s1_c3": "other"}).is_valid()


@pytest.mark.parametrize("row", ["-1", "31", "x", "", "1e5"])
def test_a_nonsense_row_of_headings_is_refused(row):
    assert "s1_row" in form({"s1_row": row}).errors


@pytest.mark.parametrize("column", ["nothing", "9" * 5000, "outcome"])
def test_a_nonsense_column_is_refused(column):
    assert "s1_c1" in form({"s1_c1": column}).errors


class TestNotUnderstood:
    LAYOUT = BookLayout("xlsx", (), (LeftOut(1, "Sổ", "missing_columns", (Column.TIME_IN,)),))
    TEXTS = {"tops": {"1": TOP}}
    SENT = {"s1_row": "2", "s1_c0": "name", "s1_c1": "phone", "s1_c2": "", "s1_c3": ""}

    def test_what_is_guessed_is_shown(self):
        (sheet,) = sheets_shown(self.LAYOUT, self.TEXTS)
        assert (sheet.understood, sheet.header_row) == (False, 2)
        assert [column.taken for column in sheet.columns] == [Column.NAME, Column.PHONE, None]

    def test_the_missing_column_is_chosen(self):
        sent = self.SENT | {"s1_c2": "time_in"}
        choices = chosen(sent, layout=self.LAYOUT, texts=self.TEXTS)
        assert choices.of(1) == SheetChoices(None, {2: Column.TIME_IN})

    def test_row_and_columns_are_chosen(self):
        sent = {"s1_row": "1", "s1_c0": "name", "s1_c1": "other", "s1_c2": "time_in"}
        choices = chosen(sent, layout=self.LAYOUT, texts=self.TEXTS)
        assert choices.of(1) == SheetChoices(1, {1: Column.OTHER, 2: Column.TIME_IN})

    def test_a_hidden_sheet_offers_nothing(self):
        layout = BookLayout("xlsx", (SHEET,), (LeftOut(2, "Cũ", "hidden"),))
        assert not any(name.startswith("s2_") for name in form(layout=layout).fields)


class TestSheetsAlike:
    LAYOUT = BookLayout(
        "xlsx",
        (
            SheetLayout(1, "1", 3, 1, COLUMNS),
            *(SheetLayout(n, str(n), 3, 1, COLUMNS) for n in (2, 3)),
        ),
    )
    TEXTS = {"samples": {}}

    def test_they_are_shown_as_one(self):
        (sheet,) = sheets_shown(self.LAYOUT, self.TEXTS)
        assert sheet.names == {1: "1", 2: "2", 3: "3"}

    def test_a_change_holds_for_each(self):
        choices = chosen({"s1_c1": "id"}, layout=self.LAYOUT, texts=self.TEXTS)
        same = SheetChoices(columns={1: Column.ID})
        assert choices.sheets == {1: same, 2: same, 3: same}

    def test_one_of_them_is_left_out(self):
        choices = chosen({"s2_out": "on"}, layout=self.LAYOUT, texts=self.TEXTS)
        assert choices.sheets == {2: SheetChoices(left_out=True)}

    def test_those_taken_otherwise_are_shown_apart(self):
        other = SheetLayout(2, "2", 3, 1, (*COLUMNS[:3], FoundColumn(3, "Giờ vào", Column.OTHER)))
        layout = BookLayout("xlsx", (SHEET, other))
        assert len(sheets_shown(layout, self.TEXTS)) == 2


def test_a_form_has_no_more_fields_than_can_be_sent():
    wide = tuple(
        SheetLayout(
            n, str(n), n, 1, tuple(FoundColumn(at, f"C{at}", Column.OTHER) for at in range(100))
        )
        for n in range(1, 21)
    )
    fields = form(layout=BookLayout("xlsx", wide), texts={"samples": {}}).fields
    assert sum("_c" in name for name in fields) == MOST_COLUMNS
