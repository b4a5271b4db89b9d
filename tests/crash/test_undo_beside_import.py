"""A book is taken back while a copy of it is imported: no row of the copy is lost."""

from tests.crash.conftest import ROWS
from tests.crash.steps import COPY, NAME

STATES = (
    f"SELECT MAX(CASE WHEN file_name = '{NAME}' THEN status END), "
    f"MAX(CASE WHEN file_name = '{COPY}' THEN status END) FROM declarations_logbook"
)
COPY_COUNTS = (
    "SELECT read, created, duplicate, (SELECT COUNT(*) FROM declarations_visit v "
    f"WHERE v.logbook_id = b.id) FROM declarations_logbook b WHERE b.file_name = '{COPY}'"
)
# Rows that count as duplicates of visits that are not there.
LOST = (
    "SELECT COUNT(*) FROM declarations_logbookrow r JOIN declarations_logbook b "
    f"ON b.id = r.logbook_id WHERE b.file_name = '{COPY}' AND r.outcome = 'duplicate' "
    "AND NOT EXISTS (SELECT 1 FROM declarations_visit v WHERE v.id = r.visit_id)"
)


def test_every_row_of_the_copy_is_a_visit(place):
    place.step("taken_back_and_imported_again")
    with place.worker(), place.worker():
        place.wait_until(lambda _counts: place.ask(STATES) == ("undone", "done"))
    read, created, duplicate, visits = place.ask(COPY_COUNTS)
    assert (read, created + duplicate, visits) == (ROWS, ROWS, created)
    assert place.ask(LOST) == (0,)
    assert place.ask("SELECT COUNT(*) FROM declarations_visit") == (ROWS,)
