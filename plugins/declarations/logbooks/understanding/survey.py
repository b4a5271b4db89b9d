"""Looks through a whole book once and lays down how it is to be read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.dates import YEAR_FIRST, DateContext
from plugins.declarations.logbooks.understanding.decimal_times import SeenDecimals
from plugins.declarations.logbooks.understanding.header import (
    Header,
    find_header,
    header_at,
    with_columns,
)
from plugins.declarations.logbooks.understanding.headings import recognise, result_of
from plugins.declarations.logbooks.understanding.layout import (
    HEADER_WITHIN,
    BookLayout,
    FoundColumn,
    LeftOut,
    SheetLayout,
)
from plugins.declarations.logbooks.understanding.moments import parse_moment
from plugins.declarations.logbooks.understanding.orders import decide_order
from plugins.declarations.logbooks.understanding.periods import Period, merge, read_period
from plugins.declarations.logbooks.understanding.raw import RawSheet
from plugins.declarations.logbooks.understanding.sheet_dates import (
    ANY_YEAR,
    SeenDates,
    any_time,
    is_time,
    own_years,
    title_day,
)
from plugins.declarations.logbooks.understanding.text import Cell, as_text, is_blank, plain
from plugins.declarations.logbooks.understanding.years import stand_first, usual_day

# From this share of empty cells on, a date column is one where each day is written once.
FILL_DOWN_FROM = 0.5
_MAY_BE_DATES = (None, Column.TIME_IN)
_NO_CHOICES = Choices()
_NO_SHEET_CHOICES = SheetChoices()
_LOOKED_AT = 20  # rows that tell what a column holds
_REFERENCE = re.compile(
    r"\b(?:quyet dinh|qd|cong van|cv|thong tu|nghi dinh|chi thi|huong dan so|ban hanh|kem theo"
    r"|can cu|mau so)\b"
)
_DATED = frozenset({Column.DATE, Column.DATE_OUT})
_GIVEN_NAME = re.compile(r"[^\W\d_]{1,8}")
_NEARLY_ALL = 0.8
_NO_NAMES = frozenset({"nam", "nu", "co", "khong", "x", "bt", "k"})  # sex, ticks
_TWO_NUMBERS = re.compile(r"\d\D+\d|\d{6}")


def survey(
    sheets: Iterable[RawSheet],
    *,
    kind: str,
    encoding: str,
    file_name: str,
    year: int | None,
    today: date,
    choices: Choices = _NO_CHOICES,
) -> BookLayout:
    """The layout of a book. ``year`` is what the editor says it is of, if not in the book."""
    found: list[SheetLayout] = []
    left_out: list[LeftOut] = []
    stem = file_name.rpartition(".")[0] or file_name
    around = Around(read_period(stem), today, choices.date_order)
    for sheet in sheets:
        layout = survey_sheet(sheet, around, choices.of(sheet.number))
        if isinstance(layout, SheetLayout):
            found.append(layout)
        else:
            left_out.append(layout)
    read = _with_one_order(found)
    return BookLayout(
        kind,
        read,
        tuple(left_out),
        encoding,
        given_year=year,
        file_period=around.file_period,
        asks_order=any(sheet.order_asked for sheet in read),
        result_of=result_of(column.heading for sheet in read for column in sheet.columns),
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for every sheet of a book. ``date_order`` is the editor's, or empty."""

    file_period: Period
    today: date
    date_order: str


def _with_one_order(sheets: list[SheetLayout]) -> tuple[SheetLayout, ...]:
    """One person wrote the book: a sheet that shows no order follows those that do."""
    orders = {sheet.date_order for sheet in sheets if sheet.order_certain}
    if len(orders) != 1:
        return tuple(sheets)
    (order,) = orders
    return tuple(
        replace(sheet, date_order=order, order_certain=True, order_asked=False)
        if sheet.order_asked
        else sheet
        for sheet in sheets
    )


def survey_sheet(
    sheet: RawSheet, around: Around, choice: SheetChoices = _NO_SHEET_CHOICES
) -> SheetLayout | LeftOut:
    """The layout of one sheet, or why it is left out."""
    if sheet.hidden or choice.left_out:
        return LeftOut(sheet.number, sheet.name, "hidden" if sheet.hidden else "by_choice")
    top = list(islice(sheet.rows(), max(HEADER_WITHIN, choice.header_row or 0) + 2))
    header = _header(top, choice)
    if header is None:
        empty = all(is_blank(cell) for row in top for cell in row)
        return LeftOut(sheet.number, sheet.name, "empty" if empty else "no_header")
    header = _without_ticks(top, header, choice)
    if header.missing:
        return LeftOut(sheet.number, sheet.name, "missing_columns", header.missing)
    titles = _titles(top[: max(header.row, 0)])
    layout = SheetLayout(
        sheet.number,
        sheet.name,
        header.row + 1,
        header.rows,
        header.columns,
        period=merge(map(read_period, [*titles, sheet.name, *_date_headings(header)])),
    )
    layout = _with_given_names(top, layout, choice)
    if not layout.has(Column.DATE):
        layout = _with_date_column(sheet, layout, choice)
    if not layout.has(Column.DATE):
        layout = replace(layout, title_day=title_day(titles, sheet.name))
    return _with_dates(sheet, layout, around, titles)


def _titles(above: Iterable[Sequence[Cell]]) -> list[str]:
    """The texts above the headings; not those that name a decision or a letter with its day."""
    texts = [as_text(cell) for row in above for cell in row if not is_blank(cell)]
    return [text for text in texts if not _REFERENCE.search(plain(text))]


