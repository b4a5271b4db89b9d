"""The page on which staff put a visit right."""

from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from people.sealing import SealError
from plugins.declarations import corrections
from plugins.declarations.correction_forms import CorrectionForm
from plugins.declarations.models import Visit

TEMPLATE = "declarations/correct_visit.html"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(corrections.PERMISSION, raise_exception=True)
@never_cache
def correct_visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Show what is recorded, all of it, which goes on record; then change it."""
    within = scope_for(request.user).q("venue__area", "venue__category__sector")
    visits = Visit.objects.filter(within).select_related("venue__area", "venue__category")
    visit = visits.filter(pk=visit_id).first()
    if visit is None:
        raise Http404
    try:
        recorded = corrections.as_recorded(visit)
    except SealError:
        return render(request, TEMPLATE, {"visit": visit, "back": _list_of(visit)})
    if request.method != "POST":
        form = CorrectionForm(recorded=recorded, initial={"seen": corrections.version(visit)})
        _opened(request, visit)
        return _page(request, visit, form)
    form = CorrectionForm(request.POST, recorded=recorded)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed yet. Put right what is marked below."))
        return _page(request, visit, form)
    try:
        changed = corrections.correct(
            visit.pk,
            form.correction(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except corrections.Stale:
        return _stale(request, visits.filter(pk=visit_id).first(), form)
    messages.success(request, _("The visit was changed.") if changed else _("Nothing changed."))
    visit.refresh_from_db()
    return redirect(_list_of(visit))


def _stale(request: HttpRequest, now: Visit | None, form: CorrectionForm) -> HttpResponse:
    """What was typed stays in the form; sent again, it goes over what somebody else wrote."""
    if now is None:
        raise Http404
    messages.error(
        request,
        _(
            "Somebody else has changed this visit meanwhile. What is recorded now stands beside "
            "what you typed; save again if yours is right."
        ),
    )
    _opened(request, now)
    data = QueryDict("", mutable=True)
    data.update(form.data)
    data["seen"] = corrections.version(now)
    recorded = corrections.as_recorded(now)
    again = CorrectionForm(data, recorded=recorded)
    for name, value in again.initial.items():
        field = again.fields[name]
        shown = field.widget.format_value(value) or ""
        if data.get(name, "") != shown:
            field.help_text = _("Recorded now: %(value)s") % {"value": shown or "–"}
    return _page(request, now, again)


def _page(request: HttpRequest, visit: Visit, form: CorrectionForm) -> HttpResponse:
    return render(request, TEMPLATE, {"visit": visit, "form": form, "back": _list_of(visit)})


def _opened(request: HttpRequest, visit: Visit) -> None:
    record(
        request.user,
        Action.OPEN_PERSON,
        question=f"visit {visit.pk.hex}",
        results=1,
        address=request.META.get("REMOTE_ADDR"),
    )


def _list_of(visit: Visit) -> str:
    """The register at the visit's day."""
    day = date_format(timezone.localtime(visit.checked_in).date(), "SHORT_DATE_FORMAT")
    address = reverse("declarations_visit_modeladmin_index")
    return f"{address}?{urlencode({'day': day})}"
