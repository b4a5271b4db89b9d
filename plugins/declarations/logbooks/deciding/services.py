"""Possible duplicates: an editor decides whether a row tells of the known visit, or of another
person. Before the import the decision goes in with it; afterwards it holds at once.
"""

from collections.abc import Collection
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from audit.models import Action
from audit.services import record
from plugins.declarations.logbooks.jobs.decided import AT_ONCE, write_rows
from plugins.declarations.logbooks.jobs.turns import take_venue
from plugins.declarations.logbooks.models import Logbook, LogbookRow, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.services import check_may_import

DECIDABLE = (LogbookStatus.PREVIEW, LogbookStatus.DONE)
_DECIDED = (RowOutcome.POSSIBLE, RowOutcome.DUPLICATE, RowOutcome.SEPARATE)


class NotNow(Exception):
    """The book is being read, imported or taken back, or its texts are no longer kept."""


def open_rows(book: Logbook) -> QuerySet[LogbookRow]:
    """Rows that wait for a decision."""
    return book.rows.filter(_open(), sealed__isnull=False)


def decided_rows(book: Logbook) -> QuerySet[LogbookRow]:
    """Rows about which an editor has decided."""
    return book.rows.filter(_decided(), sealed__isnull=False)


def counts(book: Logbook) -> dict[str, int]:
    """For the book's page: how many rows wait, and how many are decided; one query."""
    return book.rows.filter(sealed__isnull=False).aggregate(
        possible_open=Count("pk", filter=_open()),
        possible_decided=Count("pk", filter=_decided()),
    )


@transaction.atomic
def decide(book: Logbook, pks: Collection[int] | None, *, same: bool, by: Any) -> int:
    """Decide about these rows, or all that are open (None); returns how many that changed.

    ``same``: they tell of the visits known. A row that has become another person's visit stays
    one: it is corrected, or taken back with its book. Raises PermissionDenied or NotNow.
    """
    check_may_import(by, book.venue)
    take_venue(book.venue_id)
    # Before any row: it keeps other editors, and the import, out until the end.
    locked = Logbook.objects.select_for_update().get(pk=book.pk)
    if locked.status not in DECIDABLE or locked.forgotten:
        raise NotNow
    rows = open_rows(book)
    if pks is not None:
        rows = book.rows.filter(_open() | _decided(), sealed__isnull=False, pk__in=list(pks))
    if locked.status == LogbookStatus.PREVIEW:
        return _expect(book, rows, same, by)
    changed = _call_same(rows, by) if same else _make_visits(book, rows, by)
    if changed:
        _put_on_record(book, changed, same, by)
    return changed


def _open() -> Q:
    return Q(outcome=RowOutcome.POSSIBLE, decided_by=None)


def _decided() -> Q:
    return Q(outcome__in=_DECIDED, decided_by__isnull=False)


def _expect(book: Logbook, rows: QuerySet[LogbookRow], same: bool, by: Any) -> int:
    """Before the import: what it will do with the rows."""
    if same:  # they stay possible until the import counts them: nobody's visit hangs on them
        turned = rows.filter(outcome=RowOutcome.SEPARATE).update(
            outcome=RowOutcome.POSSIBLE, decided_by=by
        )
        changed = turned + rows.filter(decided_by=None).update(decided_by=by)
        turned = -turned
    else:
        changed = turned = rows.exclude(outcome=RowOutcome.SEPARATE).update(
            outcome=RowOutcome.SEPARATE, decided_by=by
        )
    Logbook.objects.filter(pk=book.pk).update(
        expected_new=F("expected_new") + turned, expected_duplicate=F("expected_duplicate") - turned
    )
    return changed


def _call_same(rows: QuerySet[LogbookRow], by: Any) -> int:
    return rows.filter(outcome=RowOutcome.POSSIBLE).update(
        outcome=RowOutcome.DUPLICATE, decided_by=by
    )


def _make_visits(book: Logbook, rows: QuerySet[LogbookRow], by: Any) -> int:
    """The book is imported: these become visits at once; some queries for every AT_ONCE rows."""
    rows = rows.exclude(outcome=RowOutcome.SEPARATE)
    keys = iter(list(rows.order_by("sheet", "row").values_list("pk", flat=True)))
    changed = 0
    while pks := list(islice(keys, AT_ONCE)):
        taken = list(book.rows.filter(pk__in=pks).select_for_update(of=("self",)))
        for row in taken:
            row.outcome, row.decided_by = RowOutcome.SEPARATE, by
        # write_rows counts them anew.
        Logbook.objects.filter(pk=book.pk).update(duplicate=F("duplicate") - len(taken))
        write_rows(book, taken)
        changed += len(taken)
    return changed


def _put_on_record(book: Logbook, changed: int, same: bool, by: Any) -> None:
    # Later than the result workbook, which is then made again: see results.py.
    Logbook.objects.filter(pk=book.pk).update(heartbeat_at=timezone.now())
    record(
        by,
        Action.CHANGE,
        question=f"logbook {book.pk.hex} possible duplicates",
        results=changed,
        details={"logbook": book.pk.hex, "decided": "same" if same else "another person"},
    )
