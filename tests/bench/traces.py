"""trace.over_raw and its kin: a look-up through the application against the raw query for it.

"Through the application" is plugins.tracing.services, as the admin's pages and the commands call
it: permission, reason, engine, ranking, grouping, and the entry in the record of look-ups.
"""

import random
from collections.abc import Sequence

from django.db.models import QuerySet

from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from plugins.tracing import services
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from tests.bench import accounts, raw
from tests.bench.population import populate
from tests.bench.report import Figure
from tests.bench.turns import figure

QUESTIONS = 200
PAGES = 40


def measure() -> list[Figure]:
    """p95 in milliseconds over many look-ups of each kind."""
    visits = f"{populate():,} visits"
    ward_visits = Visit.objects.filter(venue__area=accounts.busiest_ward())
    everybody, ward = _sample(Visit.objects.all()), _sample(ward_visits)
    admin, official = accounts.administrator(), accounts.ward_official()
    phones = [unsealed(visit)["phone"] for visit in everybody]
    in_ward = [unsealed(visit)["phone"] for visit in ward]
    names = [_misspelt(visit.name_folded) for visit in everybody]
    return [
        figure(
            "trace.phone_over_raw",
            visits,
            lambda i: services.search(admin, parse_question(phones[i])),
            lambda i: raw.search(raw.by_person(everybody[i])),
            QUESTIONS,
        ),
        figure(
            "trace.phone_over_raw",
            f"{visits}, as a ward's official",
            lambda i: services.search(official, parse_question(in_ward[i])),
            lambda i: raw.search(raw.by_person(ward[i])),
            QUESTIONS,
        ),
        _page(admin, visits, everybody),
        _page(official, f"{visits}, as a ward's official", ward),
        figure(
            "trace.name_over_raw",
            f"{visits}, a letter missing",
            lambda i: services.search(admin, parse_question(names[i])),
            lambda i: raw.search(raw.by_name(names[i])),
            QUESTIONS,
        ),
        figure(
            "trace.restricted_over_admin",
            f"{visits}, history and what is elsewhere",
            lambda i: services.history(official, ward[i].person_key),
            lambda i: services.history(admin, ward[i].person_key),
            QUESTIONS,
        ),
    ]


def _page(asker: Asker, visits: str, people: Sequence[Visit]) -> Figure:
    """A person's page: the two look-ups that it makes, against the two raw queries.

    The raw ones are written beforehand and ask for what the account may see.
    """
    known = [services.history(asker, visit.person_key).person for visit in people[:PAGES]]
    stays = [[row.stay for row in person.visits] for person in known if person]
    searches = [raw.overlaps(own) for own in stays]

    def ours(i: int) -> None:
        history = services.history(asker, people[i].person_key)
        services.contacts(asker, people[i].person_key, known=history.person)

    def theirs(i: int) -> None:
        raw.search(raw.by_person(people[i]))
        raw.msearch(searches[i])

    mean = sum(map(len, stays)) / len(stays)
    return figure("trace.over_raw", f"{visits}, {mean:.0f} of each person", ours, theirs, PAGES)


def _sample(visits: QuerySet[Visit]) -> Sequence[Visit]:
    """Visits of QUESTIONS random people who left a phone."""
    ids = list(visits.order_by("pk").values_list("pk", flat=True).iterator())
    draw = random.Random(7)
    chosen = Visit.objects.in_bulk(draw.sample(ids, min(len(ids), QUESTIONS * 4)))
    with_phone = [visit for visit in chosen.values() if "phone" in unsealed(visit)]
    return with_phone[:QUESTIONS]


def _misspelt(name: str) -> str:
    """The name with one letter of its longest syllable left out."""
    syllables = name.split()
    longest = max(range(len(syllables)), key=lambda i: len(syllables[i]))
    if len(syllables[longest]) > 4:
        syllables[longest] = syllables[longest][:2] + syllables[longest][3:]
    return " ".join(syllables)
