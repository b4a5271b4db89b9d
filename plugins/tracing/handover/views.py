"""Pages of hand-overs: ask, answer, and see what came of it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from areas.models import Area
from areas.scope import scope_for
from plugins.tracing import inquiry
from plugins.tracing.errors import BadQuestion
from plugins.tracing.handover import services
from plugins.tracing.handover.forms import AskForm, GrantForm
from plugins.tracing.handover.models import HandOver, HandOverState
from plugins.tracing.handover.shown import lines
from plugins.tracing.reasons import Asker
from plugins.tracing.views import for_officials

PER_PAGE = 30


@for_officials
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for this account's answer, what was answered, what it asked for itself."""
    to_us = services.requests_to(request.user)
    answered = to_us.exclude(state=HandOverState.ASKED).order_by("-decided_at")
    pages = {
        "waiting": to_us.filter(state=HandOverState.ASKED).order_by("asked_at"),
        "answered": answered,
        "asked": services.requests_by(request.user),
    }
    context: dict[str, Any] = {"may_decide": request.user.has_perm(services.DECIDE)}
    for name, rows in pages.items():
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get(name))
        context[name] = {"lines": lines(list(page.object_list)), "page": page}
    return render(request, "tracing/handover/index.html", context)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: UUID, area_pk: int) -> HttpResponse:
    """Ask one area for one person's visits there."""
    area = get_object_or_404(Area, pk=area_pk)
    now = inquiry.current(request.session)
    scope = scope_for(request.user)
    form = AskForm(request.POST or None, initial={"reason": now.reason}, scope=scope)
    if request.method == "POST" and form.is_valid():
        asker = _asker(request, form.cleaned_data["reason"])
        try:
            services.ask(asker, key, area)
        except BadQuestion as fault:
            form.add_error("reason", str(fault))
        else:
            messages.success(
                request, _("The officials of %(area)s were asked.") % {"area": area.name}
            )
            return redirect("tracing_person", key)
    context = {"form": form, "area": area, "key": key, "chain": _chain(area)}
    return render(request, "tracing/handover/ask.html", context)


@for_officials
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, for who made it and for those who may answer it."""
    return _detail(request, pk, GrantForm(initial={"days": services.default_days()}))


@for_officials
@require_POST
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Grant, refuse, revoke or withdraw; then back to the list."""
    _known(request, pk)
    asker = _asker(request, "")
    form = GrantForm(request.POST)
    if what == "grant" and not form.is_valid():
        return _detail(request, pk, form)
    try:
        done = _done(pk, what, asker, form)
    except BadQuestion as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, done)
    return redirect("tracing_handovers")


def _done(pk: int, what: str, asker: Asker, form: GrantForm) -> str:
    if what == "grant":
        services.grant(pk, asker, form.cleaned_data["days"])
        return _("The visits are handed over.")
    if what == "refuse":
        services.refuse(pk, asker)
        return _("The request was refused.")
    if what == "revoke":
        services.revoke(pk, asker)
        return _("The hand-over was ended.")
    services.withdraw(pk, asker)
    return _("Your request was withdrawn.")


def _detail(request: HttpRequest, pk: int, form: GrantForm) -> HttpResponse:
    row = _known(request, pk)
    (line,) = lines([row])
    mine = row.asked_by_id == request.user.pk
    context = {"line": line, "row": row, "form": form, "mine": mine}
    return render(request, "tracing/handover/detail.html", context)


def _known(request: HttpRequest, pk: int) -> HandOver:
    """The request, if this account made it or may answer it; else there is none."""
    for rows in (services.requests_by(request.user), services.requests_to(request.user)):
        if (row := rows.filter(pk=pk).first()) is not None:
            return row
    raise Http404


def _chain(area: Area) -> str:
    above = Area.objects.filter(path__in=area.ancestor_paths).order_by("-path")
    return ", ".join(above.values_list("name", flat=True))


def _asker(request: HttpRequest, reason: str) -> Asker:
    return Asker(request.user, reason, request.META.get("REMOTE_ADDR"))
