"""load.held, load.burst: 200 check-ins a second for a minute, then five times that.

The generator works beside the server on the same machine. Held means: every check-in accepted,
p99 under 250 ms. In the burst the server may send visitors away (429, 503), must not fail
otherwise, and must have in the database exactly what it accepted; afterwards it takes 200 a second
as before.
"""

from django.utils.crypto import get_random_string

from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from tests.bench import load
from tests.bench.checkins import EVERYTHING_ON, forms_for, market
from tests.bench.open_loop import Outcome, send
from tests.bench.report import Figure

RATE, SECONDS = 200, 60
BURST, BURST_SECONDS, AFTER_SECONDS = 5 * RATE, 10, 10
LIMIT_MS = 250.0
CONNECTIONS, BURST_CONNECTIONS = 200, 500
AWAY = {429, 503}


def measure(rate: int = RATE, seconds: int = SECONDS) -> list[Figure]:
    """Raises RuntimeError where a check-in failed or was lost."""
    token, csrf = market(), get_random_string(32)
    counts = (rate * seconds, 5 * rate * BURST_SECONDS, rate * AFTER_SECONDS)
    forms = iter(forms_for(token, sum(counts), csrf))
    batches = [[next(forms) for _ in range(count)] for count in counts]
    with load.server(**EVERYTHING_ON) as address:

        def come(number: int, pace: int, most: int) -> Outcome:
            place = f"{address}/q/{token}"
            return send(place, batches[number], f"csrftoken={csrf}", pace, most)

        held = come(0, rate, CONNECTIONS)
        burst = come(1, 5 * rate, BURST_CONNECTIONS)
        after = come(2, rate, CONNECTIONS)
    accepted = sum(outcome.statuses[303] for outcome in (held, burst, after))
    recorded = Visit.objects.filter(venue=Venue.objects.get(checkpoints__token=token)).count()
    _judge(held, burst, after, accepted, recorded)
    return [
        Figure(
            "load.held", held.p99_ms() / LIMIT_MS, held.p99_ms(), LIMIT_MS, "ms p99",
            f"{rate}/s for {seconds} s, none refused",
        ),
        Figure(
            "load.burst", burst.statuses[303] / counts[1], burst.statuses[303] / BURST_SECONDS,
            counts[1] / BURST_SECONDS, "accepted/s",
            f"p99 {burst.p99_ms():,.0f} ms, {accepted:,} accepted, {recorded:,} recorded",
        ),
        Figure(
            "load.after", after.p99_ms() / LIMIT_MS, after.p99_ms(), LIMIT_MS, "ms p99",
            f"{rate}/s for {AFTER_SECONDS} s",
        ),
    ]  # fmt: skip


def _judge(held: Outcome, burst: Outcome, after: Outcome, accepted: int, recorded: int) -> None:
    for name, outcome in (("held", held), ("after the burst", after)):
        if set(outcome.statuses) != {303}:
            raise RuntimeError(f"{name}: not all were accepted: {dict(outcome.statuses)}")
    if failed := set(burst.statuses) - AWAY - {303}:
        raise RuntimeError(f"in the burst: {failed} of {dict(burst.statuses)}")
    if accepted != recorded:
        raise RuntimeError(f"{accepted} accepted, {recorded} recorded")
