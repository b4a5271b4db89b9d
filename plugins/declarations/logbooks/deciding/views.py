"""Pages of duplicates: the possible ones, about which an editor decides, and the certain ones."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from plugins.declarations.logbooks.deciding.repeats import repeats_page
from plugins.declarations.logbooks.deciding.services import (
    DECIDABLE,
    NotNow,
    decide,
    decided_rows,
    open_rows,
)
from plugins.declarations.logbooks.deciding.shown import pairs_page
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.logbooks.views import book_of, may_import
from portal.text import as_pk

SAME, OTHER = "same", "other"


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def possible(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Rows beside the visits that they may repeat; a POST decides about one, or about all."""
    book = book_of(request, book_id)
    if request.method == "POST":
        return _decided(request, book)
    decided = request.GET.get("show") == "decided"
    context = {
        "book": book,
        "pairs": pairs_page(book, request.GET.get("page", "1"), decided=decided),
        "decided": decided,
        "open_count": open_rows(book).count(),
        "decided_count": decided_rows(book).count(),
        "may_decide": book.status in DECIDABLE and not book.forgotten,
    }
    return render(request, "declarations/logbooks/possible.html", context)


@require_safe
@may_import
def repeats(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """The rows that are duplicates for certain, each with the visit that it repeats."""
    book = book_of(request, book_id)
    context = {"book": book, "repeats": repeats_page(book, request.GET.get("page", "1"))}
    return render(request, "declarations/logbooks/repeats.html", context)


def _decided(request: HttpRequest, book: Logbook) -> HttpResponse:
    pk = as_pk(request.POST.get("row"))
    every = request.POST.get("row") == "all"
    choice = request.POST.get("decision")
    if choice in (SAME, OTHER) and (every or pk is not None):
        try:
            count = decide(book, None if every else [pk or 0], same=choice == SAME, by=request.user)
        except NotNow:
            messages.warning(
                request,
                _("This cannot be decided now: the book is being worked on, or no longer kept."),
            )
        else:
            _say(request, count)
    shown = {key: request.GET[key] for key in ("show", "page") if key in request.GET}
    address = reverse("declarations_logbook_possible", args=[book.pk])
    return redirect(f"{address}?{urlencode(shown)}" if shown else address)


def _say(request: HttpRequest, count: int) -> None:
    if count:
        text = ngettext("Decided about %(n)s row.", "Decided about %(n)s rows.", count)
        messages.success(request, text % {"n": count})
    else:
        messages.warning(request, _("Somebody has decided this meanwhile; nothing was changed."))
