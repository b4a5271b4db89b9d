"""Cancelling an import, taking it back, importing it again, and the original file."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from audit.models import Action
from audit.services import record
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.messages import book_text
from plugins.declarations.logbooks.models import LogbookStatus
from plugins.declarations.logbooks.pages import book_address
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.logbooks.undoing.staying import Prospect, stays_page
from plugins.declarations.logbooks.views import book_of, may_import

IN_IMPORT = frozenset({LogbookStatus.QUEUED, LogbookStatus.IMPORTING})
# Books that correct another one, in these states, have left out its rows.
RELY_ON_IT = IN_IMPORT | {LogbookStatus.PREVIEW, LogbookStatus.DONE}
KEEP, TAKE_BACK = "keep", "take_back"


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def cancel(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Stop. Of an import under way the editor chooses whether what is in stays."""
    book = book_of(request, book_id)
    in_import = book.status in IN_IMPORT
    choice = request.POST.get("rows", "" if in_import else KEEP)
    if request.method != "POST" or choice not in (KEEP, TAKE_BACK):
        if in_import:
            return render(request, "declarations/logbooks/cancel_import.html", {"book": book})
        return redirect(book_address(book))
    if choice == TAKE_BACK:
        done, said = undo.take_back(book, by=request.user), _("The import is being taken back.")
    else:
        done, said = services.cancel(book, by=request.user), _("The import was cancelled.")
    if done:
        messages.success(request, said)
    else:
        messages.warning(request, _("This book can no longer be cancelled."))
    return redirect(book_address(book))


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def take_back(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """First say what will go and what will stay; then take the book back."""
    book = book_of(request, book_id)
    if request.method == "POST":
        if not (undo.may_be_taken_back(book) and undo.take_back(book, by=request.user)):
            messages.warning(request, _("This book cannot be taken back now."))
        return redirect(book_address(book))
    if not undo.may_be_taken_back(book):
        messages.warning(request, _("This book cannot be taken back now."))
        return redirect(book_address(book))
    context = {
        "book": book,
        "prospect": Prospect.of(book),
        "stays": stays_page(book, request.GET.get("page", "1")),
        "corrected_by": book.repaired_by.filter(status__in=RELY_ON_IT),
    }
    return render(request, "declarations/logbooks/take_back.html", context)


@require_POST
@may_import
def import_again(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Read a book that was taken back anew, from its original."""
    book = book_of(request, book_id)
    if book.status != LogbookStatus.UNDONE:
        messages.warning(request, _("Only a book that was taken back can be imported again."))
        return redirect(book_address(book))
    try:
        again = undo.import_again(book, by=request.user)
    except BookProblem as problem:
        messages.error(request, book_text(problem.code, problem.params))
        return redirect(book_address(book))
    return redirect(book_address(again))


@require_GET
@may_import
def original(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """The file as it was uploaded. Handing it out goes on the record: it holds personal data."""
    book = book_of(request, book_id)
    try:
        data = BookFiles(book.pk).original()
    except FileNotFoundError:
        raise Http404 from None
    record(
        request.user,
        Action.EXPORT,
        question=f"logbook {book.pk.hex} original",
        results=book.read,
        address=request.META.get("REMOTE_ADDR"),
    )
    # Never shown by the browser itself, whatever it holds.
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(book.file_name)}"
    response["Cache-Control"] = "no-store"
    return response
