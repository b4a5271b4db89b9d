"""checkin.of_limit: check-ins a second through the real stack, against what Django and the
database could do at best: 1 / (1 / empty views a second + 1 / bare inserts a second)."""

import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from areas.models import Area
from plugins.declarations import tickets
from plugins.declarations.models import Visit
from plugins.qr_venues.models import VenueCategory
from plugins.qr_venues.services import register_venue
from tests.bench import load
from tests.bench.inserting import insert_for
from tests.bench.report import BUILD, Figure

SECONDS = 8
FORMS = 60_000  # more than can be taken in SECONDS
# One code and one address send all of them: counted as ever, but with room for all.
EVERYTHING_ON = {
    "PLUGIN_SETTINGS": json.dumps(
        {"declarations": {"rate_token_per_minute": 10**9, "rate_network_per_minute": 10**9}}
    ),
}
SCRIPT = Path(__file__).with_name("checkin.lua")


def measure() -> list[Figure]:
    """Check-ins a second; every one that was answered well must be in the database."""
    with load.server(BENCH_EMPTY="1", BENCH_PROBE="/") as address:
        load.wrk(address + "/", 2)
        empty, _errors = load.wrk(address + "/", SECONDS)
    ours = _check_ins()
    bare = _bare_inserts()
    limit = 1 / (1 / empty + 1 / bare)
    size = f"empty {empty:,.0f}/s, insert {bare:,.0f}/s"
    return [Figure("checkin.of_limit", ours / limit, ours, limit, "check-ins/s", size)]


def forms_for(token: str, count: int, csrf: str) -> list[str]:
    """Check-in forms as browsers send them, each with a ticket and a phone of its own."""
    now = timezone.now()
    return [
        urlencode(
            {
                "ticket": tickets.issue(token, now),
                "csrfmiddlewaretoken": csrf,
                "name": f"Nguyễn Văn An {number % 97}",
                "phone": f"09{number:08d}",
                "id_number": "",
            }
        )
        for number in range(count)
    ]


def market() -> str:
    """The code of a new market."""
    venue = register_venue(
        name="Chợ Văn Quán",
        category=VenueCategory.objects.get(pk="market"),
        area=Area.objects.filter(depth=2).first(),
    )
    return venue.checkpoints.get().token


def _check_ins() -> float:
    token, csrf = market(), get_random_string(32)
    forms = BUILD / "bench" / "forms.txt"
    forms.parent.mkdir(parents=True, exist_ok=True)
    forms.write_text("".join(f"{form}\n" for form in forms_for(token, FORMS, csrf)))
    before = Visit.objects.count()
    # All connections may come to one process: none is sent away here (see holding.py for that).
    with load.server(REQUESTS_WAITING=str(load.CONNECTIONS), **EVERYTHING_ON) as address:
        begun = time.perf_counter()
        _rate, errors = load.wrk(
            f"{address}/q/{token}", SECONDS, str(SCRIPT), str(forms), str(load.THREADS), csrf
        )
        seconds = time.perf_counter() - begun
    if errors:
        raise RuntimeError(f"{errors} check-ins were refused")
    # What counts is what is in the database, not what was answered.
    return (Visit.objects.count() - before) / min(seconds, SECONDS)


def _bare_inserts() -> float:
    """Rows a second into a table of the same columns without index, trigger or Django."""
    columns = [str(field.column) for field in Visit._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute("CREATE TABLE bench_bare (LIKE declarations_visit)")
        cursor.execute(f"SELECT {', '.join(columns)} FROM declarations_visit LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        raise RuntimeError("no check-in was recorded")
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO bench_bare ({', '.join(columns)}) VALUES ({marks})"
    with ProcessPoolExecutor(load.WORKERS, get_context("spawn")) as pool:
        server = os.environ["DATABASE_URL"]
        counts = pool.map(
            insert_for, *zip(*[(server, statement, row, SECONDS)] * load.WORKERS, strict=True)
        )
        return sum(counts) / SECONDS
