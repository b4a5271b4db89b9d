"""gate.batch_of_limit: visits a second through the interface's batches, against a bare multi-row
insert of the same rows into a table without indices and triggers."""

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from plugins.declarations.api import keys, scopes
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import scan_id
from tests.bench import load
from tests.bench.checkins import market
from tests.bench.report import Figure

BATCH, BATCHES = 500, 40


def measure() -> list[Figure]:
    """Sent over as many connections as there are server processes."""
    token = market()
    key = keys.make("bench", [scopes.VISITS_WRITE], None, 1_000_000, None).key
    bodies = [_body(token, number) for number in range(BATCHES)]
    before = Visit.objects.count()
    with load.server() as address, ThreadPoolExecutor(load.WORKERS) as pool:
        _post(address, key, _body(token, BATCHES))
        begun = time.perf_counter()
        list(pool.map(lambda body: _post(address, key, body), bodies))
        seconds = time.perf_counter() - begun
    recorded = Visit.objects.count() - before - BATCH
    if recorded != BATCH * BATCHES:
        raise RuntimeError(f"{recorded} of {BATCH * BATCHES} visits are there")
    ours, bare = recorded / seconds, _bare(recorded)
    size = f"{BATCHES} batches of {BATCH}"
    return [Figure("gate.batch_of_limit", ours / bare, ours, bare, "visits/s", size)]


def _body(token: str, batch: int) -> bytes:
    now = timezone.now()
    visits = [
        {
            "id": str(scan_id(now)),
            "point": token,
            "name": f"Nguyễn Văn An {number % 97}",
            "phone": f"09{batch * BATCH + number:08d}",
            "checked_in": now.isoformat(),
        }
        for number in range(BATCH)
    ]
    return json.dumps({"visits": visits}).encode()


def _post(address: str, key: str, body: bytes) -> None:
    head = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/visits/batch", body, head)
    with urllib.request.urlopen(request, timeout=60) as answer:
        if json.load(answer)["refused"]:
            raise RuntimeError("visits were refused")


def _bare(count: int) -> float:
    """The same rows, BATCH at a time, one statement each."""
    columns = [str(field.column) for field in Visit._meta.concrete_fields]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute("CREATE TABLE bench_bare (LIKE declarations_visit)")
        cursor.execute(f"SELECT {names} FROM declarations_visit ORDER BY id DESC LIMIT {count}")
        rows = cursor.fetchall()
        marks = f"({', '.join(['%s'] * len(columns))})"
        begun = time.perf_counter()
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            values = [value for row in part for value in row]
            places = ", ".join([marks] * len(part))
            cursor.execute(f"INSERT INTO bench_bare ({names}) VALUES {places}", values)
        return len(rows) / (time.perf_counter() - begun)
