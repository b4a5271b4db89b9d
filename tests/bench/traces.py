"""trace.over_raw and its kin: a look-up through the application against the raw query for it.

"Through the application" is plugins.tracing.services, as the admin's pages and the commands call
it: permission, reason, engine, ranking, grouping, and the entry in the record of look-ups.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from elasticsearch import Elasticsearch

from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from plugins.tracing import services
from plugins.tracing.engines.client import alias
from plugins.tracing.engines.documents import ROW_FIELDS
from plugins.tracing.engines.elasticsearch_asking import PAGE
from plugins.tracing.persons import Person
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker
from tests.bench.population import frequent_people, populate
from tests.bench.report import Figure, p95

QUESTIONS = 200
CONTACT_QUESTIONS = 60  # each finds thousands of people
WARM_UP = 20
FREQUENT = 60  # visits of those whose contacts are looked for


def measure() -> list[Figure]:
    """p95 in milliseconds over many look-ups of each kind, as administrator."""
    visits = populate()
    user, _created = get_user_model().objects.get_or_create(username="bench", is_superuser=True)
    asker = Asker(user=user, reason="measuring the look-ups", address=None)
    sample = _sample()
    raw = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=60)

    def raw_search(body: dict[str, Any]) -> None:
        raw.search(index=alias(), **body)

    phones = [unsealed(visit)["phone"] for visit in sample]
    size = f"{visits:,} visits"
    return [
        _figure(
            "trace.over_raw",
            size,
            lambda i: services.search(asker, parse_question(phones[i])),
            lambda i: raw_search(_by_person(sample[i])),
        ),
        _figure(
            "trace.name_over_raw",
            size,
            lambda i: services.search(asker, parse_question(_misspelt(sample[i].name_folded))),
            lambda i: raw_search(_by_name(_misspelt(sample[i].name_folded))),
        ),
        _contacts(asker, raw, size),
    ]


def _contacts(asker: Asker, raw: Elasticsearch, size: str) -> Figure:
    """First-order contacts of people with FREQUENT visits, whose history is at hand, as the page
    has it, against one msearch with the clauses written beforehand that fetches the same hits.
    """
    people = frequent_people(CONTACT_QUESTIONS, FREQUENT)
    known = [services.history(asker, key).person for key in people]
    searches = [_overlaps(person) for person in known if person]

    def ask(i: int) -> None:
        services.contacts(asker, people[i], known=known[i])

    return _figure(
        "contacts.over_raw",
        f"{size}, {FREQUENT} of each person",
        ask,
        lambda i: raw.msearch(index=alias(), searches=searches[i]),
        CONTACT_QUESTIONS,
    )


def _figure(
    name: str,
    size: str,
    ours: Callable[[int], Any],
    theirs: Callable[[int], Any],
    questions: int = QUESTIONS,
) -> Figure:
    mine, raw = _times(ours, theirs, questions)
    return Figure(name, mine / raw, mine, raw, "ms p95", size)


def _times(
    ours: Callable[[int], Any], theirs: Callable[[int], Any], questions: int
) -> tuple[float, float]:
    """p95 of both, asked in turn: what else the machine does falls on both alike."""
    for i in range(WARM_UP):
        ours(i)
        theirs(i)
    seconds: tuple[list[float], list[float]] = ([], [])
    for i in range(questions):
        for ask, taken in zip((ours, theirs), seconds, strict=True):
            begun = time.perf_counter()
            ask(i)
            taken.append(time.perf_counter() - begun)
    return p95(seconds[0]), p95(seconds[1])


def _sample() -> Sequence[Visit]:
    """Visits of QUESTIONS random people who left a phone."""
    ids = list(Visit.objects.order_by("pk").values_list("pk", flat=True).iterator())
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


def _by_person(visit: Visit) -> dict[str, Any]:
    key = visit.person_key.hex
    either = [{"term": {"person": key}}, {"term": {"second": key}}]
    return {
        "query": {"bool": {"filter": [{"bool": {"should": either}}]}},
        "sort": [{"checked_in": "desc"}],
        "size": 100,
    }


def _by_name(name: str) -> dict[str, Any]:
    def syllable(text: str) -> dict[str, Any]:
        if len(text) < 4:
            return {"term": {"folded": text}}
        return {"fuzzy": {"folded": {"value": text, "fuzziness": 1}}}

    return {"query": {"bool": {"must": [syllable(text) for text in name.split()]}}, "size": 100}


def _overlaps(person: Person) -> list[dict[str, Any]]:
    """One clause for each of the person's stays, each on its own line of one msearch."""
    lines: list[dict[str, Any]] = []
    for visit in person.visits:
        span = {
            "gte": visit.checked_in.isoformat(),
            "lte": visit.stay_end.isoformat(),
            "relation": "intersects",
        }
        clauses = [{"term": {"venue": visit.venue_id}}, {"range": {"stay": span}}]
        found = {"size": PAGE, "_source": list(ROW_FIELDS), "track_total_hits": False}
        lines += [{}, {"query": {"bool": {"filter": clauses}}, **found}]
    return lines
