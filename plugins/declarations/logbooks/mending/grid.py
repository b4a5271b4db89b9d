"""Refused rows as a grid to be mended, like a spreadsheet, with the reasons beside the cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from plugins.declarations.logbooks.mending.rereading import RowReader
from plugins.declarations.logbooks.mending.row_changes import MENDABLE, readers_of, texts_shown
from plugins.declarations.logbooks.mending.services import (
    DAY,
    Result,
    is_open,
    version_of,
    with_fault,
)
from plugins.declarations.logbooks.messages import fault_text
from plugins.declarations.logbooks.models import Logbook, LogbookRow, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.text import letter
from portal.text import as_pk

ROWS_A_PAGE = 50
_FIELDS_A_PAGE = 900  # Django takes 1000 of a form
_NOT_SHOWN = frozenset({Column.ORDINAL, Column.OTHER, Column.OUTCOME})
_OUTCOMES = {
    "faulty": RowOutcome.REFUSED,
    "mended": RowOutcome.MENDED,
    "aside": RowOutcome.SET_ASIDE,
}
_STATES = {
    RowOutcome.REFUSED: "faulty",
    RowOutcome.SET_ASIDE: "aside",
    RowOutcome.POSSIBLE: "possible",
    RowOutcome.SEPARATE: "recorded",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a column of the grid: its letter and heading in the book, or what it is taken for."""

    key: str
    letter: str
    text: str
    kind: str  # what the column is taken for


@dataclass(slots=True)
class GridCell:
    """A cell: ``why`` it is refused, ``typed`` what was written into it in vain."""

    heading: Heading
    text: str
    why: list[str] = field(default_factory=list)
    typed: str = ""


@dataclass(slots=True)
class GridRow:
    """A row; ``state`` says what has become of it, for the page's styles."""

    pk: int
    version: str
    number: int
    state: str
    cells: list[GridCell]
    open: bool  # its cells may be changed
    back: bool  # it may be taken back from those set aside
    why: list[str]  # what has no cell here
    stale: bool = False


