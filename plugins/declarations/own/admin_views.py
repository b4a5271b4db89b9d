"""The page on which officials decide a request for deletion."""

from typing import Any

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

from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from people.sealing import SealError
from plugins.declarations.declaring.shown import Line
from plugins.declarations.own import requests
from plugins.declarations.own.codes import Found
from plugins.declarations.own.models import Decision, DeletionRequest
from plugins.declarations.own.shown import lines
from portal.plugins.switch import only_when_on

VIEW = "declarations.view_deletionrequest"


class DecisionForm(forms.Form):
    """Delete, or refuse with an answer that the person can read."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Decision.DELETED, _("Delete for good")),
            (Decision.REFUSED, _("Refuse")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A refusal needs one: the person reads it with the code of the confirmation."),
    )

    def clean(self) -> dict[str, Any]:
        """A refusal needs an answer."""
        given = super().clean() or self.cleaned_data
        if given.get("decision") == Decision.REFUSED and not given.get("answer", "").strip():
            self.add_error("answer", _("Say why it is refused."))
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(VIEW, raise_exception=True)
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show the record that it is about, which goes on record; then delete or refuse."""
    within = scope_for(request.user).q("area")
    asked = DeletionRequest.objects.filter(within, pk=request_id).select_related("area").first()
    if asked is None:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _decide(request, asked, form)
    found = requests.record_of(asked)
    context = {
        "asked": asked,
        "found": found,
        "form": form,
        "waiting": asked.decision == Decision.WAITING,
        "may_decide": request.user.has_perm(requests.PERMISSION),
        **_opened(request, asked, found),
    }
    return render(request, "declarations/own/decide.html", context)


def _opened(request: HttpRequest, asked: DeletionRequest, found: Found | None) -> dict[str, Any]:
    """What was said and what is kept, None for what cannot be opened. Put on record before."""
    shown: dict[str, Any] = {"said": None, "lines": None}
    if found is not None:
        person = found.visit or found.declaration
        record(
            request.user,
            Action.OPEN_PERSON,
            reason=_t("Request for deletion"),
            question=f"key:{person.person_key.hex}" if person else "",
            results=1,
            address=request.META.get("REMOTE_ADDR"),
            details={"what": "declared"},
        )
    try:
        shown["said"] = requests.said(asked)
        kept: list[Line] | None = lines(found) if found else None
        shown["lines"] = kept
    except SealError:
        shown["sealed"] = True
    return shown


def _decide(request: HttpRequest, asked: DeletionRequest, form: DecisionForm) -> HttpResponse:
    decision = Decision(form.cleaned_data["decision"])
    try:
        requests.decide(
            asked.pk,
            decision,
            form.cleaned_data["answer"],
            by=request.user,
            address=request.META.get("REMOTE_ADDR"),
        )
    except requests.Decided:
        messages.warning(request, _t("Somebody else has decided this request meanwhile."))
        return redirect("declarations_decide_deletion", asked.pk)
    done = {
        Decision.DELETED: _t("Deleted for good."),
        Decision.REFUSED: _t("Refused. The person can read your answer."),
    }
    messages.success(request, done[decision])
    return redirect("declarations_deletionrequest_modeladmin_index")


def deletion_urls() -> list[URLPattern]:
    """The address of one request in the admin."""
    guard: Any = only_when_on("declarations")
    return [
        path(
            "deletion-requests/<int:request_id>/decide/",
            guard(decide),
            name="declarations_decide_deletion",
        )
    ]