def _date_headings(header: Header) -> list[str]:
    """Headings that may say the month or year: "Ngày (tháng 7/2021)"."""
    return [found.heading for found in header.columns if found.column in _DATED]


def _without_ticks(top: Sequence[Sequence[Cell]], header: Header, choice: SheetChoices) -> Header:
    """A column of nothing but "có", "không" and ticks is the cough, not the family name."""
    for found in header.columns:
        if found.column != Column.FAMILY_NAME or found.index in choice.columns:
            continue
        below = (row[found.index] for row in top[header.row + header.rows :])
        words = {plain(as_text(cell)) for cell in below if not is_blank(cell)}
        if words and words <= _NO_NAMES:
            other = replace(found, column=Column.OTHER)
            columns = tuple(other if each is found else each for each in header.columns)
            return replace(header, columns=columns)
    return header


def _with_given_names(
    top: Sequence[Sequence[Cell]], layout: SheetLayout, choice: SheetChoices
) -> SheetLayout:
    """Where "Họ và tên" stands above two columns, the second, without a heading, is the name."""
    at = layout.index_of(Column.NAME)
    headed = {found.index for found in layout.columns}
    if at is None or layout.has(Column.FAMILY_NAME) or {at, at + 1} & set(choice.columns):
        return layout
    pairs = [row[at : at + 2] for row in top[layout.first_row :] if not is_blank(row[at])]
    given = [as_text(pair[1]).strip() for pair in pairs if len(pair) > 1]
    words = [text for text in given if _GIVEN_NAME.fullmatch(text)]
    if at + 1 in headed or not words or len(words) < _NEARLY_ALL * len(pairs):
        return layout
    if {plain(word) for word in words} <= _NO_NAMES:
        return layout
    columns = [
        replace(found, column=Column.FAMILY_NAME) if found.index == at else found
        for found in layout.columns
    ]
    columns.append(FoundColumn(at + 1, "", Column.NAME))
    return replace(layout, columns=tuple(sorted(columns, key=lambda found: found.index)))


def _header(top: Sequence[Sequence[Cell]], choice: SheetChoices) -> Header | None:
    """The header as found, or where and what the editor says it is."""
    if choice.header_row is not None:
        header: Header | None = header_at(top, choice.header_row)
    else:
        header = find_header(top)
        if header is None and choice.columns:
            header = header_at(top, 0)
    if header is None:
        return None
    return with_columns(header, choice.columns, max(map(len, top), default=0))


def _with_date_column(sheet: RawSheet, layout: SheetLayout, choice: SheetChoices) -> SheetLayout:
    """A column of nothing but dates, whose heading does not say that they are others' dates.

    As in "Thời gian | Vào | Ra"; "Ngày cấp" is understood and stays out.
    """
    rows = list(islice(sheet.rows(), layout.first_row, layout.first_row + _LOOKED_AT))
    for found in layout.columns:
        if found.index in choice.columns:
            continue
        cells = [row[found.index] for row in rows if not is_blank(row[found.index])]
        open_to_it = found.column == Column.OTHER and recognise(found.heading) in _MAY_BE_DATES
        # Nearly: one impossible date must not cost the whole column.
        if open_to_it and cells and sum(map(_is_date, cells)) >= _NEARLY_ALL * len(cells):
            dated = replace(found, column=Column.DATE)
            columns = tuple(dated if each is found else each for each in layout.columns)
            return replace(layout, columns=columns)
    return layout


def _is_date(cell: Cell) -> bool:
    if is_time(cell) or isinstance(cell, int | float):
        return False
    if isinstance(cell, str) and not _TWO_NUMBERS.search(cell):
        return False  # "May 2" is the second sewing line of a factory
    moment = parse_moment(cell, ANY_YEAR, of_day=True)
    return moment.day is not None and moment.minutes is None


def _with_dates(
    sheet: RawSheet, layout: SheetLayout, around: Around, titles: Sequence[str]
) -> SheetLayout | LeftOut:
    """What only all rows together tell: the order of day and month, gaps, years."""
    seen, decimals = SeenDates(layout), SeenDecimals(layout)
    for row in islice(sheet.rows(), layout.first_row, None):
        seen.see(row)
        decimals.see(row)
    found = decide_order(
        seen.cells,
        told=[seen.heading, *titles],
        period=merge([layout.period, around.file_period]),
        today=around.today,
        chosen=around.date_order,
    )
    known = merge([layout.period, around.file_period])
    if not around.date_order and stand_first(seen.cells, known, around.today):
        found = replace(found, order=YEAR_FIRST, certain=True, asks=False)
    usual = usual_day(seen.cells, DateContext(found.order, (known,), around.today))
    layout = replace(
        layout,
        usual_day=usual.isoformat() if usual else "",
        date_order=found.order,
        order_certain=found.certain,
        order_asked=found.asks,
        order_examples=found.examples,
        swapped_cells=found.swapped,
        decimals=decimals.kind,
        fill_down=seen.dated and seen.gaps >= FILL_DOWN_FROM,
    )
    if not layout.period.years:
        own = own_years(seen.cells, layout, around.today)
        layout = replace(layout, period=merge([layout.period, own]))
    if seen.dated and not layout.has(Column.TIME_IN) and not any_time(seen.cells, layout):
        return LeftOut(sheet.number, sheet.name, "missing_columns", (Column.TIME_IN,))
    return layout
