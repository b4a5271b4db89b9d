"""The visits that searches and rebuilds are measured on."""

from functools import cache

from django.core.management import call_command

from plugins.declarations.models import Visit
from plugins.tracing.rebuild import rebuild
from tests.bench.place import size


@cache
def populate() -> int:
    """Fill the database with BENCH_VISITS synthetic visits and index them, once; how many."""
    visits = size("BENCH_VISITS")
    call_command("demo_data", visits=visits, people=max(visits // 15, 100), seed=1, verbosity=0)
    rebuild()
    return Visit.objects.count()