@dataclass(slots=True)
class GridSheet:
    """The rows of one sheet, under its headings."""

    name: str
    headings: list[Heading]
    rows: list[GridRow]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for: in which state, with which fault, after or before which one."""

    state: str = "faulty"
    fault: str = ""
    after: tuple[int, int] | None = None  # sheet and row
    before: tuple[int, int] | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """From the address; what makes no sense is left out."""
        state = query.get("rows", "")
        fault = query.get("fault", "")
        return cls(
            state if state in _OUTCOMES else "faulty",
            fault if fault.partition(":")[0] in set(Column) else "",
            _place(query.get("after")),
            _place(query.get("before")),
        )


def grid(book: Logbook, wanted: Wanted, *, may_import: bool) -> dict[str, Any]:
    """Context of the grid's templates; a constant number of queries."""
    rows = _rows(book, wanted)
    total, size = rows.count(), _rows_a_page(book)
    shown = _page(rows, wanted, size)
    earlier = rows.filter(_before(shown[0].sheet, shown[0].row)).count() if shown else 0
    editable = may_import and book.status in MENDABLE and not book.forgotten
    return {
        "sheets": list(sheets_of(book, shown, editable=editable)),
        "wanted": wanted,
        "editable": editable,
        "tabs": tabs(book),
        "total": total,
        "page": -(-earlier // size) + 1,
        "pages": -(-total // size),
        "before": f"{shown[0].sheet}.{shown[0].row}" if earlier else "",
        "after": f"{shown[-1].sheet}.{shown[-1].row}" if earlier + len(shown) < total else "",
        "fault_label": _fault_label(wanted.fault),
        "fault_column": str(Column(wanted.fault.partition(":")[0]).label) if wanted.fault else "",
    }


def tabs(book: Logbook) -> list[tuple[str, str, int]]:
    """Name, text and number of the rows in each state; one query."""
    mended = book.rows.filter(outcome=RowOutcome.MENDED).count()
    return [
        ("faulty", _("To be mended"), book.refused),
        ("mended", _("Mended"), mended),
        ("aside", _("Set aside"), book.set_aside),
    ]


def sheets_of(
    book: Logbook,
    rows: Sequence[LogbookRow],
    *,
    editable: bool,
    results: Iterable[Result] = (),
) -> Iterator[GridSheet]:
    """Rows under the headings of their sheets; with what came of edits to some of them."""
    readers = readers_of(book)
    came = {result.row.pk: result for result in results}
    for number, group in groupby(rows, key=lambda row: row.sheet):
        reader = readers.get(number)
        if reader is None:
            continue
        headings = _headings(reader)
        grid_rows = [_row(book, row, reader, headings, came.get(row.pk)) for row in group]
        for row in grid_rows if not editable else ():
            row.open = row.back = False
        several = len(readers) > 1
        yield GridSheet(reader.sheet.name if several else "", headings, grid_rows)


def _rows(book: Logbook, wanted: Wanted) -> QuerySet[LogbookRow]:
    if wanted.state == "faulty" and wanted.fault:
        return with_fault(book, wanted.fault)
    return book.rows.filter(outcome=_OUTCOMES[wanted.state])


def _page(rows: QuerySet[LogbookRow], wanted: Wanted, size: int) -> list[LogbookRow]:
    """By place, not by number: rows that are mended leave the list, and none is skipped."""
    if wanted.before:
        page = rows.filter(_before(*wanted.before)).order_by("-sheet", "-row")[:size]
        return list(reversed(page))
    if wanted.after:
        sheet, row = wanted.after
        later = rows.filter(Q(sheet__gt=sheet) | Q(sheet=sheet, row__gt=row))
        if found := list(later.order_by("sheet", "row")[:size]):
            return found
    return list(rows.order_by("sheet", "row")[:size])


def _rows_a_page(book: Logbook) -> int:
    """ROWS_A_PAGE, or as many as a form can send of a very wide sheet."""
    widest = max((len(_headings(reader)) for reader in readers_of(book).values()), default=0)
    return max(1, min(ROWS_A_PAGE, _FIELDS_A_PAGE // (widest + 1)))


def _before(sheet: int, row: int) -> Q:
    return Q(sheet__lt=sheet) | Q(sheet=sheet, row__lt=row)


def _headings(reader: RowReader) -> list[Heading]:
    found = [each for each in reader.sheet.columns if each.column not in _NOT_SHOWN]
    headings = [
        Heading(
            str(each.index),
            letter(each.index),
            each.heading or str(each.column.label),
            each.column.value,
        )
        for each in found
    ]
    if reader.date_at is None:
        headings.insert(0, Heading(DAY, "", str(Column.DATE.label), Column.DATE.value))
    return headings


def _row(
    book: Logbook,
    row: LogbookRow,
    reader: RowReader,
    headings: Sequence[Heading],
    result: Result | None,
) -> GridRow:
    texts = texts_shown(book, row, reader)
    reasons: dict[str, list[str]] = {}
    for column, code in row.faults if row.outcome == RowOutcome.REFUSED else ():
        at = reader.place_of(column)
        key = (DAY if column == Column.DATE else "") if at is None else str(at)
        reasons.setdefault(key, []).append(str(fault_text(code)))
    typed = result.typed if result and result.state == "stale" else {}
    cells = []
    for heading in headings:
        text = texts.day if heading.key == DAY else texts.cells[int(heading.key)]
        wrote = (typed or {}).get(heading.key, text)
        cells.append(
            GridCell(heading, text, reasons.pop(heading.key, []), wrote if wrote != text else "")
        )
    left = [reason for rest in reasons.values() for reason in rest]
    aside = row.outcome == RowOutcome.SET_ASIDE and row.sealed is not None
    stale = result is not None and result.state == "stale"
    return GridRow(
        row.pk,
        version_of(row),
        row.row,
        _state(book, row),
        cells,
        is_open(book, row),
        aside,
        left,
        stale,
    )


def _state(book: Logbook, row: LogbookRow) -> str:
    if row.outcome == RowOutcome.MENDED:
        if book.status == LogbookStatus.PREVIEW:
            return "repeated" if row.visit_id else "mended"
        return "recorded"
    return _STATES.get(RowOutcome(row.outcome), "duplicate")


def _place(text: str | None) -> tuple[int, int] | None:
    """ "2.135" as sheet and row."""
    sheet, _dot, row = (text or "").partition(".")
    numbers = as_pk(sheet), as_pk(row)
    return (numbers[0], numbers[1]) if numbers[0] and numbers[1] else None


def _fault_label(fault: str) -> str:
    column, _colon, code = fault.partition(":")
    if not fault:
        return ""
    try:
        return f"{Column(column).label}: {fault_text(code)}"
    except KeyError:
        return str(Column(column).label)
