"""The grid of refused rows: what its cells and buttons send. With a script row by row, else whole.

Whoever asks for JSON gets the rows' new HTML; a browser without scripts gets a page.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from plugins.declarations.logbooks import shown
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.mending.grid import Wanted, sheets_of, tabs
from plugins.declarations.logbooks.mending.row_changes import Closed
from plugins.declarations.logbooks.mending.services import Edit, Result
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.pages import book_address
from plugins.declarations.logbooks.views import book_of, may_import
from portal.text import as_pk

ROWS_AT_ONCE = 500  # as many as a pasted block may change; more are not looked at


@require_POST
@may_import
def mend(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Save the rows sent; set one aside, or take it back, where its button was pressed."""
    book = book_of(request, book_id)
    edits = list(_edits(request.POST))[:ROWS_AT_ONCE]
    try:
        results = _carried_out(book, edits, request)
    except Closed:
        return _closed(request, book)
    if not results:  # the book was read anew meanwhile: its rows are others now
        return _closed(request, book)
    if request.accepts("text/html"):
        return _page(request, book, results)
    return _answer(request, book, results)


@require_POST
@may_import
def fill(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Write one value into a column of all rows with one fault."""
    book = book_of(request, book_id)
    wanted, value = Wanted.of(request.POST), request.POST.get("value", "").strip()
    if not wanted.fault or not value:
        messages.warning(request, _("Type the value that is to be filled in."))
        return redirect(_back(request, book))
    try:
        filled = mending.fill(book, wanted.fault, value, by=request.user)
    except Closed:
        return _closed(request, book)
    said = ngettext("%(n)s row mended.", "%(n)s rows mended.", filled.mended)
    text = said % {"n": filled.mended}
    if filled.faulty:
        text += " " + _("Rows that have faults still: %(n)s.") % {"n": filled.faulty}
    if filled.left:
        text += " " + _("Rows still to be filled in: %(n)s; press again.") % {"n": filled.left}
    (messages.success if filled.mended else messages.warning)(request, text)
    return redirect(_back(request, book))


@require_POST
@may_import
def set_rest_aside(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """All rows that have faults still are no visits."""
    book = book_of(request, book_id)
    try:
        count = mending.set_rest_aside(book, Wanted.of(request.POST).fault, by=request.user)
    except Closed:
        return _closed(request, book)
    said = ngettext("%(n)s row was set aside.", "%(n)s rows were set aside.", count)
    messages.success(request, said % {"n": count})
    return redirect(book_address(book) + "#rows")


@require_POST
@may_import
def take_rest_back(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Rows that were set aside are visits after all."""
    book = book_of(request, book_id)
    try:
        count = mending.take_rest_back(book, by=request.user)
    except Closed:
        return _closed(request, book)
    said = ngettext("%(n)s row was taken back.", "%(n)s rows were taken back.", count)
    messages.success(request, said % {"n": count})
    return redirect(book_address(book) + "#rows")


def _carried_out(book: Logbook, edits: Sequence[Edit], request: HttpRequest) -> list[Result]:
    button = next((name for name in ("aside", "back") if name in request.POST), None)
    if button is None:
        return mending.save(book, edits, by=request.user)
    pk = as_pk(request.POST[button])
    others = [edit for edit in edits if edit.pk != pk]
    results = mending.save(book, others, by=request.user) if others else []
    seen = next((edit.version for edit in edits if edit.pk == pk), "")
    change = mending.set_aside if button == "aside" else mending.take_back
    result = change(book, pk, seen, by=request.user) if pk is not None else None
    return [*results, result] if result else results


def _edits(sent: QueryDict) -> Iterable[Edit]:
    """Fields are "v-ROW" for the state seen and "c-ROW-CELL" for each cell."""
    cells: dict[str, dict[str, str]] = {}
    for name, text in sent.items():
        if name.startswith("c-"):
            row, _dash, key = name[2:].partition("-")
            cells.setdefault(row, {})[key] = str(text)
    for name, version in sent.items():
        pk = as_pk(name[2:]) if name.startswith("v-") else None
        if pk is not None:
            yield Edit(pk, str(version), cells.get(name[2:], {}))


def _answer(request: HttpRequest, book: Logbook, results: Sequence[Result]) -> JsonResponse:
    """For the script: the rows' HTML, a sentence to be read out, and the counts."""
    rows = {}
    ordered = sorted(results, key=lambda result: result.row.sheet)
    for sheet in sheets_of(book, [r.row for r in ordered], editable=True, results=results):
        for row in sheet.rows:
            rows[row.pk] = render_to_string(
                "declarations/logbooks/mend_row.html", {"row": row, "editable": True}, request
            )
    return JsonResponse(
        {
            "rows": rows,
            "said": " ".join(_said(book, result) for result in results),
            "counts": render_to_string(
                "declarations/logbooks/counts.html", {"counts": shown.counts(book)}, request
            ),
            "tabs": {name: number for name, _text, number in tabs(book)},
            **_importable(book),
        },
        headers={"Cache-Control": "no-store"},
    )


def _importable(book: Logbook) -> dict[str, Any]:
    """For the button that imports, where there is one."""
    if book.status != LogbookStatus.PREVIEW:
        return {}
    text = ngettext("Import %(shown)s visit", "Import %(shown)s visits", book.expected_new)
    return {
        "importable": book.expected_new,
        "importable_text": text % {"shown": intcomma(book.expected_new)},
    }


def _said(book: Logbook, result: Result) -> str:
    row = result.row
    if result.state == "stale":
        text = _("Row %(row)s was changed by somebody else meanwhile; yours was not saved.")
    elif row.outcome == RowOutcome.SET_ASIDE:
        text = _("Row %(row)s was set aside.")
    elif row.outcome == RowOutcome.REFUSED:
        text = _("Row %(row)s still has faults.")
    elif row.outcome in (RowOutcome.DUPLICATE, RowOutcome.POSSIBLE):
        text = _("Row %(row)s is mended: a duplicate.")
    elif book.status == LogbookStatus.DONE:
        text = _("Row %(row)s is mended and recorded.")
    else:
        text = _("Row %(row)s is mended.")
    return text % {"row": row.row}


def _page(request: HttpRequest, book: Logbook, results: Sequence[Result]) -> HttpResponse:
    """Without a script: what was typed in vain is shown, else it goes on where it was."""
    stale = [result for result in results if result.state == "stale"]
    saved = sum(result.state == "saved" for result in results)
    if saved:
        said = ngettext("%(n)s row was saved.", "%(n)s rows were saved.", saved)
        messages.success(request, said % {"n": saved})
    if not stale:
        return redirect(_back(request, book))
    rows = sorted((result.row for result in stale), key=lambda row: (row.sheet, row.row))
    grid = {
        "sheets": list(sheets_of(book, rows, editable=True, results=stale)),
        "editable": True,
        "wanted": Wanted.of(request.POST),
    }
    return render(request, "declarations/logbooks/mend_stale.html", {"book": book, "grid": grid})


def _closed(request: HttpRequest, book: Logbook) -> HttpResponse:
    text = _("Rows of this book cannot be mended now. Open its page again.")
    if not request.accepts("text/html"):
        return JsonResponse({"said": text}, status=409)
    messages.warning(request, text)
    return redirect(book_address(book))


def _back(request: HttpRequest, book: Logbook) -> str:
    """The book's page with the rows that were shown."""
    query = QueryDict(mutable=True)
    for name in ("rows", "fault", "after", "before"):
        if value := request.POST.get(name):
            query[name] = value
    return f"{book_address(book)}?{query.urlencode()}#rows" if query else book_address(book)
