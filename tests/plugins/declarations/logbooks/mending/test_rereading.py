"""A mended row is read by the rules of its book, also where its day stood elsewhere."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from plugins.declarations.logbooks.jobs.source import open_book
from plugins.declarations.logbooks.mending.rereading import Kept, RowReader, RowTexts
from plugins.declarations.logbooks.understanding.entries import Entry
from tests.plugins.declarations.logbooks.books import SAMPLES
from tests.plugins.declarations.logbooks.tables import TODAY, ZONE, read_rows, shown

HEADINGS = ("STT", "Ngày", "Giờ vào", "Giờ ra", "Họ và tên", "SĐT")
WITHOUT_DATES = ("STT", "Giờ vào", "Giờ ra", "Họ và tên", "SĐT")
SOUND = ("05/07/2021", "7h30", "8h", "Lê An", "0912345678")


def refused(rows, **kwargs):
    """The reader of the only sheet, and its first refused row."""
    read = read_rows(rows, **kwargs)
    row = read.refused[0]
    faults = [[fault.column.value, fault.code] for fault in row.faults]
    return reader_of(read.layout), Kept(row.cells, row.day, faults), row.row


def reader_of(layout):
    return RowReader(layout.sheets[0], layout, ZONE, TODAY)


def mended(reader, texts, **changes):
    """The row with some cells (by their headings' letters) changed, read again."""
    cells = list(texts.cells)
    for letter, text in changes.items():
        if letter != "day":
            cells["ABCDEFGH".index(letter)] = text
    return reader.read(9, RowTexts(cells, changes.get("day", texts.day)))


def came(outcome):
    assert isinstance(outcome, Entry), outcome
    return shown(outcome.checked_in)


def test_a_row_with_its_cell_put_right_is_a_visit():
    reader, kept, _row = refused([HEADINGS, (1, *SOUND), (2, *SOUND[:4], "0912")])
    outcome = mended(reader, reader.shown(kept), F="0987654321")
    assert (outcome.name, outcome.phone, outcome.row) == ("Lê An", "+84987654321", 9)


def test_what_is_still_wrong_is_said():
    reader, kept, _row = refused([HEADINGS, (1, *SOUND), (2, *SOUND[:4], "0912")])
    (fault,) = mended(reader, reader.shown(kept), F="091")
    assert (fault.column, fault.code) == ("phone", "phone_length")


def test_a_row_emptied_by_its_editor_is_no_visit():
    reader, kept, _row = refused([HEADINGS, (1, *SOUND), (2, *SOUND[:4], "0912")])
    faults = mended(reader, reader.shown(kept), A="", B="", C="", D="", E="", F="")
    assert {fault.column for fault in faults} == {"name", "date", "time_in"}


def test_a_row_with_hardly_anything_filled_in_is_meant_as_a_visit():
    reader, _kept, _row = refused([HEADINGS, (1, *SOUND), (2, *SOUND[:4], "0912")])
    outcome = reader.read(9, RowTexts(["", "05/07/2021", "7h", "", "Lê An", ""]))
    assert came(outcome) == "2021-07-05 07:00"


def test_the_day_of_a_day_row_stands_beside_the_row():
    reader, kept, _row = refused(
        [WITHOUT_DATES, ("Ngày 05/07/2021",), (1, "7h", "", "Lê An", "0912")]
    )
    texts = reader.shown(kept)
    assert texts.day == "05/07/2021"
    assert came(mended(reader, texts, E="0912345678")) == "2021-07-05 07:00"


def test_a_day_row_that_could_not_be_read_is_mended_in_the_row():
    reader, kept, _row = refused(
        [WITHOUT_DATES, ("Ngày 31/02/2021",), (1, "7h", "", "Lê An", "0912345678")]
    )
    texts = reader.shown(kept)
    assert texts.day == ""
    assert came(mended(reader, texts, day="28/2/2021")) == "2021-02-28 07:00"


def test_the_day_beside_the_row_is_refused_when_it_is_none():
    reader, kept, _row = refused(
        [WITHOUT_DATES, ("Ngày 05/07/2021",), (1, "7h", "", "Lê An", "0912")]
    )
    (fault,) = mended(reader, reader.shown(kept), E="0912345678", day="31/2/2021")
    assert (fault.column, fault.code) == ("date", "date_impossible")


@pytest.mark.parametrize("empty", ["", '"', "nt"])
def test_an_empty_date_shows_the_date_above(empty):
    rows = [(n, *((empty,) if n % 3 else ("05/07/2021",)), *SOUND[1:]) for n in range(3)]
    reader, kept, _row = refused([HEADINGS, *rows, (9, empty, *SOUND[1:4], "0912")])
    texts = reader.shown(kept)
    assert texts.cells[1] == "05/07/2021"
    assert came(mended(reader, texts, F="0912345678")) == "2021-07-05 07:30"


def test_a_title_in_mid_sheet_holds_for_the_row_below_it():
    august = [(n, str(n), *SOUND[1:]) for n in range(3, 6)]
    reader, kept, _row = refused(
        [
            ("Tháng 7 năm 2021",),
            HEADINGS,
            (1, "5", *SOUND[1:]),
            ("Tháng 8 năm 2021",),
            *august,
            (2, "6", *SOUND[1:4], "0912"),
        ]
    )
    texts = reader.shown(kept)
    assert came(mended(reader, texts, F="0912345678")) == "2021-08-06 07:30"


def test_true_dates_of_a_month_first_sheet_stay_what_they_are():
    rows = [(n, f"07/{n + 13}/2021", *SOUND[1:]) for n in range(5)]
    reader, kept, _row = refused([HEADINGS, *rows, (9, date(2021, 7, 5), *SOUND[1:4], "0912")])
    texts = reader.shown(kept)
    assert texts.cells[1] == "07/05/2021"
    assert came(mended(reader, texts, F="0912345678")) == "2021-07-05 07:30"


def test_a_time_out_before_the_time_in_is_mended_in_its_own_cell():
    reader, kept, _row = refused(
        [HEADINGS, (1, *SOUND), (2, "05/07/2021", "19h", "7h30", *SOUND[3:])]
    )
    assert [reader.place_of(column) for column, _code in kept.faults] == [3]


def test_rows_do_not_change_how_others_are_read():
    reader, kept, _row = refused([HEADINGS, (1, *SOUND), (2, *SOUND[:4], "0912")])
    mended(reader, reader.shown(kept), F="0912345678")
    faults = mended(reader, reader.shown(kept), B='"', F="0912345678")
    assert [(fault.column, fault.code) for fault in faults] == [("date", "date_missing")]


@pytest.mark.parametrize(
    ("cell", "text", "shown_in"),
    [
        (0.5, "12:00", "2021-07-05 12:00"),
        (0.25, "06:00", "2021-07-05 06:00"),
        (7.3, "7.3", "2021-07-05 07:30"),
        (730, "730", "2021-07-05 07:30"),
        (time(7, 30), "07:30", "2021-07-05 07:30"),
        (44385.5, "08/07/2021 12:00", "2021-07-08 12:00"),
        (datetime(2021, 7, 8, 7, 30), "08/07/2021 07:30", "2021-07-08 07:30"),
    ],
)
def test_cells_that_are_no_texts_mean_the_same_as_texts(cell, text, shown_in):
    row = (9, "05/07/2021", cell, "", "Lê An", "0912")
    reader, kept, _row = refused([HEADINGS, (1, *SOUND), row])
    texts = reader.shown(kept)
    assert texts.cells[2] == text
    assert came(mended(reader, texts, F="0912345678")) == shown_in


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.truth.json")), ids=lambda path: path.name)
def test_a_refused_row_of_a_sample_read_again_as_it_stands_has_the_same_faults(sample):
    name = sample.name.removesuffix(".truth.json")
    (path,) = (p for p in SAMPLES.glob(f"{name}.*") if not p.name.endswith(".json"))
    with open_book(path.read_bytes(), path.name, None) as source:
        readers = {
            sheet.number: RowReader(sheet, source.layout, ZONE, timezone.localdate())
            for sheet in source.layout.sheets
        }
        for row in (row for chunk in source.chunks for row in chunk.refused):
            faults = [[fault.column.value, fault.code] for fault in row.faults]
            reader = readers[row.sheet]
            again = reader.read(row.row, reader.shown(Kept(row.cells, row.day, faults)))
            assert again == row.faults
