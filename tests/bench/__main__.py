"""`make bench`: the figures of the product, measured on this machine in one run.

Sizes: BENCH_VISITS (default 1,000,000; 10,000,000 for contacts.growth), BENCH_ROWS (default
100,000). Arguments choose figures:
``make bench ARGS="import trace"``. Needs DATABASE_URL and ELASTICSEARCH_URL, which make sets.
"""

import sys
import time
from collections.abc import Callable

from tests.bench import place


def main(chosen: list[str]) -> None:
    """Prepare a database of the bench's own, measure, print the table, write build/bench.json."""
    place.prepare()
    from tests.bench import (
        batches,
        checkins,
        contacts,
        databases,
        exports,
        holding,
        hostile,
        imports,
        lagging,
        memory,
        reindexing,
        report,
        spreading,
        stock,
        traces,
    )

    measures: dict[str, Callable[[], list[report.Figure]]] = {
        "import": imports.measure,
        "stock": stock.measure,
        "memory": memory.measure,
        "hostile": hostile.measure,
        "checkin": checkins.measure,
        "gate": batches.measure,
        "load": holding.measure,
        "trace": traces.measure,
        "contacts": contacts.measure,
        "spread": spreading.measure,
        "database": databases.measure,
        "export": exports.measure,
        "reindex": reindexing.measure,
        "lag": lagging.measure,
    }
    if unknown := set(chosen) - set(measures):
        sys.exit(f"No such figure: {', '.join(unknown)}. There are: {', '.join(measures)}")
    figures = []
    for name, measure in measures.items():
        if not chosen or name in chosen:
            begun = time.monotonic()
            print(f"bench: {name} …", file=sys.stderr, flush=True)
            figures += measure()
            print(f"bench: {name} took {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print(report.table(figures))
    print(f"written to {report.write(figures)}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
