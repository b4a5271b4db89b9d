"""Pages of the admin for those who write visitors down."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from plugins.declarations import services, tickets
from plugins.declarations.models import Source
from plugins.declarations.staff_forms import StaffVisitForm
from portal.text import as_pk


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("declarations.add_visit", raise_exception=True)
def record_visitor(request: HttpRequest) -> HttpResponse:
    """Write a visitor down; the venue stays for the next one. The form sent twice is one visit."""
    now = timezone.now()
    holder = f"staff-{request.user.pk}"  # a ticket is good for the account that it was issued to
    form = _form(request)
    if request.method != "POST" or not form.is_valid():
        visit_id = tickets.read(request.POST.get("ticket", ""), holder, now)
        return _page(request, form, request.POST["ticket"] if visit_id else None, holder)
    visit_id = tickets.read(form.cleaned_data["ticket"], holder, now)
    if visit_id is None:
        messages.error(request, _("The page was open for too long. Press the button again."))
        return _page(request, form, None, holder)
    venue = form.cleaned_data["venue"]
    visit = services.NewVisit(
        id=visit_id,
        venue_id=venue.pk,
        checked_in=now,
        source=Source.GATE,
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"],
        id_number=form.cleaned_data["id_number"],
    )
    if not services.record_visit(visit) and not services.is_recorded_as(visit):
        messages.error(
            request,
            _(
                "This form was already sent for another visitor or venue, or with another ID. To "
                "record what it says now as well, press the button again."
            ),
        )
        return _page(request, form, None, holder)
    # Messages may travel in a cookie that can be read: no name in them.
    messages.success(request, _("The visitor is checked in at %(venue)s.") % {"venue": venue.label})
    return redirect(f"{reverse('declarations_record_visitor')}?venue={venue.pk}")


def _form(request: HttpRequest) -> StaffVisitForm:
    """What was sent, or an empty form with the venue of the visitor before, or the only one."""
    common: dict[str, Any] = {
        "account": request.user,
        "venue_address": reverse("qr_venues_find_venues"),
    }
    if request.method == "POST":
        return StaffVisitForm(request.POST, **common)
    form = StaffVisitForm(**common)
    wanted = as_pk(request.GET.get("venue"))
    chosen = form.finder.get(wanted) if wanted is not None else None
    if chosen is None and len(options := form.finder.search("", limit=2)) == 1:
        chosen = options[0]
    form.initial["venue"] = chosen
    form.fields["name" if chosen else "venue"].widget.attrs["autofocus"] = True
    return form


def _page(
    request: HttpRequest, form: StaffVisitForm, ticket: str | None, holder: str
) -> HttpResponse:
    context = {"form": form, "ticket": ticket or tickets.issue(holder, timezone.now())}
    return render(request, "declarations/record_visitor.html", context)
