"""`make bench`: the product's figures, on PostgreSQL and Elasticsearch of its own.

Arguments choose figures: `make bench ARGS="import trace"`.
"""

import signal
import sys

from ops import packages_debian, services, setup
from ops.common import PYTHON, environment, run_to_end, told_to_end


def main(arguments: list[str]) -> int:
    """Install, start, measure, stop; the exit status is the bench's."""
    signal.signal(signal.SIGTERM, told_to_end)
    signal.signal(signal.SIGHUP, told_to_end)
    packages_debian.main([*packages_debian.NEEDS, packages_debian.LOAD_GENERATOR])
    setup.main(["--dev"])
    with services.borrowed() as variables:
        return run_to_end([str(PYTHON), "-m", "tests.bench", *arguments], environment(**variables))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
