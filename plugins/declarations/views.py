"""Pages for visitors beside the check-in itself (check_in_page.py): typing a code, what follows a
check-in, leaving. They work without JavaScript.
"""

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from plugins.declarations import own_visits, remembering, services
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.declaring import own_declarations
from plugins.declarations.declaring.services import alerted_visits
from plugins.declarations.outbreak.services import asked_at
from plugins.declarations.own import opening
from plugins.declarations.own.codes import code_of
from plugins.qr_venues.codes import typed
from plugins.qr_venues.scanning import scanned_point


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Type a code instead of scanning it; an address copied from somewhere works too."""
    written = request.GET.get("code", "")
    code = typed(written.strip().rstrip("/").rpartition("/")[2])
    if code:
        return HttpResponseRedirect(_address("check_in", code))
    return render(request, "declarations/find.html", {"missing": "code" in request.GET})


@never_cache
@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """After checking in: what to show at the gate, the confirmation, and the way to check out."""
    point = scanned_point(code)
    visits = own_visits.at_venue(request, point.venue_id) if point else []
    inside = own_visits.still_open(visits)
    if point is None or not inside:
        return HttpResponseRedirect(_address("check_in", code))
    arrivals = [(at, list(group)) for at, group in groupby(inside, lambda v: v.checked_in)]
    at, newest = arrivals[0]
    asks = asked_at(point.area_path, point.category).health
    context = {
        "point": point,
        "visits": inside,
        "at": at,
        "newest": newest,
        "before": arrivals[1:],
        "codes": [(visit.name, code_of(visit.pk)) for visit in newest],
        "alerted": alerted_visits(visit.pk for visit in inside) if asks else set(),
        "declared": asks and bool(own_declarations.ids(request)),
        "days": DeclarationsConfig.setting("retention_days"),
    }
    return render(request, "declarations/done.html", context)


@never_cache
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Check out the visits that were ticked, of those that this browser made."""
    point = scanned_point(code)
    sent = set(request.POST.getlist("visit"))
    chosen: list[UUID] = [own for own in own_visits.ids(request) if own.hex in sent]
    if point is None or not chosen:
        return see_other("check_in", code)
    services.check_out_all(chosen, point.venue_id, timezone.now())
    return see_other("left", point.token)


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
    context = {
        "point": point,
        "visits": [visit for visit in gone if visit.checked_out == last],
        "at": last,
        "inside": own_visits.still_open(visits),
    }
    return render(request, "declarations/left.html", context)


@never_cache
@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Let the device forget who checks in with it, their visits, declarations and what they opened
    with a code, so that its next user sees nothing of them. All of it stays recorded.
    """
    response = see_other("check_in", code)
    remembering.forget(response)
    own_visits.forget(response)
    own_declarations.forget(response)
    opening.close(response)
    return response


def see_other(name: str, code: str) -> HttpResponseRedirect:
    """303: the browser fetches the next page with GET, whatever it sent before."""
    response = HttpResponseRedirect(_address(name, code))
    response.status_code = 303
    return response


def _address(name: str, code: str) -> str:
    return reverse(f"declarations:{name}", kwargs={"code": code})
