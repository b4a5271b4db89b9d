"""The page behind a code: the form, for one person or several, and the two taps of those whom the
device remembers. Works without JavaScript.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from plugins.declarations import arrivals, own_visits, remembering, tickets
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.csrf import is_forged
from plugins.declarations.declaring import own_declarations
from plugins.declarations.groups import GroupForm
from plugins.declarations.outbreak.services import Asked, asked_at
from plugins.declarations.rates import Rate, of_network, seconds_to_wait
from plugins.declarations.remembering import Remembered
from plugins.declarations.views import see_other
from plugins.qr_venues.models import VenueStatus
from plugins.qr_venues.scanning import ScannedPoint, scanned_point
from portal.database import trusting_connection


@never_cache
@csrf_exempt  # is_forged checks, so that a refusal keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
@trusting_connection  # a ticket is one visit, however often its form is worked on
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """The form behind a code, or what to do for those who are inside already.

    ``?another`` asks for the form in spite of that, ``?new`` in spite of whom the device
    remembers, ``?foreign`` for the form of travellers.
    """
    point = scanned_point(code)
    if point is None:
        return render(request, "declarations/unknown.html", {"code": code[:40]}, status=404)
    if request.method == "POST" and point.is_open:
        return _sent(request, point)
    inside = own_visits.still_open(own_visits.at_venue(request, point.venue_id))
    if inside and ("another" not in request.GET or not point.is_open):
        context = {"point": point, "visits": inside, "now": timezone.now()}
        return render(request, "declarations/inside.html", context)
    if not point.is_open:
        return _closed(request, point)
    asked = asked_at(point.area_path, point.category)
    if not request.GET.keys() & {"another", "new", "foreign"}:
        known = remembering.people(request)
        if known:
            return _page(request, point, _of_remembered(known, asked), known=known)
    foreign = "foreign" in request.GET
    return _page(request, point, GroupForm.blank(asked, foreign=foreign))


def _sent(request: HttpRequest, point: ScannedPoint) -> HttpResponse:
    """Record the form that was sent: one SELECT for the code, one INSERT for the visits."""
    asked = asked_at(point.area_path, point.category)
    known = remembering.people(request) if request.POST.get("as") == "remembered" else []
    if known:
        everybody = _of_remembered(known, asked, request)
        form = everybody.only(request.POST.getlist("who"))
        for part in everybody.health:
            if part not in form.health:
                part.errors.clear()  # who stays outside need not answer
    else:
        everybody = form = GroupForm.read(request.POST, asked)
    if not known and request.POST.keys() & {"add", "remove"}:
        return _changed(request, point, form)
    return _recorded(request, point, form, everybody, known)


def _recorded(
    request: HttpRequest,
    point: ScannedPoint,
    form: GroupForm,
    everybody: GroupForm,
    known: list[Remembered],
) -> HttpResponse:
    now = timezone.now()
    first = tickets.read(request.POST.get("ticket", ""), point.token, now)
    ticket = request.POST["ticket"] if first else None
    if wait := seconds_to_wait(_of_token(point), of_network(request, "check-in")):
        busy = _page(
            request, point, everybody, known=known, ticket=ticket, fault="busy", status=429
        )
        busy["Retry-After"] = str(wait)
        return busy
    if is_forged(request):
        return _page(
            request, point, everybody, known=known, ticket=ticket, fault="cookie", status=403
        )
    if not known and request.POST.get("as") == "remembered":
        return _page(request, point, GroupForm.blank(form.asked), fault="forgotten")
    if form.errors or not form.people:
        fault = "" if form.people else "nobody"
        return _page(request, point, everybody, known=known, ticket=ticket, fault=fault)
    if first is None:
        return _page(request, point, everybody, known=known, fault="ticket")
    recorded = arrivals.record(form, point, first, now)
    if recorded is None:
        return _page(request, point, everybody, known=known, fault="other")
    response = see_other("done", point.token)
    own_visits.add(request, response, recorded.visits)
    if recorded.declarations:
        own_declarations.add(request, response, *recorded.declarations)
    if known:
        remembering.remember(request, response, known)
    elif form.remember:
        remembering.remember(request, response, [remembering.of_form(p) for p in form.people])
    return response


def _changed(request: HttpRequest, point: ScannedPoint, form: GroupForm) -> HttpResponse:
    """The form with one person more or less."""
    form.without_errors()
    if "add" in request.POST:
        form.add()
    else:
        form.remove(request.POST["remove"])
    # A ticket that does not hold comes to light when the form is sent.
    return _page(request, point, form, ticket=request.POST.get("ticket"))


def _of_remembered(
    known: list[Remembered], asked: Asked, request: HttpRequest | None = None
) -> GroupForm:
    """The people of the device as a form; with the answers of those who are ticked."""
    people = [
        remembering.as_form(each, f"p{n}-" if n > 1 else "") for n, each in enumerate(known, 1)
    ]
    form = GroupForm(people, asked, reach=known[0].phone)
    if request is None:
        form.ask_anew()
    else:
        form.read_answers(request.POST)
    return form


def _of_token(point: ScannedPoint) -> Rate:
    per_minute = int(DeclarationsConfig.setting("rate_token_per_minute"))
    return Rate("check-in", point.token, per_minute)


def _page(
    request: HttpRequest,
    point: ScannedPoint,
    form: GroupForm,
    *,
    known: list[Remembered] | None = None,
    ticket: str | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with what was typed, or the people whom the device remembers.

    ``fault`` says why it must be sent anew (see includes/faults.html).
    """
    context: dict[str, Any] = {
        "point": point,
        "form": form,
        "fault": fault,
        "ticket": ticket or tickets.issue(point.token, timezone.now()),
        "days": DeclarationsConfig.setting("retention_days"),
        "remember_days": DeclarationsConfig.setting("remember_days"),
    }
    if known:
        chosen = request.POST.getlist("who") if request.method == "POST" else None
        context["rows"] = [
            (person, part, chosen is None or part[0].prefix in chosen)
            for person, part in zip(known, form.parts, strict=True)
        ]
        context["title"] = (
            _("Check in as %(name)s?") % {"name": known[0].shown}
            if len(known) == 1
            else _("Who is coming in?")
        )
    template = "check_in_again" if known else "check_in"
    return render(request, f"declarations/{template}.html", context, status=status)


def _closed(request: HttpRequest, point: ScannedPoint) -> HttpResponse:
    """A code that exists and takes no check-ins; 410 when it did before."""
    reason = "revoked" if point.revoked else point.status
    status = 404 if reason == VenueStatus.PENDING else 410
    context = {"point": point, "reason": reason}
    return render(request, "declarations/closed.html", context, status=status)
