"""A worker killed while it reads a book: another reads it from the start."""

from tests.crash.conftest import ROWS, VISITS


def test_another_worker_reads_the_book(place, moment):
    place.step("uploaded")
    left = place.kill_when(lambda counts: counts.scanned >= moment)
    assert left.status == "reading"
    assert left.read < ROWS
    with place.worker():
        counts = place.wait_until(lambda counts: counts.status == "preview")
    assert (counts.read, counts.refused) == (ROWS, 0)
    assert place.ask(VISITS) == (0, 0)


def test_what_was_read_in_two_attempts_is_imported_once(place, moment):
    place.step("uploaded")
    place.kill_when(lambda counts: counts.scanned >= moment)
    with place.worker():
        place.wait_until(lambda counts: counts.status == "preview")
        place.step("confirm")
        counts = place.wait_until(lambda counts: counts.status == "done")
    assert (counts.created, counts.accounted_for) == (ROWS, ROWS)
    assert place.ask(VISITS) == (ROWS, ROWS)
