"""Takes back the visits that a book brought, batch by batch, so that any worker can go on with it.

What stays: a visit that somebody has changed since, and one that another book holds as its
duplicate. The latter passes on to that book, whose row it then is; the row of the book that is
taken back becomes its duplicate.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from audit.models import Action
from audit.services import record
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.jobs.turns import take_venue
from plugins.declarations.logbooks.models import Logbook, LogbookRow, LogbookStatus, RowOutcome
from plugins.declarations.models import Visit

# Marks, among a book's duplicates, the rows whose visits passed on to another book.
PASSED_ON = [["", "passed_on"]]
# What these hold keeps no visit: taken back, or not imported yet.
_HOLD_NOTHING = (
    LogbookStatus.UNDOING,
    LogbookStatus.UNDONE,
    LogbookStatus.READING,
    LogbookStatus.PREVIEW,
)
_UNIQUE = ("logbook", "sheet", "row")
_ROWS_A_STATEMENT = 500


def undo_logbook(logbook: Logbook) -> None:
    """Take back what is left of the book's visits, and close it."""
    try:
        while _batch(logbook):
            pass
        _finish(logbook)
    except Stopped:
        return


def holders(book: Logbook) -> QuerySet[LogbookRow]:
    """Rows of other books that are duplicates of some visit, and so keep it."""
    rows = LogbookRow.objects.filter(outcome=RowOutcome.DUPLICATE)
    return rows.exclude(logbook=book).exclude(logbook__status__in=_HOLD_NOTHING)


def staying(book: Logbook) -> QuerySet[Visit]:
    """Visits of a book that will stay, or, once it is taken back, those that did stay."""
    if book.status == LogbookStatus.UNDONE:
        passed_on = book.rows.filter(outcome=RowOutcome.DUPLICATE, faults=PASSED_ON)
        return Visit.objects.filter(
            Q(logbook=book) | Q(pk__in=passed_on.order_by().values("visit_id"))
        )
    held = holders(book).filter(visit_id=OuterRef("pk")).order_by()
    return Visit.objects.filter(Q(changed_at__isnull=False) | Exists(held), logbook=book)


@transaction.atomic
def _batch(logbook: Logbook) -> bool:
    """One batch, all or nothing, in a constant number of queries for each other book concerned.

    False when there is nothing left to take back. Raises Stopped.
    """
    take_venue(logbook.venue_id)
    _still_ours(logbook)
    # Locked, so that no correction comes in between.
    visits = list(
        Visit.objects.select_for_update()
        .filter(logbook=logbook, changed_at=None)
        .order_by()
        .only("pk", "logbook_sheet", "logbook_row")[: _batch_size()]
    )
    if not visits:
        return False
    passed_on = _pass_on(logbook, visits)
    going = Visit.objects.filter(pk__in=[v.pk for v in visits if v.pk not in passed_on])
    _ask_again(going)
    # Nothing hangs on a visit that Django would have to look after, one by one.
    gone = going._raw_delete(going.db) or 0
    Logbook.objects.filter(pk=logbook.pk).update(
        taken_back=F("taken_back") + gone,
        created=F("created") - len(passed_on),
        duplicate=F("duplicate") + len(passed_on),
    )
    return True


def _batch_size() -> int:
    return int(DeclarationsConfig.setting("rows_per_transaction"))


def _still_ours(logbook: Logbook) -> None:
    """Show that somebody is at work, and keep every other worker out. Raises Stopped."""
    book = Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.UNDOING)
    if not book.update(heartbeat_at=timezone.now()):
        raise Stopped


def _pass_on(logbook: Logbook, visits: Sequence[Visit]) -> set[UUID]:
    """Give visits to the books that hold them too, the one uploaded first; returns which."""
    by_id = {visit.pk: visit for visit in visits}
    rows = holders(logbook).filter(visit_id__in=list(by_id))
    takers: dict[UUID, LogbookRow] = {}
    for row in rows.order_by("logbook__uploaded_at", "logbook_id", "sheet", "row"):
        if row.visit_id is not None:
            takers.setdefault(row.visit_id, row)
    if not takers:
        return set()
    counts: dict[UUID, int] = {}
    for row in takers.values():
        counts[row.logbook_id] = counts.get(row.logbook_id, 0) + 1
    for book_id, count in sorted(counts.items()):
        Logbook.objects.filter(pk=book_id).update(
            created=F("created") + count, duplicate=F("duplicate") - count
        )
    own_rows = []
    for visit_id, row in takers.items():
        visit = by_id[visit_id]
        own_rows.append(
            LogbookRow(
                logbook=logbook,
                sheet=visit.logbook_sheet or 0,
                row=visit.logbook_row or 0,
                outcome=RowOutcome.DUPLICATE,
                faults=PASSED_ON,
                visit_id=visit_id,
            )
        )
        visit.logbook_id, visit.logbook_sheet, visit.logbook_row = (
            row.logbook_id,
            row.sheet,
            row.row,
        )
    _rows_of_their_own(takers.values())
    # A mended row, or one found to be another person's, has an entry already.
    LogbookRow.objects.bulk_create(
        own_rows,
        batch_size=_ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=_UNIQUE,
        update_fields=("outcome", "faults", "visit_id"),
    )
    Visit.objects.bulk_update(
        [by_id[visit_id] for visit_id in takers],
        ("logbook", "logbook_sheet", "logbook_row"),
        batch_size=_ROWS_A_STATEMENT,
    )
    return set(takers)


def _rows_of_their_own(rows: Collection[LogbookRow]) -> None:
    """Rows of other books that get the visits now: one that was mended stays as what it was mended
    to, the others need no word any more.
    """
    mended = []
    for row in rows:
        book = Logbook(pk=row.logbook_id)
        if row.sealed is not None and "mended" in texts_of(book, row):
            row.outcome = RowOutcome.MENDED
            mended.append(row)
    LogbookRow.objects.bulk_update(mended, ["outcome"], batch_size=_ROWS_A_STATEMENT)
    kept = {row.pk for row in mended}
    LogbookRow.objects.filter(pk__in=[row.pk for row in rows if row.pk not in kept]).delete()


def _ask_again(going: QuerySet[Visit]) -> None:
    """Whoever said, before an import, that a row is the same visit as one that goes, must say anew:
    the row would else be lost.
    """
    answered = LogbookRow.objects.filter(outcome=RowOutcome.POSSIBLE, decided_by__isnull=False)
    answered.filter(visit_id__in=going.values("pk")).update(decided_by=None)


@transaction.atomic
def _finish(logbook: Logbook) -> None:
    """Close the book and put it on record. Raises Stopped when somebody else did."""
    take_venue(logbook.venue_id)
    undoing = Logbook.objects.filter(pk=logbook.pk, status=LogbookStatus.UNDOING)
    if not undoing.update(status=LogbookStatus.UNDONE, undone_at=timezone.now()):
        raise Stopped
    logbook.refresh_from_db()
    record(
        logbook.undone_by,
        Action.CHANGE,
        question=f"logbook {logbook.pk.hex} taken back",
        results=logbook.taken_back,
        details={
            "logbook": logbook.pk.hex,
            "sha256": logbook.sha256,
            "taken_back": logbook.taken_back,
            "stayed": staying(logbook).count(),
        },
    )
