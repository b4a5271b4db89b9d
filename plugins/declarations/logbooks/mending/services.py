"""Mending the refused rows of a book, in the browser; setting aside what is no visit.

What an editor writes is kept beside the row's own cells, never over them. Before the import a
mended row waits for it; afterwards it becomes a visit at once. Every change names the state of the
row that its editor saw: of two at once the second is told, and nothing is overwritten.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from plugins.declarations.logbooks.mending.rereading import RowReader, RowTexts
from plugins.declarations.logbooks.mending.row_changes import RowChanges, texts_shown
from plugins.declarations.logbooks.models import Logbook, LogbookRow, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.services import check_may_import

DAY = "day"  # in place of a cell's index: the day beside the row
LONGEST = 500  # characters of a cell
PARTS_MISSING = frozenset({"date_missing", "time_missing"})
FILL_AT_ONCE = 2000  # rows that one press fills in: about a second


@dataclass(frozen=True, slots=True)
class Edit:
    """What an editor made of a row whose state was ``version`` when he saw it.

    ``cells``: the texts of some or all of its cells by their index as text, and by DAY.
    """

    pk: int
    version: str
    cells: Mapping[str, str]


@dataclass(slots=True)
class Result:
    """What came of an edit: "saved", "unchanged", or "stale" with what was typed in vain."""

    row: LogbookRow
    state: str
    typed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """Rows that a value made visits of, that have other faults still, and that were not reached."""

    mended: int
    faulty: int
    left: int


def version_of(row: LogbookRow) -> str:
    """Tells one state of a row from every other: each sealing is different."""
    content = row.outcome.encode() + bytes(row.sealed or b"")
    return hashlib.sha256(content).hexdigest()[:16]


def is_open(book: Logbook, row: LogbookRow) -> bool:
    """Whether the row's cells may be changed."""
    waiting = row.outcome == RowOutcome.MENDED and book.status == LogbookStatus.PREVIEW
    return row.sealed is not None and (waiting or row.outcome == RowOutcome.REFUSED)


def with_fault(book: Logbook, fault: str) -> QuerySet[LogbookRow]:
    """Refused rows with a fault "column:code"; with any where it is ""."""
    rows = book.rows.filter(outcome=RowOutcome.REFUSED, sealed__isnull=False)
    if not fault:
        return rows
    column, _colon, code = fault.partition(":")
    # As both databases show the JSON; only PostgreSQL could look into it.
    shown = rows.annotate(faults_text=Cast("faults", TextField()))
    return shown.filter(faults_text__contains=f'["{column}", "{code}"]')


@transaction.atomic
def save(book: Logbook, edits: Sequence[Edit], *, by: Any) -> list[Result]:
    """Keep what was typed and read the rows again. Raises PermissionDenied or Closed.

    A constant number of queries, besides one for the record of a book that is imported.
    """
    mending = _changes(book, by)
    rows = mending.lock(edit.pk for edit in edits)
    results = []
    for edit in edits:
        if (row := rows.get(edit.pk)) is None or row.sheet not in mending.readers:
            continue
        current = texts_shown(book, row, mending.readers[row.sheet])
        wanted = _merged(current, edit.cells)
        if wanted == current:
            results.append(Result(row, "unchanged"))
        elif version_of(row) != edit.version or not is_open(book, row):
            results.append(Result(row, "stale", edit.cells))
        else:
            mending.change(row, wanted)
            results.append(Result(row, "saved"))
    mending.write()
    return results


@transaction.atomic
def set_aside(book: Logbook, pk: int, version: str, *, by: Any) -> Result | None:
    """The row is no visit. None if there is no such row. Raises PermissionDenied or Closed."""
    return _switch(book, pk, version, by, is_open, RowChanges.put_aside)


@transaction.atomic
def take_back(book: Logbook, pk: int, version: str, *, by: Any) -> Result | None:
    """The row is a visit after all: it is read again. Raises PermissionDenied or Closed."""
    return _switch(book, pk, version, by, _is_aside, RowChanges.again)


