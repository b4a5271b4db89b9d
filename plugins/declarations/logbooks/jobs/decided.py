"""Rows about which the reading, or the editor, has decided before the import comes to them.

Possible duplicates wait with their entries sealed. Those decided to be another person's, and the
mended ones, become visits as the last step of the import.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from plugins.declarations.logbooks.deciding.duplicates import OwnRows, Sorted
from plugins.declarations.logbooks.jobs.rows import sealed_texts, texts_of
from plugins.declarations.logbooks.jobs.sorting import compare
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.models import Logbook, LogbookRow, RowOutcome
from plugins.declarations.paper_rows import PaperRow, Waiting, others_there
from plugins.declarations.services import stay_rules
from plugins.declarations.visit_ids import paper_hex

AT_ONCE = 1000
# Of the rows that were read as visits, these are not written with their chunk.
_SETTLED = (RowOutcome.POSSIBLE, RowOutcome.SEPARATE, RowOutcome.DUPLICATE)
_WRITTEN_LAST = (RowOutcome.MENDED, RowOutcome.SEPARATE)


class Decided:
    """The rows of a book that were settled before its import."""

    def __init__(self, logbook: Logbook) -> None:
        self._rows = LogbookRow.objects.filter(logbook=logbook, outcome__in=_SETTLED)
        self._any = self._rows.exists()

    def among(self, rows: Sequence[PaperRow]) -> dict[int, LogbookRow]:
        """Those of a chunk by their places in it; one query, or none."""
        if not self._any or not rows:
            return {}
        places = {(row.sheet, row.row): n for n, row in enumerate(rows)}
        (first_sheet, first), (last_sheet, last) = min(places), max(places)
        within = Q(sheet__gt=first_sheet) | Q(sheet=first_sheet, row__gte=first)
        within &= Q(sheet__lt=last_sheet) | Q(sheet=last_sheet, row__lte=last)
        found = self._rows.filter(within).defer("sealed", "faults").order_by()
        return {places[row.sheet, row.row]: row for row in found if (row.sheet, row.row) in places}

    def settle(self, settled: dict[int, LogbookRow]) -> int:
        """Make duplicates of those decided to be such; returns how many are another person's."""
        same = [
            row.pk
            for row in settled.values()
            if row.outcome == RowOutcome.POSSIBLE and row.decided_by_id is not None
        ]
        if same:
            self._rows.filter(pk__in=same).update(outcome=RowOutcome.DUPLICATE)
        return sum(row.outcome == RowOutcome.SEPARATE for row in settled.values())


def write_decided(logbook: Logbook) -> None:
    """Write the book's mended rows and those decided to be another person's, and count them.

    Some queries for every AT_ONCE rows. Call inside a transaction.
    """
    rows = logbook.rows.filter(outcome__in=_WRITTEN_LAST, sealed__isnull=False)
    keys = iter(list(rows.order_by("sheet", "row").values_list("pk", flat=True)))
    while pks := list(islice(keys, AT_ONCE)):
        write_rows(logbook, rows.filter(pk__in=pks).order_by("sheet", "row"))


def write_rows(logbook: Logbook, rows: Iterable[LogbookRow]) -> tuple[int, int]:
    """Make visits of kept rows, those that repeat known visits excepted; counts them in the book.

    Returns how many were made, and how many repeat. At most some thousand rows, which are changed
    and saved: MENDED and SEPARATE stay what they are unless the row repeats a visit. Call inside
    a transaction.
    """
    rows = list(rows)
    if not rows:
        return 0, 0
    texts = [texts_of(logbook, row) for row in rows]
    batch = Batch([each["entry"] for each in texts], logbook.venue_id)
    separate = {n for n, row in enumerate(rows) if row.outcome == RowOutcome.SEPARATE}
    batch.rows = [_own_id(batch, n, int(each.get("occurrence", 0))) for n, each in enumerate(texts)]
    found, waiting = (
        _among_themselves(batch, separate),
        Waiting(logbook.venue_id, logbook.pk),
    )
    out = found.duplicates.keys() | found.possible.keys()
    numbers = [n for n in range(len(rows)) if n not in out]
    waiting.put(batch.lines(numbers, sealed=True, comparing=True))
    if others_there(logbook.venue_id, None):
        compare(waiting, batch, found, own=True, decided=separate)
        waiting.take_out(found.duplicates.keys() | found.possible.keys())
        _follow(batch, found)
    rule = stay_rules([logbook.venue_id])[logbook.venue_id]
    found.duplicates |= waiting.insert(rule, timezone.now())
    for n, visit in found.duplicates.items():
        rows[n].outcome, rows[n].visit_id = RowOutcome.DUPLICATE, UUID(visit)
    for n, (visit, occurrence) in found.possible.items():
        rows[n].outcome, rows[n].visit_id = RowOutcome.POSSIBLE, UUID(visit)
        kept: dict[str, Any] = texts[n] | {"occurrence": occurrence}
        rows[n].sealed, rows[n].decided_by = sealed_texts(logbook, rows[n], kept), None
    for n, row in enumerate(rows):
        if row.outcome == RowOutcome.MENDED:
            row.visit_id = UUID(batch.rows[n].id)
    LogbookRow.objects.bulk_update(
        rows, ["outcome", "visit_id", "sealed", "decided_by"], batch_size=100
    )
    repeated = len(found.duplicates) + len(found.possible)
    Logbook.objects.filter(pk=logbook.pk).update(
        created=F("created") + len(rows) - repeated, duplicate=F("duplicate") + repeated
    )
    return len(rows) - repeated, repeated


def _among_themselves(batch: Batch, separate: Collection[int]) -> Sorted:
    """Which rows repeat another of them; those said again get ids of their own. Rows that are
    ``separate`` persons' are left as they are.
    """
    numbers = [n for n in range(len(batch.rows)) if n not in separate]
    rows, among = OwnRows(batch.venue_id).sort([batch.rows[n] for n in numbers])
    for n, row in zip(numbers, rows, strict=True):
        batch.rows[n] = row
    found = Sorted()
    found.duplicates = {numbers[n]: visit for n, visit in among.duplicates.items()}
    found.possible = {numbers[n]: visit for n, visit in among.possible.items()}
    return found


def _follow(batch: Batch, found: Sorted) -> None:
    """A row that repeats one of them which becomes no visit itself repeats what that one does."""
    places = {row.id: n for n, row in reversed(list(enumerate(batch.rows)))}
    known = found.duplicates | {n: visit for n, (visit, _again) in found.possible.items()}
    for n in sorted(known):
        known[n] = known.get(places.get(known[n], -1), known[n])
    found.duplicates = {n: known[n] for n in found.duplicates}
    found.possible = {n: (known[n], again) for n, (_visit, again) in found.possible.items()}


def _own_id(batch: Batch, n: int, occurrence: int) -> PaperRow:
    row = batch.rows[n]
    if not occurrence:
        return row
    return row._replace(id=paper_hex(batch.venue_id, row.person, row.folded, row.came, occurrence))
