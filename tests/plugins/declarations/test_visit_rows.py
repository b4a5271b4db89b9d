"""Many visits at once: the first of an id counts, and imports do not stop each other."""

import threading
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.declarations.services import record_visits
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

ROWS = 2000


def new_visits(count, venue):
    start = timezone.now() - timedelta(days=1)
    return [
        VisitFactory.build(venue=venue, checked_in=start + timedelta(seconds=n))
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [5, 50])
def test_of_rows_with_one_id_the_first_counts(db, count):
    visits = new_visits(count, VenueFactory())
    again = VisitFactory.build(venue_id=visits[0].venue_id, id=visits[0].id, name="Kẻ Khác")
    assert record_visits([*reversed(visits), again]) == {visit.id for visit in visits}
    assert Visit.objects.get(pk=again.id).name == visits[0].name


@pytest.mark.parametrize("count", [20, ROWS])
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_rows_at_once_in_another_order_stop_nobody(count):
    visits = new_visits(count, VenueFactory())
    barrier = threading.Barrier(2)
    created, faults = [], []
    # SQLite has one writer; its test database, in memory, does not let the other one wait.
    turn = nullcontext() if connection.vendor == "postgresql" else threading.Lock()

    def write(rows):
        barrier.wait()
        try:
            with turn:
                created.append(len(record_visits(rows)))
        except DatabaseError as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[rows]) for rows in (visits, visits[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sorted(created) == [0, count]
    assert Visit.objects.count() == count
