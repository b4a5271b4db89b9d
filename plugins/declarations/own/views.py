"""One's own record: type the code of the confirmation, see it, correct it, ask to delete it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.sealing import SealError
from plugins.declarations import rates
from plugins.declarations.csrf import is_forged
from plugins.declarations.declaring.fields import line, text
from plugins.declarations.declaring.views import confirmation
from plugins.declarations.declaring.whole_form import WholeForm
from plugins.declarations.own import codes, correcting, opening, requests, shown
from plugins.declarations.own.codes import Found
from plugins.declarations.own.models import Decision

SHARE = 4  # tries of codes, to the check-ins that one network may make: one in so many


@never_cache
@csrf_exempt  # is_forged checks, so that a refusal keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Type the code. Unknown, over its time, wrongly typed: one answer."""
    if request.method != "POST":
        return render(request, "declarations/own/find.html")
    typed = line(request.POST, "code")
    if is_forged(request):
        context = {"typed": typed, "cookie": True}
        return render(request, "declarations/own/find.html", context, status=403)
    network = rates.of_network(request, "own")
    rate = rates.Rate(network.kind, network.key, network.per_minute // SHARE)
    if wait := rates.seconds_to_wait(rate):
        busy = render(request, "declarations/own/find.html", {"typed": typed, "busy": True})
        busy.status_code = 429
        busy["Retry-After"] = str(wait)
        return busy
    found = codes.find(typed)
    if found is None:
        return render(request, "declarations/own/find.html", {"typed": typed, "unknown": True})
    response = _see_other("own_record")
    opening.let_in(request, response, found)
    return response


def with_record(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """For a page about the record that this browser opened; without one, to typing the code.

    A record that cannot be opened, its key being gone, is said to be so.
    """

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest) -> HttpResponse:
        found = opening.opened(request)
        if found is None:
            return _see_other("own")
        try:
            return view(request, found)
        except SealError:
            return render(request, "declarations/own/sealed.html", {"found": found}, status=503)

    return guarded


@require_safe
@with_record
def see(request: HttpRequest, found: Found) -> HttpResponse:
    """All that is kept, with the ways to correct and to delete."""
    asked = requests.last_of(found)
    return render(
        request,
        "declarations/own/record.html",
        {
            "found": found,
            "lines": shown.lines(found),
            "asked": asked,
            "said": requests.said(asked) if asked else None,
            "waiting": asked is not None and asked.decision == Decision.WAITING,
            "confirmed": confirmation(found.declaration) if found.declaration else None,
            "changed": "changed" in request.GET,
        },
    )


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@with_record
def correct(request: HttpRequest, found: Found) -> HttpResponse:
    """Put it right. Times and places stay as they were recorded."""
    form = correcting.form_for(found)
    seen = correcting.version(found)
    if request.method != "POST":
        return _correction(request, form, seen)
    form = form.read(request.POST)
    if is_forged(request):
        return _correction(request, form, request.POST.get("seen", "")[:64], "cookie", status=403)
    if form.errors:
        return _correction(request, form, request.POST.get("seen", "")[:64])
    try:
        correcting.correct(
            found,
            form,
            seen=request.POST.get("seen", ""),
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except correcting.Stale:
        return _correction(request, form, seen, fault="stale")
    response = _see_other("own_record")
    response["Location"] += "?changed"
    return response


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@with_record
def delete(request: HttpRequest, found: Found) -> HttpResponse:
    """Ask that it be deleted; officials of the area decide."""
    if request.method != "POST":
        return render(request, "declarations/own/delete.html", {"found": found})
    words = text(request.POST, "words")
    if is_forged(request):
        context = {"found": found, "words": words, "fault": "cookie"}
        return render(request, "declarations/own/delete.html", context, status=403)
    requests.ask(found, words)
    return _see_other("own_record")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Done looking."""
    response = _see_other("own")
    opening.close(response)
    return response


def _correction(
    request: HttpRequest, form: WholeForm, seen: str, fault: str = "", *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "errors": form.errors,
        "fault": fault,
        "seen": seen,
        "moves": form.movement is not None,
    }
    return render(request, "declarations/own/correct.html", context, status=status)


def _see_other(name: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(reverse(f"declarations:{name}"))
    response.status_code = 303
    return response
