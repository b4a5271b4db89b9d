"""A worker killed in mid-import: another goes on, no row is lost or doubled, the counts add up."""

from tests.crash.conftest import ROWS, VISITS


def test_another_worker_goes_on_with_a_killed_one_s_import(place, moment):
    place.step("confirmed")
    left = place.kill_when(lambda counts: counts.created >= moment)
    assert left.status == "importing"
    assert moment <= left.created < ROWS
    assert place.ask(VISITS) == (left.created, left.created)
    with place.worker():
        counts = place.wait_until(lambda counts: counts.status == "done")
    assert (counts.read, counts.created, counts.accounted_for) == (ROWS, ROWS, ROWS)
    assert place.ask(VISITS) == (ROWS, ROWS)


def test_two_workers_killed_one_after_the_other(place, moment):
    place.step("confirmed")
    first = place.kill_when(lambda counts: counts.created >= moment // 2)
    second = place.kill_when(lambda counts: counts.created >= max(moment, first.created + 100))
    assert first.created < second.created < ROWS
    with place.worker():
        counts = place.wait_until(lambda counts: counts.status == "done")
    assert (counts.created, counts.accounted_for) == (ROWS, ROWS)
    assert place.ask(VISITS) == (ROWS, ROWS)
