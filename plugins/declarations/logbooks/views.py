"""What the buttons of a book's page do, and the files that it offers."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.choosing.questions import Unanswered
from plugins.declarations.logbooks.choosing.services import version
from plugins.declarations.logbooks.choosing.views import read_meanwhile
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.forms import YearForm
from plugins.declarations.logbooks.jobs.results import is_stale, made_at_once, make_result
from plugins.declarations.logbooks.messages import book_text, question_text
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.pages import book_address
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.tasks import make_result_book
from plugins.declarations.logbooks.writing.template import MOST_VENUES, template_workbook
from plugins.qr_venues.choosing import VenueFinder
from portal.text import as_pk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
may_import = permission_required(services.PERMISSION, raise_exception=True)


@require_POST
@may_import
def confirm(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Import what the preview shows."""
    book = book_of(request, book_id)
    if request.POST.get("seen", "") not in ("", version(book)):
        messages.warning(request, read_meanwhile())
        return redirect(book_address(book))
    try:
        if not services.confirm(book, by=request.user, text_read="text_read" in request.POST):
            messages.warning(request, _("This book is no longer waiting for confirmation."))
    except BookProblem as problem:
        messages.error(request, book_text(problem.code, problem.params))
    except Unanswered as unanswered:
        for question in unanswered.questions:
            messages.error(request, question_text(question))
    return redirect(book_address(book))


@require_POST
@may_import
def give_year(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Read the book again with the year given."""
    book = book_of(request, book_id)
    form = YearForm(request.POST)
    if form.is_valid():
        services.give_year(book, form.cleaned_data["year"], by=request.user)
    else:
        messages.error(request, " ".join(map(str, form.errors["year"])))
    return redirect(book_address(book))


@require_POST
@may_import
def resume(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Go on with a stalled or failed import."""
    book = book_of(request, book_id)
    if not services.resume(book, by=request.user):
        messages.warning(request, _("This book is being worked on already."))
    return redirect(book_address(book))


@require_GET
@permission_required("declarations.view_logbook", raise_exception=True)
def result(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """The result workbook. Handing it out goes on the record: it holds personal data."""
    book = book_of(request, book_id)
    if book.status != LogbookStatus.DONE:
        raise Http404
    if is_stale(book) and not _renewed(book):
        messages.success(request, _("The result workbook is being made again with what changed."))
        return redirect(book_address(book))
    try:
        data = BookFiles(book.pk).result()
    except FileNotFoundError:
        raise Http404 from None
    record(
        request.user,
        Action.EXPORT,
        question=f"logbook {book.pk.hex}",
        results=book.read,
        address=request.META.get("REMOTE_ADDR"),
    )
    stem = book.file_name.rpartition(".")[0] or book.file_name
    return _workbook(data, f"{stem} - kết quả.xlsx")


def _renewed(book: Logbook) -> bool:
    """Make the result workbook anew: at once if it is small, else in the background."""
    if made_at_once(book):
        return make_result(book)
    if Logbook.objects.filter(pk=book.pk, result_ready=True).update(result_ready=False):
        make_result_book.enqueue(str(book.pk))
    return False


@require_GET
@may_import
def template(request: HttpRequest) -> HttpResponse:
    """An empty book with our headings and the account's venues; ``?venue=`` stands there already.

    Constant number of queries; a venue beyond the jurisdiction is as good as none.
    """
    finder = VenueFinder(scope_for(request.user))
    wanted = as_pk(request.GET.get("venue"))
    chosen = finder.get(wanted) if wanted is not None else None
    venues = [option.label for option in finder.search("", limit=MOST_VENUES)]
    book = template_workbook(venues, chosen.label if chosen else "")
    return _workbook(book, "Mẫu sổ ra vào.xlsx")


def book_of(request: HttpRequest, book_id: UUID) -> Logbook:
    """The book, if the account's jurisdiction covers its venue."""
    within = scope_for(request.user).q("venue__area", "venue__category__sector")
    books: Any = Logbook.objects.filter(within).select_related("venue__area", "venue__category")
    return get_object_or_404(books, pk=book_id)


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response
