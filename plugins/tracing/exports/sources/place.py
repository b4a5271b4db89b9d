"""Who was at a venue, in the order of coming in."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plugins.declarations.models import Source, Visit
from plugins.qr_venues.models import Venue
from plugins.tracing.engines.narrowing import visible
from plugins.tracing.errors import NotAllowed
from plugins.tracing.exports.listing import Column, Listing, Order
from plugins.tracing.exports.sources.details import book, local, phone_and_id

ROWS_A_QUERY = 500


def listing(order: Order) -> Listing:
    """``details``: "venue" (key). From the database, page by page: a market has many visitors.

    Raises NotAllowed for a venue outside the account's jurisdiction.
    """
    venues = Venue.objects.filter(order.scope.q("area", "category__sector"))
    venue = venues.select_related("area").filter(pk=order.details["venue"]).first()
    if venue is None:
        raise NotAllowed(_("This account may not see who was at this venue."))
    visits = visible(order.scope, order.period).filter(venue=venue)
    made = Listing(_("Who was at a venue"), f"venue:{venue.code}", _columns(), of=visits.count())
    made.about = [(_("Venue"), venue.name), (_("Area"), venue.area.name)]
    if order.period.start and order.period.end:
        times = (order.period.start, order.period.end)
        shown = [date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") for at in times]
        made.about.append((_("Time"), " – ".join(shown)))
    made.rows = _rows(visits, made)
    return made


def _columns() -> list[Column]:
    return [
        Column(_("In"), 17),
        Column(_("Out"), 17),
        Column(_("Out assumed"), 11),
        Column(_("Check point"), 20),
        Column(_("Source"), 14),
        Column(_("Name"), 26),
        Column(_("Phone"), 16),
        Column(_("ID"), 16),
        Column(_("Paper book"), 34),
    ]


def _rows(visits: QuerySet[Visit], made: Listing) -> Iterator[list[Any]]:
    sources = {str(value): str(label) for value, label in Source.choices}
    for visit in chain.from_iterable(_pages(visits)):
        phone, number = phone_and_id(visit)
        made.keys.update(key for key in (visit.person_key, visit.second_key) if key)
        yield [
            local(visit.checked_in),
            local(visit.stay_end),
            _("assumed") if visit.assumed_out else "",
            visit.checkpoint.name if visit.checkpoint else "",
            sources.get(str(visit.source), ""),
            visit.name,
            phone,
            number,
            book(visit),
        ]


def _pages(visits: QuerySet[Visit]) -> Iterator[list[Visit]]:
    """By time of coming and id: each page begins where the one before ended; one query each."""
    ordered = visits.select_related("checkpoint", "logbook").order_by("checked_in", "pk")
    page = list(ordered[:ROWS_A_QUERY])
    while page:
        yield page
        last = page[-1]
        after = Q(checked_in=last.checked_in, pk__gt=last.pk) | Q(checked_in__gt=last.checked_in)
        page = list(ordered.filter(after, checked_in__gte=last.checked_in)[:ROWS_A_QUERY])
