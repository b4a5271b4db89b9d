"""The people that a search finds, best fit first."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from plugins.tracing import facets, services
from plugins.tracing.exports.listing import BATCH, Column, Listing, Order
from plugins.tracing.exports.sources.details import Venues, ids, local, phones
from plugins.tracing.persons import Person
from plugins.tracing.questions import Question, parse_question
from plugins.tracing.reveal import readable


def listing(order: Order) -> Listing:
    """``details``: "text" as typed, "narrow" as an address has it.

    Each page of the search is recorded like any other.
    """
    question = parse_question(order.details["text"])
    made = Listing(_("People found"), question.blind, _columns())
    made.about = [(_("Asked for"), question.text)]
    made.rows = _rows(order, question, made)
    return made


def _columns() -> list[Column]:
    return [
        Column(_("Name"), 26),
        Column(_("Also recorded as"), 26),
        Column(_("Phone"), 18),
        Column(_("ID"), 18),
        Column(_("Visits"), 9),
        Column(_("Number of venues"), 9),
        Column(_("First seen"), 17),
        Column(_("Last seen"), 17),
        Column(_("Last venue"), 34),
        Column(_("Area"), 24),
    ]


def _rows(order: Order, question: Question, made: Listing) -> Iterator[list[Any]]:
    """A page of BATCH people at a time, to the last one that fits."""
    narrow = facets.parse(QueryDict(order.details.get("narrow", "")))
    venues = Venues()
    for found in services.everyone(order.asker, question, order.period, narrow, BATCH):
        made.partial = made.partial or found.source.partial
        details = readable(found.people)
        venues.learn(person.visits[0].venue_id for person in found.people)
        for person in found.people:
            made.keys |= person.keys
            yield _row(person, phones(details[person.key]), ids(details[person.key]), venues)
        made.complete = found.complete


def _row(person: Person, phone: str, number: str, venues: Venues) -> list[Any]:
    last = person.visits[0]
    return [
        person.name,
        ", ".join(person.other_names),
        phone,
        number,
        len(person.visits),
        len(person.venues),
        local(person.visits[-1].checked_in),
        local(last.checked_in),
        venues.name(last.venue_id),
        venues.area(last.venue_id),
    ]
