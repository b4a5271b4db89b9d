"""A worker that meets a full disk says so; with room again it goes on."""

from tests.crash.conftest import ROWS


def test_reading_stops_and_goes_on(place):
    place.step("uploaded")
    with place.worker() as worker:
        place.no_room_for("chunk-40", worker)
        counts = place.wait_until(lambda counts: counts.status != "reading")
        assert (counts.status, counts.problem) == ("failed", "disk_full")
        place.step("gone_on_with")
        counts = place.wait_until(lambda counts: counts.status == "preview")
    assert (counts.read, counts.problem) == (ROWS, "")


def test_the_result_is_made_later(place):
    place.step("imported")
    with place.worker() as worker:
        place.no_room_for("result", worker)
        counts = place.wait_until(lambda counts: counts.problem != "")
        assert (counts.status, counts.problem) == ("done", "disk_full")
        place.step("gone_on_with")
        counts = place.wait_until(lambda counts: bool(counts.result_ready))
    assert (counts.problem, counts.accounted_for) == ("", ROWS)


def test_chunks_gone_from_the_disk_are_said_so(place):
    place.step("confirmed")
    (folder,) = (place.private / "logbooks").iterdir()
    (folder / "chunk-40").unlink()
    with place.worker():
        counts = place.wait_until(lambda counts: counts.status != "importing" and counts.created)
    assert (counts.status, counts.problem) == ("failed", "original_gone")
    assert 0 < counts.created < ROWS
