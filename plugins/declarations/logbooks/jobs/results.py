"""Makes the result workbook of an imported book."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.jobs.source import request
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.process import answers, cells
from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.writing.result import ResultBook, Sheet
from plugins.declarations.models import Visit

_MADE_AT_ONCE = 5000  # rows of a book whose workbook is made while its editor waits


class RowOf(NamedTuple):
    """What became of a row; ``mended`` are the cells that an editor changed, by their index."""

    outcome: str
    faults: list[list[str]]
    mended: dict[int, str]


_CREATED = RowOf("created", [], {})
_OUTCOMES = {
    RowOutcome.REFUSED: "refused",
    RowOutcome.SET_ASIDE: "set_aside",
    RowOutcome.POSSIBLE: "possible",
    RowOutcome.DUPLICATE: "duplicate",
}


def make_result(logbook: Logbook) -> bool:
    """Make and keep the workbook; again if it is there. False if it cannot be made.

    A book that is not done has none. The import stands in any case.
    """
    if logbook.status != LogbookStatus.DONE or logbook.layout is None:
        return False
    files, book = BookFiles(logbook.pk), Logbook.objects.filter(pk=logbook.pk)
    began = time.time()
    try:
        files.put_result(result_workbook(logbook, files.original()))
        # What is mended from now on is not in it: see is_stale.
        os.utime(files.folder / "result", (began, began))
    except BookProblem as problem:
        book.update(problem=problem.code, problem_params=problem.params)
        return False
    except FileNotFoundError:
        book.update(problem="original_gone")
        return False
    if not book.filter(status=LogbookStatus.DONE).update(result_ready=True):
        files.drop_result()  # taken back meanwhile
        return False
    return True


def is_stale(logbook: Logbook) -> bool:
    """Whether rows were mended, or decided about, after the workbook was made."""
    path = BookFiles(logbook.pk).folder / "result"
    if not path.exists() or logbook.heartbeat_at is None:
        return False
    made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return logbook.heartbeat_at > max(made, logbook.finished_at or made)


def made_at_once(logbook: Logbook) -> bool:
    """Whether the workbook is small enough to be made while its editor waits."""
    return logbook.scanned <= _MADE_AT_ONCE


def result_workbook(logbook: Logbook, data: bytes) -> bytes:
    """The bytes of the result workbook. ``data`` is the original. Raises BookProblem."""
    layout = BookLayout.from_json(logbook.layout or {})
    sheets = {sheet.number: sheet for sheet in layout.sheets}
    # A sheet that the editor left out would be read when the workbook comes back: it is hidden.
    hidden = {sheet.number for sheet in layout.left_out if sheet.why == "by_choice"}
    choices = Choices.from_json(logbook.choices)
    book, number, outcomes = ResultBook(logbook.pk.hex), 0, {}
    sheet: Sheet | None = None
    with answers(request("cells", logbook.file_name, choices=choices), data) as lines:
        for answer in map(cells, lines):
            found = sheets.get(answer["sheet"])
            if answer["sheet"] != number or sheet is None:
                if sheet is not None:
                    sheet.close()
                number = answer["sheet"]
                sheet = book.sheet(answer["name"], _last_heading(found), hidden=number in hidden)
                if found and not found.header_row:
                    sheet.headings(_labels(found), first=True)
                outcomes = dict(_outcomes(logbook, number)) if found else {}
            _write(sheet, found, answer["cells"], outcomes)
    if sheet is not None:
        sheet.close()
    return book.save()


def _last_heading(layout: SheetLayout | None) -> int | None:
    """The row in which the headings end: one of ours, above all, where the book has none."""
    if layout is None:
        return None
    return layout.header_row + layout.header_rows - 1 if layout.header_row else 1


def _labels(layout: SheetLayout) -> list[str]:
    """What the columns were taken for: without it nobody could read the workbook again."""
    labels = [""] * (max(found.index for found in layout.columns) + 1)
    for found in layout.columns:
        labels[found.index] = str(found.column.label)
    return labels


def _write(
    sheet: Sheet, layout: SheetLayout | None, rows: list[Any], outcomes: dict[int, RowOf]
) -> None:
    if layout is None:
        for _number, row in rows:
            sheet.plain(row)
        return
    columns = {found.column.value: found.index for found in reversed(layout.columns)}
    headings = range(layout.header_row, layout.header_row + layout.header_rows)
    for number, row in rows:
        if number in headings:
            sheet.headings(row, first=number == layout.header_row)
        elif (outcome := outcomes.get(number)) is not None:
            shown = _mended(row, outcome.mended) if outcome.mended else row
            sheet.marked(shown, outcome.outcome, outcome.faults, columns)
        else:
            sheet.plain(row)


def _mended(row: list[Any], mended: dict[int, str]) -> list[Any]:
    width = max(len(row), max(mended) + 1)
    shown = [*row, *[None] * (width - len(row))]
    for at, text in mended.items():
        shown[at] = text
    return shown


def _outcomes(logbook: Logbook, sheet: int) -> Iterator[tuple[int, RowOf]]:
    """What became of each row of a sheet that counts; two queries. The later word counts: a mended
    row is a visit and has its cells besides.
    """
    created = Visit.objects.filter(logbook=logbook, logbook_sheet=sheet).order_by()
    for number in created.values_list("logbook_row", flat=True).iterator(chunk_size=5000):
        yield number or 0, _CREATED
    for row in logbook.rows.filter(sheet=sheet).order_by().iterator(chunk_size=2000):
        # Only what an editor had in hand can hold other cells than the book.
        mended = _changes(texts_of(logbook, row)) if row.decided_by_id else {}
        outcome = _OUTCOMES.get(RowOutcome(row.outcome), "created")
        yield row.row, RowOf(outcome, row.faults if outcome == "refused" else [], mended)


def _changes(texts: dict[str, Any]) -> dict[int, str]:
    """The cells that an editor changed, or that were filled in for him."""
    cells = texts.get("cells", [])
    before = [*cells, *[""] * len(texts.get("mended", []))]
    return {at: text for at, text in enumerate(texts.get("mended", [])) if text != before[at]}
