"""The database ends its connections in mid-work: the same worker connects anew and goes on."""

from tests.crash.conftest import ROWS, VISITS


def test_an_import_goes_on(place, moment, cut_connections):
    place.step("confirmed")
    with place.worker():
        place.wait_until(lambda counts: counts.created >= moment)
        cut_connections()
        counts = place.wait_until(lambda counts: counts.status in ("done", "failed"))
    assert (counts.status, counts.created, counts.accounted_for) == ("done", ROWS, ROWS)
    assert place.ask(VISITS) == (ROWS, ROWS)


def test_taking_back_goes_on(place, moment, cut_connections):
    place.step("taken_back")
    with place.worker():
        place.wait_until(lambda counts: counts.taken_back >= moment)
        cut_connections()
        counts = place.wait_until(lambda counts: counts.status in ("undone", "failed"))
    assert (counts.status, counts.taken_back) == ("undone", ROWS)
    assert place.ask(VISITS) == (0, 0)


def test_reading_goes_on(place, moment, cut_connections):
    place.step("uploaded")
    with place.worker():
        place.wait_until(lambda counts: counts.scanned >= moment)
        cut_connections()
        counts = place.wait_until(lambda counts: counts.status in ("preview", "failed"))
    assert (counts.status, counts.read) == ("preview", ROWS)
