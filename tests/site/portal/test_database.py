"""Statements asked very often, and connections that are lost."""

import pytest
from django.db import DatabaseError, OperationalError, connection

from portal.database import planned_cursor, trusting_connection

# As a restart of the server does it; a file cannot go away.
LOSE = {"postgresql": "SELECT pg_terminate_backend(pg_backend_pid())", "sqlite": "SELECT 1"}
RUNS = {"postgresql": 2, "sqlite": 1}


@pytest.mark.django_db
def test_a_planned_statement_is_counted_and_answers(django_assert_num_queries):
    with django_assert_num_queries(2):
        for number in (3, 4):
            with planned_cursor() as cursor:
                cursor.execute("SELECT CAST(%s AS integer) + 1", [number])
                assert cursor.fetchone() == (number + 1,)


@pytest.mark.django_db
def test_faults_are_djangos():
    with pytest.raises(DatabaseError), planned_cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_view_runs_again_on_a_new_connection_when_the_old_one_was_lost():
    runs = []

    @trusting_connection
    def view():
        runs.append(1)
        if len(runs) == 1:
            with connection.cursor() as cursor:
                cursor.execute(LOSE[connection.vendor])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone()

    connection.ensure_connection()
    assert view() == (1,)
    assert len(runs) == RUNS[connection.vendor]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_fault_of_a_living_connection_is_not_hidden():
    runs = []

    @trusting_connection
    def view():
        runs.append(1)
        connection.ensure_connection()
        raise OperationalError("deadlock")

    with pytest.raises(OperationalError, match="deadlock"):
        view()
    assert len(runs) == 1