@transaction.atomic
def set_rest_aside(book: Logbook, fault: str, *, by: Any) -> int:
    """All refused rows, or those with one fault, are no visits; returns how many.

    Raises PermissionDenied or Closed. Three queries, however many rows there are.
    """
    mending = _changes(book, by)
    rows = with_fault(book, fault)
    for faults in rows.values_list("faults", flat=True).iterator(chunk_size=5000):
        mending.faults.subtract(f"{column}:{code}" for column, code in faults)
    count = rows.update(outcome=RowOutcome.SET_ASIDE, decided_by=by)
    mending.counts.update(refused=-count, set_aside=count)
    mending.write()
    return count


@transaction.atomic
def take_rest_back(book: Logbook, *, by: Any) -> int:
    """Rows set aside are visits after all, FILL_AT_ONCE at a time; returns how many it took.

    Raises PermissionDenied or Closed.
    """
    mending = _changes(book, by)
    rows = book.rows.filter(outcome=RowOutcome.SET_ASIDE, sealed__isnull=False)
    taken = list(rows.select_for_update()[:FILL_AT_ONCE])
    for row in taken:
        mending.again(row)
    mending.write()
    return len(taken)


@transaction.atomic
def fill(book: Logbook, fault: str, value: str, *, by: Any) -> Filled:
    """Write one value into the faulty cell of all rows with this fault, FILL_AT_ONCE at a time.

    Where only a part is missing, the time beside a day or the day beside a time, it is put beside.

    Raises PermissionDenied or Closed.
    """
    mending = _changes(book, by)
    rows = list(with_fault(book, fault).select_for_update(of=("self",))[:FILL_AT_ONCE])
    column, _colon, code = fault.partition(":")
    for row in rows:
        reader = mending.readers[row.sheet]
        texts = texts_shown(book, row, reader)
        beside = code in PARTS_MISSING
        mending.change(row, _with_value(texts, reader, column, value, beside=beside))
    mending.write()
    faulty = sum(row.outcome == RowOutcome.REFUSED for row in rows)
    again = sum([column, code] in row.faults for row in rows)
    return Filled(len(rows) - faulty, faulty, with_fault(book, fault).count() - again)


def _switch(
    book: Logbook,
    pk: int,
    version: str,
    by: Any,
    allowed: Callable[[Logbook, LogbookRow], bool],
    change: "Callable[[RowChanges, LogbookRow], None]",
) -> Result | None:
    mending = _changes(book, by)
    row = mending.lock([pk]).get(pk)
    if row is None or row.sheet not in mending.readers:
        return None
    if version_of(row) != version or not allowed(book, row):
        return Result(row, "stale")
    change(mending, row)
    mending.write()
    return Result(row, "saved")


def _changes(book: Logbook, by: Any) -> RowChanges:
    check_may_import(by, book.venue)
    return RowChanges(book, by)


def _is_aside(_book: Logbook, row: LogbookRow) -> bool:
    return row.outcome == RowOutcome.SET_ASIDE and row.sealed is not None


def _with_value(
    texts: RowTexts, reader: RowReader, column: str, value: str, *, beside: bool
) -> RowTexts:
    at = reader.place_of(column)
    if at is None:
        return RowTexts(texts.cells, value)
    cells = list(texts.cells)
    beside = beside and any(map(str.isdigit, cells[at]))
    cells[at] = f"{cells[at]} {value}" if beside else value
    return RowTexts(tuple(cells), texts.day)


def _merged(current: RowTexts, cells: Mapping[str, str]) -> RowTexts:
    """A row with some cells replaced; browsers change white space, which is no edit."""

    def chosen(key: str, text: str) -> str:
        wanted = " ".join(cells.get(key, text).split())[:LONGEST]
        return text if wanted == " ".join(text.split()) else wanted

    texts = [chosen(str(at), text) for at, text in enumerate(current.cells)]
    return RowTexts(tuple(texts), chosen(DAY, current.day))
