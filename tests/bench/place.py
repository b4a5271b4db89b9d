"""A database and an index prefix of the bench's own, so that it harms nobody's data."""

import json
import os
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg

DATABASE = "cong_bench"
DEFAULTS = {"BENCH_VISITS": 1_000_000, "BENCH_ROWS": 100_000}


def prepare(database: str = DATABASE, prefix: str = "bench") -> None:
    """Make the empty database, start Django on it, migrate and load the areas."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith(("postgres://", "postgresql://")) or not os.environ.get(
        "ELASTICSEARCH_URL"
    ):
        sys.exit("The bench needs PostgreSQL and Elasticsearch: run it with `make bench`.")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {database}")
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{database}"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    os.environ["SEARCH_INDEX_PREFIX"] = prefix
    os.environ["LOG_LEVEL"] = "WARNING"
    # More books in an hour than an account may upload in a day.
    unlimited = {"books_per_day": 0, "rows_per_day": 0}
    os.environ.setdefault("PLUGIN_SETTINGS", json.dumps({"declarations": unlimited}))
    os.environ["DEBUG"] = "0"  # a debugging Django remembers every query

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_areas", verbosity=0)


def size(name: str) -> int:
    """A size from the environment."""
    return int(os.environ.get(name) or DEFAULTS[name])
