"""The page of one declaration for health officials: opened with a reason, then followed up."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from people.sealing import SealError
from plugins.declarations.declaring import handling
from plugins.declarations.declaring.models import Declaration, Handling
from plugins.declarations.declaring.shown import Line, declaration_lines
from portal.plugins.switch import only_when_on

_REASON = "declaration_reason"  # in the session: the next one is mostly opened for the same


class ReasonForm(forms.Form):
    """Why somebody opens what a person declared."""

    reason = forms.CharField(
        label=_("Why do you open it?"),
        min_length=handling.SHORTEST_REASON,
        max_length=handling.LONGEST_REASON,
        help_text=_("Goes on the record of look-ups, for example “Calls about symptoms”."),
    )


class StateForm(forms.Form):
    """What becomes of it."""

    state = forms.ChoiceField(label=_("State"), choices=Handling.choices, widget=forms.RadioSelect)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(handling.VIEW, raise_exception=True)
def open_declaration(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """Without a reason only what the list shows; with one, all of it, which goes on record."""
    visible = handling.visible_to(request.user).select_related("area", "venue__area", "handled_by")
    declaration = visible.filter(pk=declaration_id).first()
    if declaration is None:
        raise Http404
    if request.method == "POST" and "state" in request.POST:
        return _handle(request, declaration)
    reason = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"reason": request.session.get(_REASON, "")},
    )
    lines = _opened(request, declaration, reason) if reason.is_valid() else None
    context = {
        "declaration": declaration,
        "reason": reason,
        "lines": lines,
        "sealed": reason.is_valid() and lines is None,
        "state": StateForm(initial={"state": declaration.handling}),
        "may_change": request.user.has_perm(handling.CHANGE),
    }
    return render(request, "declarations/declaring/open.html", context)


def _opened(
    request: HttpRequest, declaration: Declaration, reason: ReasonForm
) -> list[Line] | None:
    """The answers; None where they cannot be opened."""
    words = " ".join(reason.cleaned_data["reason"].split())
    request.session[_REASON] = words
    handling.record_opening(
        declaration, by=request.user, reason=words, address=request.META.get("REMOTE_ADDR")
    )
    try:
        return declaration_lines(declaration)
    except SealError:
        return None


def _handle(request: HttpRequest, declaration: Declaration) -> HttpResponse:
    form = StateForm(request.POST)
    if form.is_valid() and handling.handle(
        declaration.pk,
        Handling(form.cleaned_data["state"]),
        by=request.user,
        address=request.META.get("REMOTE_ADDR"),
    ):
        messages.success(request, _t("The state was changed."))
    return redirect("declarations_declaration_modeladmin_index")


def declaration_urls() -> list[URLPattern]:
    """The address of one declaration in the admin."""
    guard: Any = only_when_on("declarations")
    return [
        path(
            "declarations/<uuid:declaration_id>/open/",
            guard(open_declaration),
            name="declarations_open_declaration",
        )
    ]
