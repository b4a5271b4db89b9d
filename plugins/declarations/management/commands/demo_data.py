"""Make synthetic visits, many of them, fast."""

import json
import time
from argparse import ArgumentTypeError
from datetime import date, datetime
from itertools import islice
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from plugins.declarations.demo.people import make_people
from plugins.declarations.demo.venues import places
from plugins.declarations.demo.visits import make_visits
from plugins.declarations.services import record_visits

BATCH = 20_000
VISITS_A_VENUE = 500  # in a month, on average
VISITS_A_PERSON = 8
FEWEST_VENUES, MOST_VENUES = 20, 20_000


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ArgumentTypeError("must be 1 or more")
    return value


def _random(seed: int, purpose: str) -> Random:
    """One source a purpose: visits come out the same whether venues had to be made or not."""
    return Random(f"{seed} {purpose}")  # noqa: S311 - made-up data


class Command(BaseCommand):
    help = (
        "Make synthetic visits of the last 30 days: most venues idle, a few very busy. The same "
        "seed gives the same visits on the same day and venues; made again, nothing is added."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--visits", type=_count, default=10_000, metavar="N")
        parser.add_argument("--people", type=_count, metavar="N", help="default: an eighth")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="default: today"
        )
        parser.add_argument("--json", action="store_true", help="one JSON value on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        started, wanted = time.monotonic(), options["visits"]
        seed = options["seed"]
        until = timezone.make_aware(
            datetime.combine(options["until"] or timezone.localdate(), datetime.min.time())
        )
        venues_wanted = min(max(wanted // VISITS_A_VENUE, FEWEST_VENUES), MOST_VENUES)
        try:
            chosen, venues_made = places(_random(seed, "venues"), venues_wanted)
        except LookupError as error:
            raise CommandError(str(error)) from error
        count = options["people"] or max(1, wanted // VISITS_A_PERSON)
        people = make_people(_random(seed, "people"), count)
        visits = make_visits(_random(seed, "visits"), people, chosen, wanted, until)
        made = done = 0
        while batch := list(islice(visits, BATCH)):
            made += len(record_visits(batch))
            done += len(batch)
            seconds = time.monotonic() - started
            self.stderr.write(f"{done:,} of {wanted:,} visits, {done / seconds:,.0f} a second")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # so that the first searches are planned well
        answer = {
            "visits": made,
            "people": len(people),
            "venues": len(chosen),
            "venues_made": venues_made,
            "seconds": round(time.monotonic() - started, 1),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(", ".join(f"{name}: {value}" for name, value in answer.items()))
