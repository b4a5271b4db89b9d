"""Places at risk: of all open cases, of one case; one place; its notice for visitors."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from areas.scope import scope_for
from cms_pages.drafts import NoSection
from plugins.qr_venues.models import Venue
from plugins.tracing import inquiry
from plugins.tracing.casework import access, notices, places
from plugins.tracing.casework.forms import NoticeForm, PlaceForm
from plugins.tracing.casework.messages import told
from plugins.tracing.casework.views import address_of
from plugins.tracing.casework.working import done, saved
from plugins.tracing.models import Case, CaseStatus
from plugins.tracing.reasons import Asker
from plugins.tracing.views import for_officials


@access.for_case_workers
@for_officials
@require_safe
def all_places(request: HttpRequest) -> HttpResponse:
    """Where the F0s of open cases were, the places of the most cases first; a look-up."""
    now = inquiry.current(request.session)
    asker = Asker(request.user, now.reason, request.META.get("REMOTE_ADDR"))
    found = places.of_all(asker, places.open_cases(access.own_cases(request.user)))
    context = {"found": found, "inquiry": now}
    return render(request, "tracing/casework/all_places.html", context)


@access.for_case_workers
@require_safe
def case_places(request: HttpRequest, pk: int) -> HttpResponse:
    """Where this case's F0 was while infectious, and whom the person may have met there."""
    case = access.open_case_of(request, pk)
    context: dict[str, Any] = {"case": case}
    if case.status == CaseStatus.OPEN:
        others = places.open_cases(access.own_cases(request.user).exclude(pk=pk))
        context["found"] = places.of_case(_asker(request, case), case, others)
    else:
        context["kept"] = case.places.select_related("venue__area").order_by("venue__name")
    return render(request, "tracing/casework/places.html", context)


@access.for_case_workers
@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int, venue_pk: int) -> HttpResponse:
    """What was done about a place, and what is to do."""
    case, venue = access.open_case_of(request, pk), _venue(request, venue_pk)
    may_change = request.user.has_perms(access.CHANGES)
    place = places.place_of(case, venue)
    posted = request.method == "POST" and may_change
    form = PlaceForm(request.POST if posted else None, place=place)
    stale = None
    if posted and form.is_valid():
        stale = done(
            request,
            form,
            lambda: saved(places.change_place(place, by=request.user, **form.cleaned_data)),
            lambda: places.place_of(case, venue),
        )
        if stale is None:
            return redirect("tracing_case_place", pk, venue_pk)
        place = places.place_of(case, venue)
    context = {
        "case": case,
        "venue": venue,
        "place": place,
        "form": form,
        "stale": stale,
        "pages": _pages(request, place),
        "told": told(list(place.events.select_related("by")[:50])) if place.pk else [],
        "may_change": may_change,
        "may_write": may_change
        and case.status == CaseStatus.OPEN
        and notices.may_write(request.user),
    }
    return render(request, "tracing/casework/place.html", context)


@access.for_case_changers
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int, venue_pk: int) -> HttpResponse:
    """Write a notice for visitors: a portal page that waits for approval."""
    case, venue = access.open_case_of(request, pk), _venue(request, venue_pk)
    if case.status != CaseStatus.OPEN:
        messages.error(request, _("Case %(number)s is closed.") % {"number": case})
        return redirect(address_of(case))
    place = places.place_of(case, venue)
    names = {
        "secret": list(case.members.values_list("name", flat=True)),
        "public": [venue.name, venue.address, venue.area.name],
    }
    if request.method == "POST":
        form = NoticeForm(request.POST, **names)
        if form.is_valid():
            try:
                page = notices.write(place, form.cleaned_data, by=request.user)
            except NoSection:
                said = _("Your account may not write news on the portal. Ask the department.")
                form.add_error(None, said)
            else:
                said = _("The notice “%(title)s” waits for approval.") % {"title": page.title}
                messages.success(request, said)
                return redirect("tracing_case_place", pk, venue_pk)
    else:
        known = places.stays_at(_asker(request, case), case, venue)
        initial = notices.proposed(venue, known.spans() if known else [])
        form = NoticeForm(initial=initial, **names)
    back = reverse("tracing_case_place", args=[pk, venue_pk])
    context = {
        "case": case,
        "form": form,
        "title": _("Write a notice"),
        "explained": _(
            "Times are rounded to half hours. Nobody may be named. The notice goes to the "
            "department for approval and is published from there."
        ),
        "button": _("Hand in for approval"),
        "back": back,
        "subtitle": venue.name,
    }
    return render(request, "tracing/casework/ask.html", context)


def _pages(request: HttpRequest, place: Any) -> list[dict[str, Any]]:
    """Notices with the address to edit them, for those who may."""
    return [
        {
            "page": page,
            "waiting": waiting,
            "edit": reverse("wagtailadmin_pages:edit", args=[page.pk])
            if page.permissions_for_user(request.user).can_edit()
            else "",
        }
        for page, waiting in notices.pages_of(place)
    ]


def _venue(request: HttpRequest, pk: int) -> Venue:
    within = scope_for(request.user).q("area", "category__sector")
    return get_object_or_404(Venue.objects.filter(within).select_related("area"), pk=pk)


def _asker(request: HttpRequest, case: Case) -> Asker:
    """The official, with the case as the reason."""
    return Asker(request.user, case.number, request.META.get("REMOTE_ADDR"))
