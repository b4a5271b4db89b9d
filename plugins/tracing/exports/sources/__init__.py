"""Where the rows of each kind of export come from."""

from collections.abc import Callable

from plugins.tracing.exports.kinds import Kind
from plugins.tracing.exports.listing import Listing, Order
from plugins.tracing.exports.sources import case, contacts, people, place, spread, visits

Source = Callable[[Order], Listing]
SOURCES: dict[Kind, Source] = {
    Kind.VISITS: visits.listing,
    Kind.CONTACTS: contacts.listing,
    Kind.PEOPLE: people.listing,
    Kind.CASE: case.listing,
    Kind.SPREAD: spread.listing,
    Kind.PLACE: place.listing,
}
