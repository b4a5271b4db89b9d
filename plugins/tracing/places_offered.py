"""The venues that a question may mean, as the page of the people found offers them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.scope import Scope, scope_for
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.models import Venue
from plugins.tracing.engines.lists import Narrow
from plugins.tracing.facets import query
from plugins.tracing.inquiry import Inquiry
from plugins.tracing.places_named import places_named, visits_at
from plugins.tracing.questions import Question
from plugins.tracing.services import People


@dataclass(frozen=True, slots=True)
class Offer:
    """``visits`` there in the time asked about. ``people``: the address of the search for the
    ``rest`` of the question among those who were there; empty where nothing is left of it.
    """

    venue: Venue
    visits: int
    visitors: str
    people: str
    rest: str


def venue_in(user: Any, pk: int | None) -> Venue | None:
    """The venue that an address narrows to, if the account may see it."""
    venues = Venue.objects.filter(scope_for(user).q("area", "category__sector"))
    return venues.select_related("area").filter(pk=pk).first() if pk else None


def offers(
    user: Any, question: Question, found: People, narrow: Narrow, now: Inquiry
) -> list[Offer]:
    """Venues that the question names; those that it only begins where nobody was found."""
    scope = scope_for(user)
    named = places_named(question, scope, begun=not found.total)
    days = Inquiry("", question.day, question.day) if question.day else now
    visits = visits_at([place.venue for place in named], scope, question.span or days.period)
    narrowed = query(narrow)
    return [
        Offer(
            place.venue,
            visits[place.venue.pk],
            visitors_address(scope, place.venue, question, now),
            f"?{narrowed}{'&' if narrowed else ''}venue={place.venue.pk}" if place.rest else "",
            place.rest.name or _("this number") if place.rest else "",
        )
        for place in named
    ]


def visitors_address(scope: Scope, venue: Venue, question: Question, now: Inquiry) -> str:
    """The page of who was there, with day and hours as far as they were asked for."""
    day: date = question.day or now.first or timezone.localdate()
    start, end = question.hours or (None, None)
    option = VenueFinder(scope).get(venue.pk)
    given = {
        "venue": venue.pk,
        "venue_text": option.label if option else venue.code,
        "day": f"{day:%d/%m/%Y}",
        "start": f"{start:%H:%M}" if start else "",
        "end": f"{end:%H:%M}" if end else "",
    }
    return f"{reverse('tracing_visitors')}?{urlencode(given)}"


def straight_to(offered: list[Offer], question: Question, found: People) -> str:
    """Where to go at once: nobody has this as a name, and one venue only can be meant."""
    if found.total or len(offered) != 1:
        return ""
    (offer,) = offered
    return offer.people or (offer.visitors if question.day else "")
