"""Public pages: declare one's health or a journey, and the code that a declaration gives."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plugins.declarations import rates, tickets
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.csrf import is_forged
from plugins.declarations.declaring import area_search, own_declarations, services
from plugins.declarations.declaring.models import Declaration, Kind
from plugins.declarations.declaring.whole_form import WholeForm
from plugins.declarations.own.codes import code_of
from plugins.declarations.personal_codes import services as personal_codes
from plugins.declarations.personal_codes.drawing import svg
from plugins.declarations.personal_codes.tokens import token_of

TICKETS = {Kind.HEALTH: "declare-health", Kind.MOVEMENT: "declare-movement"}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Which declaration?"""
    return render(request, "declarations/declaring/start.html")


@never_cache
@csrf_exempt  # is_forged checks, so that a refusal keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The form of one kind; sent, it is recorded and gives a personal code."""
    form = WholeForm.blank(kind, foreign="foreign" in request.GET)
    if request.method != "POST":
        return _form(request, kind, form)
    form = form.read(request.POST)
    if is_forged(request):
        return _form(request, kind, form, status=403, fault="cookie")
    now = timezone.now()
    made = tickets.read(request.POST.get("ticket", ""), TICKETS[kind], now)
    ticket = request.POST["ticket"] if made else None
    if wait := rates.seconds_to_wait(rates.of_network(request, "declare")):
        busy = _form(request, kind, form, ticket=ticket, status=429, fault="busy")
        busy["Retry-After"] = str(wait)
        return busy
    if form.errors:
        return _form(request, kind, form, ticket=ticket)
    if made is None:
        return _form(request, kind, form, fault="ticket")
    new = services.NewDeclaration(id=made, kind=kind, declared_at=now, **form.given())
    if not services.record_declaration(new) and not services.is_declared_as(new):
        return _form(request, kind, form, fault="other")
    personal_codes.give(made, now)
    response = HttpResponseRedirect(reverse("declarations:declared"))
    response.status_code = 303  # fetched with GET
    own_declarations.add(request, response, made)
    return response


@never_cache
@require_safe
def declared(request: HttpRequest) -> HttpResponse:
    """What this browser declared: confirmation and personal code of each, the newest first."""
    own = own_declarations.ids(request)
    found = Declaration.objects.filter(pk__in=own).prefetch_related("codes").order_by("-pk")
    confirmed = [confirmation(each) for each in found]
    if not confirmed:
        return HttpResponseRedirect(reverse("declarations:declare"))
    context = {"newest": confirmed[0], "older": confirmed[1:], "days": _days()}
    return render(request, "declarations/declaring/declared.html", context)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Let this device forget what it declared; what was sent stays where it is."""
    response = HttpResponseRedirect(reverse("declarations:declare"))
    own_declarations.forget(response)
    return response


def confirmation(declaration: Declaration) -> dict[str, Any]:
    """What the confirmation of a declaration shows; its code only while that is valid."""
    now = timezone.now()
    valid = [
        code
        for code in declaration.codes.all()
        if code.revoked_at is None and code.valid_until > now
    ]
    return {
        "declaration": declaration,
        "code": code_of(declaration.pk),
        "valid_until": valid[0].valid_until if valid else None,
        "svg": svg(token_of(declaration.pk)) if valid else "",
    }


@require_safe
def personal_code(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody opened a personal code with a phone: what it is. The same page for any token."""
    return render(request, "declarations/personal_codes/what.html")


@require_safe
@cache_control(public=True, max_age=3600)
def areas(request: HttpRequest) -> HttpResponse:
    """Wards and communes for a text, as the script of the forms asks: {"found": [label, …]}."""
    found = area_search.find(request.GET.get("q", "")[:100])
    return JsonResponse({"found": [place.label for place in found]})


def _form(
    request: HttpRequest,
    kind: Kind,
    form: WholeForm,
    *,
    ticket: str | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with what was typed. ``fault`` says why it must be sent anew: "cookie", "ticket",
    "busy", or "other" when its ticket was used for another person or with other answers.
    """
    context = {
        "form": form,
        "fault": fault,
        "errors": form.errors,
        "ticket": ticket or tickets.issue(TICKETS[kind], timezone.now()),
        "days": _days(),
        "kind": kind,
        "moves": kind == Kind.MOVEMENT,
    }
    return render(request, "declarations/declaring/declare.html", context, status=status)


def _days() -> int:
    return int(DeclarationsConfig.setting("retention_days"))
