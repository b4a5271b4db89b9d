"""List the venues that an account sees."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plugins.qr_venues.codes import shown
from plugins.qr_venues.listing import venues_for, with_live_checkpoints
from plugins.qr_venues.models import Venue
from portal.accounts import account_for

BATCH = 1000  # rows in memory at a time


class Command(BaseCommand):
    help = "List the venues within an account's jurisdiction, with their live check points."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="user name")
        parser.add_argument("--json", action="store_true", help="one JSON list on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_for(options["user"])
        found = with_live_checkpoints(venues_for(account)).order_by("name", "pk")
        venues = found.iterator(chunk_size=BATCH)
        for part in _as_json(venues) if options["json"] else _as_table(venues):
            self.stdout.write(part)


def _as_json(venues: Iterator[Any]) -> Iterator[str]:
    """The list piece by piece: there may be hundreds of thousands."""
    separator = "["
    for venue in venues:
        yield separator + json.dumps(_described(venue), ensure_ascii=False)
        separator = ","
    yield "]" if separator == "," else "[]"


def _described(venue: Any) -> dict[str, Any]:
    return {
        "code": venue.code,
        "name": venue.name,
        "area": venue.area.name,
        "category": venue.category_id,
        "checkpoints": [
            {"number": each.number, "name": each.name, "token": each.token} for each in venue.live
        ],
    }


def _as_table(venues: Iterator[Any]) -> Iterator[str]:
    for venue in venues:
        yield _line(venue)
        for each in venue.live:
            yield f"  {each.number:>3}  {shown(each.token)}  {each.name}"


def _line(venue: Venue) -> str:
    return f"{venue.code}  {venue.name} · {venue.category} · {venue.area.name}"
