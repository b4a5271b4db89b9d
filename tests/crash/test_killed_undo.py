"""A worker killed while it takes a book back: another goes on, each visit is counted once."""

from tests.crash.conftest import ROWS, VISITS


def test_another_worker_takes_back_the_rest(place, moment):
    place.step("taken_back")
    left = place.kill_when(lambda counts: counts.taken_back >= moment)
    assert left.status == "undoing"
    assert left.taken_back < ROWS
    assert place.ask(VISITS)[0] == ROWS - left.taken_back
    with place.worker():
        counts = place.wait_until(lambda counts: counts.status == "undone")
    assert counts.taken_back == ROWS
    assert place.ask(VISITS) == (0, 0)
