"""The page of a venue's hours, and its files. Addresses hold the venue and days."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.scope import scope_for
from plugins.qr_venues.models import Venue
from plugins.tracing import inquiry
from plugins.tracing.casework import access
from plugins.tracing.casework.places import open_cases
from plugins.tracing.exports.listing import Column
from plugins.tracing.pictures import downloads
from plugins.tracing.pictures.forms import HoursForm
from plugins.tracing.pictures.hours import Hours, hours
from plugins.tracing.pictures.services import record_taken
from plugins.tracing.pictures.strip import CELL, LABEL, Day, Strip, cases_in, hours_used
from plugins.tracing.pictures.words import cut
from plugins.tracing.reasons import Asker
from plugins.tracing.views import for_officials

NAMED = 2  # cases beside a day
CASE_NAME = 24  # characters that have room


@for_officials
@require_safe
def venue_hours(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The form, and below it the days of the venue with the stays of cases of one's own areas."""
    if kind and kind not in downloads.KINDS:
        raise Http404
    given = request.GET if set(request.GET) & {"venue", "venue_text"} else None
    form = HoursForm(given, scope=scope_for(request.user))
    now = inquiry.current(request.session)
    if not form.is_bound or not form.is_valid():
        return render(request, "tracing/pictures/hours.html", {"form": form, "inquiry": now})
    chosen = form.cleaned_data
    venue = Venue.objects.select_related("area").get(pk=chosen["venue"].pk)
    asker = Asker(request.user, now.reason, request.META.get("REMOTE_ADDR"))
    cases = []
    if request.user.has_perms(access.SEES):
        cases = open_cases(access.own_cases(request.user))
    found = hours(asker, venue, chosen["first"], chosen["last"], cases)
    title = _("Hours of %(venue)s") % {"venue": venue.name}
    extent = _("%(n)s visits, %(first)s to %(last)s") % {
        "n": found.visits,
        "first": f"{chosen['first']:%d/%m/%Y}",
        "last": f"{chosen['last']:%d/%m/%Y}",
    }
    if kind:
        question = f"venue:{venue.code}"
        record_taken(asker, found.reason, question, found.visits, kind)
        return _file(request, kind, found, title, extent)
    query = _query(venue, chosen)
    form = HoursForm(initial=chosen, scope=scope_for(request.user))  # with the days meant
    context: dict[str, Any] = {
        "form": form,
        "inquiry": now,
        "venue": venue,
        "last": chosen["last"],
        "found": found,
        "used": hours_used(found.strip.days),
        "rows": _rows(found.strip),
        "extent": extent,
        "title": title,
        "svg": _svg(found.strip, []),
        "files": downloads.offered(reverse("tracing_hours"), query),
    }
    return render(request, "tracing/pictures/hours.html", context)


def _file(request: HttpRequest, kind: str, found: Hours, title: str, extent: str) -> HttpResponse:
    said = downloads.about(
        title, found.reason.text, extent, personal=False, complete=not found.source.partial
    )
    if kind == downloads.CSV:
        columns = [Column(_("Day")), Column(_("Hour")), Column(_("Visits")), Column(_("Cases"))]
        return downloads.table(columns, _cells(found.strip), said, "hours")
    drawn = _svg(found.strip, said)
    template = "tracing/pictures/hours_svg.html"
    return downloads.picture(request, template, {"svg": drawn, "title": title}, "hours")


def _svg(strip: Strip, said: list[str]) -> dict[str, Any]:
    """What the template of the picture takes."""
    top, about = downloads.above(said)
    return {
        "strip": strip,
        "about": about,
        "top": top,
        "height": strip.height + top,
        "right": LABEL + 24 * CELL + 10,
        "days": [(day, _beside(day)) for day in strip.days],
    }


def _beside(day: Day) -> str:
    """The cases of a day, as far as there is room."""
    named = ", ".join(day.cases[:NAMED])
    more = len(day.cases) - NAMED
    return cut(named, CASE_NAME) + (f" +{more}" if more > 0 else "")


def _rows(strip: Strip) -> list[dict[str, Any]]:
    """The table: each day with its numbers in the hours used, and the stays of cases."""
    used = hours_used(strip.days)
    return [
        {
            "day": day.day,
            "numbers": [day.cells[hour].number for hour in used],
            "marks": [mark.stay for mark in day.marks],
        }
        for day in strip.days
    ]


def _cells(strip: Strip) -> list[list[Any]]:
    """The table as a file, hour by hour in which somebody was there."""
    zone = timezone.get_current_timezone()
    return [
        [
            f"{day.day:%d/%m/%Y}",
            f"{cell.hour:02d}:00",
            cell.number,
            ", ".join(cases_in(day, cell.hour, zone)),
        ]
        for day in strip.days
        for cell in day.cells
        if cell.number
    ]


def _query(venue: Venue, given: dict[str, Any]) -> str:
    return urlencode(
        {
            "venue": venue.pk,
            "venue_text": given["venue"].label,
            "first": f"{given['first']:%d/%m/%Y}",
            "last": f"{given['last']:%d/%m/%Y}",
        }
    )
