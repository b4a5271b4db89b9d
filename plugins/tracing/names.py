"""The names that the database engine searches; they go when the last visit with them has gone."""

from django.db import connection, transaction

from plugins.declarations.models import Visit
from plugins.tracing.batches import batches
from plugins.tracing.models import Name

BATCH = 1000
_UNUSED = """
    SELECT n.id FROM tracing_name n
    WHERE NOT EXISTS (
        SELECT 1 FROM declarations_visit v WHERE v.name_folded = n.folded AND v.name = n.name
    )
"""


def forget_unused_names() -> int:
    """Delete the names that no visit carries any more; returns how many.

    A visit being recorded just now may rely on a name that is about to go. So nobody writes
    visits for the moment in which each batch is looked at once more and deleted.
    """
    return sum(_forget(some) for some in batches(unused_names(), BATCH))


def unused_names() -> list[int]:
    """The ids of names that no visit carries any more; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNUSED)
        return [pk for (pk,) in cursor.fetchall()]


@transaction.atomic
def _forget(pks: list[int]) -> int:
    names = dict(Name.objects.filter(pk__in=pks).values_list("name", "pk"))
    folded = Name.objects.filter(pk__in=pks).values_list("folded", flat=True)
    if connection.vendor == "postgresql":  # SQLite has one writer anyway
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE declarations_visit IN SHARE MODE")
    visits = Visit.objects.filter(name_folded__in=list(folded), name__in=names)
    used = {names[name] for name in visits.order_by().values_list("name", flat=True).distinct()}
    return Name.objects.filter(pk__in=set(pks) - used).delete()[0]
