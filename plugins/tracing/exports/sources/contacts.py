"""Those whom a person met, the greatest risk first."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from plugins.tracing import services
from plugins.tracing.batches import batches
from plugins.tracing.contacts import Contact
from plugins.tracing.exports.listing import BATCH, Column, Listing, Order
from plugins.tracing.exports.sources.details import Venues, ids, local, phones
from plugins.tracing.reveal import readable


def listing(order: Order) -> Listing:
    """``details``: "key" in hex. The look-up itself is recorded like any other."""
    found = services.contacts(order.asker, order.key, order.period)
    made = Listing(
        _("Contacts of a person"), f"key:{order.key.hex}", _columns(),
        complete=found.complete, partial=found.source.partial,
    )  # fmt: skip
    if found.person is not None:
        made.about = [(_("Person"), found.person.name)]
        made.of = len(found.contacts)
        made.rows = _rows(found.contacts, made)
    return made


def _columns() -> list[Column]:
    return [
        Column(_("Order"), 7),
        Column(_("Name"), 26),
        Column(_("Also recorded as"), 26),
        Column(_("Phone"), 18),
        Column(_("ID"), 18),
        Column(_("Risk (of 100)"), 9),
        Column(_("Minutes together"), 9),
        Column(_("Meetings"), 9),
        Column(_("First together"), 17),
        Column(_("Last together"), 17),
        Column(_("Out assumed"), 11),
        Column(_("Venues of the meetings"), 50),
    ]


def _rows(contacts: list[Contact], made: Listing) -> Iterator[list[Any]]:
    """Two queries for each BATCH."""
    venues = Venues()
    for some in batches(contacts, BATCH):
        venues.learn(meeting.venue for contact in some for meeting in contact.meetings)
        details = readable(contact.person for contact in some)
        for contact in some:
            made.keys |= contact.person.keys
            known = details[contact.person.key]
            where = dict.fromkeys(meeting.venue for meeting in contact.meetings)
            yield [
                f"F{contact.order}",
                contact.person.name,
                ", ".join(contact.person.other_names),
                phones(known),
                ids(known),
                round(contact.risk),
                contact.minutes,
                len(contact.meetings),
                local(min(meeting.start for meeting in contact.meetings)),
                local(contact.last),
                _("assumed") if any(m.assumed for m in contact.meetings) else "",
                ", ".join(venues.name(pk) for pk in where),
            ]
