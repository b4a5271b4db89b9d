"""contacts.over_raw, contacts.growth: whom a person met, against the raw msearch and less data.

The person's own visits are at hand, as the page has them when it asks for contacts. The msearch
has one clause for each of the stays, written beforehand, and fetches the same hits.
"""

from collections.abc import Sequence
from uuid import UUID

from plugins.tracing import services
from plugins.tracing.reasons import Asker
from tests.bench import accounts, raw
from tests.bench.growing import SmallerPlace, people_and_ask
from tests.bench.place import size
from tests.bench.population import frequent_people, populate
from tests.bench.report import Figure
from tests.bench.turns import figure

QUESTIONS = 30  # each finds thousands of people
FREQUENT = 60  # visits of those whose contacts are looked for


def measure() -> list[Figure]:
    """p95 in milliseconds."""
    visits = f"{populate():,} visits"
    people = frequent_people(QUESTIONS, FREQUENT)
    return [
        _over_raw(accounts.administrator(), people, f"{visits}, {FREQUENT} of each person"),
        _over_raw(accounts.ward_official(), people, f"{visits}, as a ward's official"),
        _growth(),
    ]


def _over_raw(asker: Asker, people: Sequence[UUID], size: str) -> Figure:
    known = [services.history(asker, key).person for key in people]
    asked = [(person.key, person) for person in known if person]
    searches = [raw.overlaps([row.stay for row in person.visits]) for _key, person in asked]
    return figure(
        "contacts.over_raw",
        size,
        lambda i: services.contacts(asker, asked[i][0], known=asked[i][1]),
        lambda i: raw.msearch(searches[i]),
        len(asked),
    )


def _growth() -> Figure:
    """With as many people found, among BENCH_VISITS visits and among a tenth of them."""
    count, ask = people_and_ask()
    few = size("BENCH_VISITS") // 10
    with SmallerPlace(few) as smaller:
        told = f"against {few:,} visits; {count:,} people met, there {smaller.met:,}"
        return figure("contacts.growth", told, ask, smaller.ask, smaller.questions)
