"""A worker killed while it makes the result workbook: the import stands, another makes it."""

from tests.crash.conftest import ROWS, RUNNING, VISITS


def test_another_worker_makes_the_result(place):
    place.step("imported")
    left = place.kill_when(lambda counts: place.ask(RUNNING) == (1,))
    assert (left.status, bool(left.result_ready)) == ("done", False)
    with place.worker():
        counts = place.wait_until(lambda counts: bool(counts.result_ready))
    assert (counts.status, counts.problem, counts.accounted_for) == ("done", "", ROWS)
    assert place.ask(VISITS) == (ROWS, ROWS)
