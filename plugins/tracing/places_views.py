"""The page that lists who was at a venue. Addresses hold the venue and times, nobody's data."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.scope import scope_for
from plugins.declarations.models import Source
from plugins.qr_venues.models import Venue
from plugins.tracing import inquiry, places_search, reveal
from plugins.tracing.forms import PlaceForm
from plugins.tracing.persons import people_in
from plugins.tracing.reasons import Asker
from plugins.tracing.views import for_officials

ROWS = 50


@for_officials
@require_safe
def visitors(request: HttpRequest) -> HttpResponse:
    """The form, and below it who was there."""
    given = request.GET if set(request.GET) & {"venue", "venue_text", "day"} else None
    form = PlaceForm(given, scope=scope_for(request.user))
    now = inquiry.current(request.session)
    context: dict[str, Any] = {"form": form, "inquiry": now}
    if form.is_bound and form.is_valid():
        context |= _found(request, form, now)
    return render(request, "tracing/visitors.html", context)


def _found(request: HttpRequest, form: PlaceForm, now: inquiry.Inquiry) -> dict[str, Any]:
    venue = Venue.objects.select_related("area").get(pk=form.cleaned_data["venue"].pk)
    asker = Asker(request.user, now.reason, request.META.get("REMOTE_ADDR"))
    back = "before" in request.GET
    place = places_search.parse_place(request.GET.get("before" if back else "after", ""), back=back)
    answer = places_search.visitors(asker, venue, form.cleaned_data["period"], ROWS, place)
    people = people_in(answer.rows)
    details = reveal.readable(people)
    by_key = {key: person for person in people for key in person.keys}
    lines = [
        {
            "row": row,
            "person": by_key[row.person_key],
            "readable": details[by_key[row.person_key].key],
            "source": str(Source(row.source).label),
        }
        for row in answer.rows
    ]
    query = _query(form, form.cleaned_data["start"], form.cleaned_data["end"])
    return {
        "venue": venue,
        "answer": answer,
        "lines": lines,
        "query": query,
        "sources": [(Source(s).label, n) for s, n in answer.counts.by["source"].items()],
        "hours": _hours(form, answer.counts.by["hour"]),
        "previous": places_search.place_text(answer.rows[0])
        if answer.rows and answer.before
        else "",
        "next": places_search.place_text(answer.rows[-1]) if answer.rows and answer.after else "",
    }


def _hours(form: PlaceForm, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Hours of coming with the number who came, each a link to that hour; on the day asked."""
    day, most = form.cleaned_data["day"], max(counts.values(), default=1)
    shown = []
    for text, number in sorted(counts.items()):
        begin = datetime.fromisoformat(text)
        if begin.date() != day:
            shown.append({"label": _("earlier"), "number": number, "query": "", "part": 0})
            continue
        end = time(begin.hour + 1) if begin.hour < 23 else None
        shown.append(
            {
                "label": f"{begin:%H:%M}",
                "number": number,
                "query": _query(form, begin.time(), end),
                "part": round(100 * number / most),
            }
        )
    return shown


def _query(form: PlaceForm, start: time | None, end: time | None) -> str:
    given = form.cleaned_data
    return urlencode(
        {
            "venue": given["venue"].pk,
            "venue_text": given["venue"].label,
            "day": f"{given['day']:%d/%m/%Y}",
            "start": f"{start:%H:%M}" if start else "",
            "end": f"{end:%H:%M}" if end else "",
        }
    )
