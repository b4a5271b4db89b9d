"""Search results as the pages show them: with venues, phones and paper books looked up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from plugins.declarations.models import Source, Visit
from plugins.qr_venues.models import Venue
from plugins.tracing import timeline
from plugins.tracing.contacts import Contact
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.links.shown import doubles
from plugins.tracing.persons import Person
from plugins.tracing.reveal import Readable, readable

ROWS = 100  # visits or contacts on a page
VENUES = 3  # named with a contact; the others are counted


L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Lines(Generic[L]):
    """A page of a table: its lines, and where it stands among the pages."""

    lines: list[L]
    page: Page


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone in the list of people found.

    ``double``: the year of birth that another of this name has too, who may be the same person.
    """

    person: Person
    readable: Readable
    last: VisitRow
    last_venue: Venue | None
    double: int | None = None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in the table; ``book`` says where in a paper book it stands, ``device_time`` what a
    clock said that cannot be right.

    ``gap``: days without visits between this one and the one below.
    """

    row: VisitRow
    venue: Venue | None
    source: str
    book: dict[str, Any] | None
    gap: timeline.Gap | None = None
    device_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Someone met; ``venues`` are the first few, ``more`` counts the others."""

    contact: Contact
    readable: Readable
    venues: list[Venue]
    more: int
    assumed: bool


def people(found: Sequence[Person]) -> list[PersonLine]:
    """Two queries."""
    details = readable(found)
    venues = _venues(person.visits[0].venue_id for person in found)
    twice = doubles(found, details)
    return [
        PersonLine(
            p, details[p.key], p.visits[0], venues.get(p.visits[0].venue_id), twice.get(p.key)
        )
        for p in found
    ]


def visits(person: Person, number: int) -> Lines[VisitLine]:
    """A page of the history; two queries."""
    page = Paginator(person.visits, ROWS).get_page(number)
    rows = list(page.object_list)
    venues = _venues(row.venue_id for row in rows)
    known = _known([row.id for row in rows])
    gaps = timeline.gaps(person.visits, timezone.get_current_timezone())
    lines = [
        VisitLine(
            row,
            venues.get(row.venue_id),
            str(Source(row.source).label),
            _book(known.get(row.id)),
            gaps.get(row.id),
            known[row.id]["device_time"] if row.id in known else None,
        )
        for row in rows
    ]
    return Lines(lines, page)


def contacts(found: Sequence[Contact], number: int) -> Lines[ContactLine]:
    """A page of the contacts; two queries."""
    page = Paginator(found, ROWS).get_page(number)
    met = list(page.object_list)
    details = readable(contact.person for contact in met)
    venues = _venues(meeting.venue for contact in met for meeting in contact.meetings)
    return Lines([_contact_line(c, details[c.person.key], venues) for c in met], page)


def days(person: Person) -> list[dict[str, Any]]:
    """The timeline with names of venues; one query."""
    shown = timeline.days(person.visits, timezone.get_current_timezone())
    venues = _venues(bar.visit.venue_id for day in shown for bar in day.bars)
    return [
        {
            "day": day,
            "bars": [(bar, venues.get(bar.visit.venue_id)) for bar in day.bars],
        }
        for day in shown
    ]


def days_cut(person: Person) -> bool:
    """Whether the timeline leaves out the oldest days."""
    zone = timezone.get_current_timezone()
    return len({row.checked_in.astimezone(zone).date() for row in person.visits}) > (
        timeline.MOST_DAYS
    )


def _contact_line(contact: Contact, details: Readable, venues: dict[int, Venue]) -> ContactLine:
    where = list(dict.fromkeys(meeting.venue for meeting in contact.meetings))
    return ContactLine(
        contact=contact,
        readable=details,
        venues=[venues[pk] for pk in where[:VENUES] if pk in venues],
        more=max(0, len(where) - VENUES),
        assumed=any(meeting.assumed for meeting in contact.meetings),
    )


def _venues(ids: Iterable[int]) -> dict[int, Venue]:
    return Venue.objects.select_related("area").in_bulk(set(ids))


def _known(visit_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the search does not hold: file, sheet and row by visit, of those that came from a paper
    book, and the device's time of those with a wrong clock. One query.
    """
    told = Q(logbook__isnull=False) | Q(device_time__isnull=False)
    rows = Visit.objects.filter(told, pk__in=visit_ids).values(
        "pk", "logbook_id", "logbook__file_name", "logbook_sheet", "logbook_row", "device_time"
    )
    return {row["pk"]: dict(row) for row in rows}


def _book(known: dict[str, Any] | None) -> dict[str, Any] | None:
    return known if known and known["logbook_id"] else None
