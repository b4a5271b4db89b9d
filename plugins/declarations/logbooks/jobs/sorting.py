"""Which rows of a book are new visits, which repeat what is known, and which may: the database's
part, and the count of it all before anything is written. The rule is in deciding/duplicates.py.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.deciding.duplicates import OwnRows, Sorted, Verdict, closest
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.paper_rows import Known, Waiting, others_there


class BookSorter:
    """Sorts the rows of a book, chunk after chunk, and counts them. Writes nothing.

    Visits of this book itself, from an import that broke off, count as new.
    """

    def __init__(self, venue_id: int, book_id: UUID | None = None) -> None:
        self.new = 0
        self.duplicate = 0
        self.possible = 0  # of the duplicates, those that an editor decides about
        self._own = OwnRows(venue_id)
        self._venue_id, self._book_id = venue_id, book_id
        self._waiting = Waiting(venue_id, book_id)

    def sort(self, batch: Batch) -> Sorted:
        """Sort a chunk; none, or a handful of queries."""
        batch.rows, found = self._own.sort(batch.rows)
        if self._others_meanwhile(batch):
            numbers = [n for n in range(len(batch.rows)) if n not in found.duplicates]
            with transaction.atomic():
                self._waiting.put(batch.lines(numbers, sealed=False, comparing=True))
                compare(self._waiting, batch, found)
        repeated = len(found.duplicates) + len(found.possible)
        self.duplicate += repeated
        self.possible += len(found.possible)
        self.new += len(batch.rows) - repeated
        return found

    def _others_meanwhile(self, batch: Batch) -> bool:
        """Whether there is anything to compare with: visits of the venue about this time."""
        if not batch.rows:
            return False
        times = [row.came for row in batch.rows]
        margin = 60 * (_minutes() + 1)
        within = min(times) - margin, max(times) + margin
        return others_there(self._venue_id, self._book_id, within=within)


def compare(
    waiting: Waiting,
    batch: Batch,
    found: Sorted,
    *,
    own: bool = False,
    decided: Collection[int] = (),
) -> None:
    """Add to ``found`` what the database knows of the waiting rows; a handful of queries.

    ``own``: the visits that this book brought are looked at as well. Rows that are ``decided``
    to be another person's are compared by their id alone.
    """
    minutes = _minutes()
    there = waiting.known()
    waiting.take_out(there)
    found.duplicates |= there
    visits: dict[int, list[Known]] = {}
    for n, known in waiting.near(minutes, own=own):
        if n not in decided:
            visits.setdefault(n, []).append(known)
    for n, candidates in visits.items():
        match closest(batch.rows[n], candidates, batch.venue_id, minutes):
            case (Verdict.SAME, visit):
                found.duplicates[n] = visit
            case (Verdict.POSSIBLE, visit):
                found.possible.setdefault(n, (visit, 0))
    for n in found.duplicates:
        found.possible.pop(n, None)


def _minutes() -> int:
    return int(DeclarationsConfig.setting("same_visit_minutes"))
