"""database.person_over_es, database.contacts_over_es: the same look-up without Elasticsearch.

A ward or a town should need no cluster. Both engines answer through plugins.tracing.services.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from plugins.tracing import services
from plugins.tracing.reasons import Asker
from tests.bench import accounts
from tests.bench.population import frequent_people, populate
from tests.bench.report import Figure
from tests.bench.turns import Ask, figure

QUESTIONS = 20
FREQUENT = 60  # visits of each of the people, as for contacts.over_raw


def measure() -> list[Figure]:
    """p95 in milliseconds of each engine."""
    visits = f"{populate():,} visits"
    people = frequent_people(QUESTIONS, FREQUENT)
    figures: list[Figure] = []
    for asker, who in (
        (accounts.administrator(), "administrator"),
        (accounts.ward_official(), "a ward's official"),
    ):
        figures += _figures(asker, f"{visits}, {FREQUENT} of each person, as {who}", people)
    return figures


def _figures(asker: Asker, size: str, people: Sequence[UUID]) -> list[Figure]:
    known = [services.history(asker, key).person for key in people]

    def person(i: int) -> None:
        services.history(asker, people[i])

    def contacts(i: int) -> None:
        services.contacts(asker, people[i], known=known[i])

    return [
        figure(name, size, _in_database(ask), ask, len(people))
        for name, ask in (
            ("database.person_over_es", person),
            ("database.contacts_over_es", contacts),
        )
    ]


def _in_database(ask: Callable[[int], Any]) -> Ask:
    """The same question with the settings of an office that has no Elasticsearch."""

    def asked(i: int) -> None:
        address = settings.ELASTICSEARCH_URL
        settings.ELASTICSEARCH_URL = ""
        try:
            ask(i)
        finally:
            settings.ELASTICSEARCH_URL = address

    return asked
