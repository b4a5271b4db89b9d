"""`make test`: everything, on real servers, ending with pytest's own line.

First what uses the database and needs neither browser nor Elasticsearch runs on SQLite, and beside
it what kills nodes of a cluster of three, which mostly waits; when both pass, every other test runs
on PostgreSQL with Elasticsearch and Chromium. Arguments go to all runs.
"""

import os
import signal
import sys

from ops import packages_debian, services, setup
from ops.common import (
    BUILD,
    PYTHON,
    ROOT,
    environment,
    read_env_file,
    run_beside,
    run_to_end,
    say,
    told_to_end,
)

NO_TEST_CHOSEN = 5  # pytest's exit status; the second run says so itself when nothing matched there
PASSED = (0, NO_TEST_CHOSEN)
CLUSTER_LOG = BUILD / "cluster.log"
ON_SQLITE = "database and not browser and not elasticsearch and not cluster"
# Long ones, and pages and lists whose questions both databases take alike, run once.
ON_POSTGRESQL_ONLY = [
    f"--ignore=tests/{part}"
    for part in (
        "crash",
        "site/cms_pages",
        "plugins/tracing/test_every_role.py",
        "plugins/tracing/casework",
        "plugins/tracing/exports",
        "plugins/tracing/pictures",
        "plugins/declarations/api/test_schema.py",
        "plugins/declarations/declaring",
        "plugins/declarations/own",
        "plugins/declarations/logbooks/choosing",
        "plugins/declarations/logbooks/deciding",
        "plugins/declarations/logbooks/mending",
        "plugins/declarations/logbooks/writing",
    )
]
SERVICE_VARIABLES = ("DATABASE_URL", "ELASTICSEARCH_URL")


def pytest(arguments: list[str], **variables: str) -> tuple[list[str], dict[str, str]]:
    """Command and environment of a run with exactly these services, no developer's `.env`."""
    env = environment(DJANGO_SETTINGS_MODULE="portal.settings.test")
    for name in {*SERVICE_VARIABLES, *(read_env_file(ROOT / ".env").keys() - os.environ.keys())}:
        env.pop(name, None)
    return [str(PYTHON), "-m", "pytest", *arguments], {**env, **variables}


def main(arguments: list[str]) -> int:
    """Install, start, test, stop; the exit status is pytest's."""
    signal.signal(signal.SIGTERM, told_to_end)
    signal.signal(signal.SIGHUP, told_to_end)
    packages_debian.main()
    setup.main(["--dev"])
    workers = [] if any(word.startswith(("-n", "--pdb")) for word in arguments) else _workers()
    with services.borrowed() as variables:
        say("test: on SQLite, without browser and Elasticsearch; beside it, a cluster")
        with run_beside(*pytest([*arguments, "-m", "cluster"], **variables), CLUSTER_LOG) as beside:
            status = run_to_end(
                *pytest([*workers, *arguments, *ON_POSTGRESQL_ONLY, "-m", ON_SQLITE])
            )
            if status not in PASSED:
                beside.send_signal(signal.SIGINT)
        if status not in PASSED:
            return status
        say("test: a cluster of three nodes")
        print(CLUSTER_LOG.read_text(errors="replace"), flush=True)
        if beside.returncode not in PASSED:
            return beside.returncode
        say("test: everything else, on PostgreSQL with Elasticsearch and Chromium")
        status = run_to_end(*pytest([*workers, "-m", "not cluster", *arguments], **variables))
        return beside.returncode if status == NO_TEST_CHOSEN else status


def _workers() -> list[str]:
    """Parallel test processes; each keeps the order of its tests: those that flush come last."""
    return ["-n", os.environ.get("TEST_WORKERS") or str(min(os.cpu_count() or 1, 4))]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
