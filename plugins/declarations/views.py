"""Pages for visitors: check in, check out, type a code. They work without JavaScript."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plugins.declarations import own_visits, services, tickets
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.csrf import is_forged
from plugins.declarations.forms import PersonForm
from plugins.declarations.models import Source
from plugins.declarations.stays import stay_rule
from plugins.qr_venues.codes import typed
from plugins.qr_venues.models import VenueStatus
from plugins.qr_venues.scanning import ScannedPoint, scanned_point


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Type a code instead of scanning it; an address copied from somewhere works too."""
    written = request.GET.get("code", "")
    code = typed(written.strip().rstrip("/").rpartition("/")[2])
    if code:
        return HttpResponseRedirect(_address("check_in", code))
    return render(request, "declarations/find.html", {"missing": "code" in request.GET})


@never_cache
@csrf_exempt  # is_forged checks, so that a refusal keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """The form behind a code, or what to do for those who are inside already."""
    point = scanned_point(code)
    if point is None:
        return render(request, "declarations/unknown.html", {"code": code[:40]}, status=404)
    if request.method == "POST" and point.is_open:
        return _check_in(request, point)
    inside = own_visits.still_open(own_visits.at_venue(request, point.venue_id))
    if inside and ("another" not in request.GET or not point.is_open):
        return render(request, "declarations/inside.html", _context(point, visits=inside))
    if not point.is_open:
        return _closed(request, point)
    return _form(request, point, PersonForm())


def _check_in(request: HttpRequest, point: ScannedPoint) -> HttpResponse:
    """Record the form that was sent: one SELECT for the code, one INSERT for the visit."""
    now = timezone.now()
    form = PersonForm.read(request.POST)
    if is_forged(request):
        return _form(request, point, form, status=403, fault="cookie")
    visit_id = tickets.read(request.POST.get("ticket", ""), point.token, now)
    if form.errors:
        return _form(request, point, form, ticket=request.POST["ticket"] if visit_id else None)
    if visit_id is None:
        return _form(request, point, form, fault="ticket")
    visit = services.NewVisit(
        id=visit_id,
        venue_id=point.venue_id,
        checkpoint_id=point.checkpoint_id,
        checked_in=now,
        source=Source.PHONE,
        name=form.clean_name,
        phone=form.clean_phone,
        id_number=form.clean_id,
    )
    rule = stay_rule(point.default_stay, point.closes_at)
    if not services.record_check_in(visit, rule) and not services.is_recorded_as(visit):
        return _form(request, point, form, fault="other")
    response = _see_other("done", point.token)
    own_visits.add(request, response, visit_id)
    return response


@never_cache
@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """After checking in: what to show at the gate, and the way to check out."""
    point = scanned_point(code)
    visits = own_visits.at_venue(request, point.venue_id) if point else []
    inside = own_visits.still_open(visits)
    if point is None or not inside:
        return HttpResponseRedirect(_address("check_in", code))
    return render(request, "declarations/done.html", _context(point, visits=inside))


@never_cache
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Check out the visits that were ticked, of those that this browser made."""
    point = scanned_point(code)
    sent = set(request.POST.getlist("visit"))
    chosen: list[UUID] = [own for own in own_visits.ids(request) if own.hex in sent]
    if point is None or not chosen:
        return _see_other("check_in", code)
    services.check_out_all(chosen, point.venue_id, timezone.now())
    return _see_other("left", point.token)


@never_cache
@require_safe
def left(request: HttpRequest, code: str) -> HttpResponse:
    """After checking out."""
    point = scanned_point(code)
    visits = own_visits.at_venue(request, point.venue_id) if point else []
    gone = [visit for visit in visits if visit.checked_out]
    if point is None or not gone:
        return HttpResponseRedirect(_address("check_in", code))
    last = max(visit.checked_out for visit in gone if visit.checked_out)
    context = _context(
        point,
        visits=[visit for visit in gone if visit.checked_out == last],
        at=last,
        inside=own_visits.still_open(visits),
    )
    return render(request, "declarations/left.html", context)


def _form(
    request: HttpRequest,
    point: ScannedPoint,
    form: PersonForm,
    *,
    ticket: str | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with what was typed. ``fault`` says why it must be sent anew: "cookie", "ticket",
    or "other" when its ticket was used for another person.
    """
    context = _context(
        point,
        form=form,
        fault=fault,
        ticket=ticket or tickets.issue(point.token, timezone.now()),
        days=DeclarationsConfig.setting("retention_days"),
    )
    return render(request, "declarations/check_in.html", context, status=status)


def _closed(request: HttpRequest, point: ScannedPoint) -> HttpResponse:
    """A code that exists and takes no check-ins; 410 when it did before."""
    reason = "revoked" if point.revoked else point.status
    status = 404 if reason == VenueStatus.PENDING else 410
    return render(
        request, "declarations/closed.html", _context(point, reason=reason), status=status
    )


def _context(point: ScannedPoint, **more: Any) -> dict[str, Any]:
    return {"point": point, **more}


def _address(name: str, code: str) -> str:
    return reverse(f"declarations:{name}", kwargs={"code": code})


def _see_other(name: str, code: str) -> HttpResponseRedirect:
    """303: the browser fetches the next page with GET, whatever it sent before."""
    response = HttpResponseRedirect(_address(name, code))
    response.status_code = 303
    return response
