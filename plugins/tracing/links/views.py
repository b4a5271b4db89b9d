"""Pages on which officials join persons or part them, and take that back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from areas.scope import scope_for
from plugins.tracing import inquiry, reveal
from plugins.tracing.errors import BadQuestion
from plugins.tracing.links import services
from plugins.tracing.links.forms import JoinForm, PartForm
from plugins.tracing.links.shown import likenesses
from plugins.tracing.reasons import Asker
from plugins.tracing.views import for_officials


@for_officials
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: UUID) -> HttpResponse:
    """Namesakes to choose from, and a box for a number."""
    try:
        person, others, complete = services.namesakes(_asker(request), key)
    except BadQuestion as fault:
        return _back(request, key, fault)
    form = JoinForm(request.POST or None, others=others, **_given(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.join(
                _asker(request, given["reason"]),
                key,
                _found(request, [*given["others"]], given["number"]),
            )
        except BadQuestion as fault:
            form.add_error("others", str(fault))
        else:
            messages.success(request, _("Joined. You can take this back on this page."))
            return redirect("tracing_person", key)
    readable = reveal.readable([person, *others])
    context = {
        "form": form,
        "person": person,
        "cut": 0 if complete else len(others),
        "readable": readable[person.key],
        "likenesses": likenesses(person, others, readable),
        "chosen": {str(value) for value in form["others"].value() or ()},
    }
    return render(request, "tracing/links/join.html", context)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, key: UUID) -> HttpResponse:
    """The names under one phone or ID: which are another person's."""
    try:
        person = services.person_of(_asker(request), key)
    except BadQuestion as fault:
        return _back(request, key, fault)
    names = [person.name, *person.other_names]
    form = PartForm(request.POST or None, names=names, **_given(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            other = services.part(_asker(request, given["reason"]), key, given["names"])
        except BadQuestion as fault:
            form.add_error("names", str(fault))
        else:
            messages.success(request, _("Parted. This is the other person."))
            return redirect("tracing_person", other)
    chosen = set(form["names"].value() or ())
    context = {"form": form, "person": person, "names": names, "chosen": chosen}
    return render(request, "tracing/links/part.html", context)


@for_officials
@require_POST
def undo(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take a decision back, for the reason of the inquiry."""
    try:
        services.undo(_asker(request), key, pk)
    except BadQuestion as fault:
        return _back(request, key, fault)
    messages.success(request, _("The decision was taken back."))
    return redirect("tracing_person", key)


def _found(request: HttpRequest, others: list[UUID], number: tuple[UUID, ...]) -> list[UUID]:
    """With whoever has the number, which may be of a phone or of a paper."""
    known = [key for key in number if services.is_seen(_asker(request), key)]
    return list(dict.fromkeys([*others, *(known or number[:1])]))


def _given(request: HttpRequest) -> dict[str, Any]:
    reason = inquiry.current(request.session).reason
    return {"initial": {"reason": reason}, "scope": scope_for(request.user)}


def _back(request: HttpRequest, key: UUID, fault: BadQuestion) -> HttpResponse:
    messages.error(request, str(fault))
    return redirect("tracing_person", key)


def _asker(request: HttpRequest, reason: str | None = None) -> Asker:
    if reason is None:
        reason = inquiry.current(request.session).reason
    return Asker(request.user, reason, request.META.get("REMOTE_ADDR"))
