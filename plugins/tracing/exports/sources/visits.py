"""A person's visits, newest first."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from plugins.declarations.models import Source
from plugins.tracing.batches import batches
from plugins.tracing.engines import Engine, answer
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.exports.listing import BATCH, Column, Listing, Order
from plugins.tracing.exports.sources.details import (
    Venues,
    book,
    local,
    phone_and_id,
    visits_by_id,
)
from plugins.tracing.finding import visits_of_person
from plugins.tracing.persons import Person, people_in


def listing(order: Order) -> Listing:
    """``details``: "key" in hex."""

    def ask(engine: Engine) -> tuple[Person | None, bool]:
        found = visits_of_person(engine, [order.key], order.scope, order.period)
        people = people_in(found.items)
        return (people[0] if people else None), found.complete

    (person, complete), answered = answer(ask)
    made = Listing(
        _("Visits of a person"), f"key:{order.key.hex}", columns(),
        complete=complete, partial=answered.partial,
    )  # fmt: skip
    if person is not None:
        made.about = [(_("Person"), person.name)]
        made.of = len(person.visits)
        made.keys |= person.keys
        made.rows = visit_rows(person.visits)
    return made


def columns() -> list[Column]:
    """Headings of `visit_rows`."""
    return [
        Column(_("In"), 17),
        Column(_("Out"), 17),
        Column(_("Out assumed"), 11),
        Column(_("Venue"), 34),
        Column(_("Area"), 24),
        Column(_("Source"), 14),
        Column(_("Name"), 26),
        Column(_("Phone"), 16),
        Column(_("ID"), 16),
        Column(_("Paper book"), 34),
    ]


def visit_rows(rows: Any) -> Iterator[list[Any]]:
    """Three queries for each BATCH; visits deleted meanwhile are left out."""
    venues = Venues()
    sources = {str(value): str(label) for value, label in Source.choices}
    for some in batches(rows, BATCH):
        venues.learn(row.venue_id for row in some)
        visits = visits_by_id(row.id for row in some)
        for row in some:
            if row.id in visits:
                yield _row(row, visits[row.id], venues, sources)


def _row(row: VisitRow, visit: Any, venues: Venues, sources: dict[str, str]) -> list[Any]:
    phone, number = phone_and_id(visit)
    return [
        local(row.checked_in),
        local(row.stay_end),
        _("assumed") if row.assumed else "",
        venues.name(row.venue_id),
        venues.area(row.venue_id),
        sources.get(str(row.source), ""),
        row.name,
        phone,
        number,
        book(visit),
    ]
