"""Makes the result workbook of an imported book."""

from collections.abc import Iterator
from typing import Any

from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.source import request
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.process import answers, cells
from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.writing.result import ResultBook
from plugins.declarations.models import Visit

RowOf = tuple[str, list[list[str]]]  # outcome and faults


def make_result(logbook: Logbook) -> bool:
    """Make and keep the workbook; again if it is there. False if it cannot be made.

    A book that is not done has none. The import stands in any case.
    """
    if logbook.status != LogbookStatus.DONE or logbook.layout is None:
        return False
    files, book = BookFiles(logbook.pk), Logbook.objects.filter(pk=logbook.pk)
    try:
        files.put_result(result_workbook(logbook, files.original()))
    except BookProblem as problem:
        book.update(problem=problem.code, problem_params=problem.params)
        return False
    except FileNotFoundError:
        book.update(problem="original_gone")
        return False
    book.update(result_ready=True)
    return True


def result_workbook(logbook: Logbook, data: bytes) -> bytes:
    """The bytes of the result workbook. ``data`` is the original. Raises BookProblem."""
    layout = BookLayout.from_json(logbook.layout or {})
    sheets = {sheet.number: sheet for sheet in layout.sheets}
    book = ResultBook()
    number, outcomes = 0, {}
    with answers(request("cells", logbook.file_name), data) as lines:
        for answer in map(cells, lines):
            sheet = sheets.get(answer["sheet"])
            if sheet is None:
                continue
            if sheet.number != number:
                number = sheet.number
                outcomes = dict(_outcomes(logbook, number))
            _write(book, sheet, answer["cells"], outcomes)
    return book.save()


def _write(
    book: ResultBook, layout: SheetLayout, rows: list[Any], outcomes: dict[int, RowOf]
) -> None:
    sheet = book.sheet(layout.number, layout.name, layout.header_row + layout.header_rows - 1)
    columns = {found.column.value: found.index for found in reversed(layout.columns)}
    for number, row in rows:
        if number == layout.header_row:
            book.heading(sheet, row)
        elif number in outcomes:
            outcome, faults = outcomes[number]
            book.marked(sheet, row, outcome, faults, columns)
        else:
            book.plain(sheet, row)


def _outcomes(logbook: Logbook, sheet: int) -> Iterator[tuple[int, RowOf]]:
    """What became of each row of a sheet that counts; two queries."""
    created = Visit.objects.filter(logbook=logbook, logbook_sheet=sheet).order_by()
    for number in created.values_list("logbook_row", flat=True).iterator():
        yield number or 0, ("created", [])
    others = logbook.rows.filter(sheet=sheet).order_by()
    for row, outcome, faults in others.values_list("row", "outcome", "faults").iterator():
        yield row, ("refused" if outcome == RowOutcome.REFUSED else "duplicate", faults)
