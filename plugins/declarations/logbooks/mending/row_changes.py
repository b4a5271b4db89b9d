"""Changes that editors make to refused rows, and what they do to the counts of the book."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from audit.models import Action
from audit.services import record
from plugins.declarations.logbooks.jobs.decided import write_rows
from plugins.declarations.logbooks.jobs.rows import sealed_texts, texts_of
from plugins.declarations.logbooks.jobs.sorting import BookSorter
from plugins.declarations.logbooks.jobs.turns import take_venue
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.mending.rereading import Kept, RowReader, RowTexts
from plugins.declarations.logbooks.models import Logbook, LogbookRow, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.understanding.entries import Entry, Fault
from plugins.declarations.logbooks.understanding.layout import BookLayout

MENDABLE = (LogbookStatus.PREVIEW, LogbookStatus.DONE)
_COUNTED = ("refused", "set_aside", "created", "duplicate", "expected_new", "expected_duplicate")


class Closed(Exception):
    """Rows of this book cannot be mended now: it is read, imported or taken back."""


def readers_of(book: Logbook) -> dict[int, RowReader]:
    """One for each sheet that was read, by its number."""
    if not book.layout:
        return {}
    layout = BookLayout.from_json(book.layout)
    zone, today = timezone.get_default_timezone(), timezone.localdate()
    return {s.number: RowReader(s, layout, zone, today) for s in layout.sheets}


def texts_shown(book: Logbook, row: LogbookRow, reader: RowReader) -> RowTexts:
    """The row as its editor sees it: as mended last, or as in the book."""
    texts = texts_of(book, row)
    if "mended" in texts:
        return RowTexts(tuple(texts["mended"]), texts.get("mended_day", ""))
    return reader.shown(Kept.of(texts, row.faults))


class RowChanges:
    """Changes to some rows of one book, written together inside a transaction."""

    def __init__(self, book: Logbook, by: Any) -> None:
        """Locks the book. Raises Closed. Whether the account may do it, the caller has checked."""
        self.book, self.by = book, by
        self.counts: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self._changed: list[LogbookRow] = []
        self._ready: list[tuple[LogbookRow, list[Any]]] = []  # with their entries
        take_venue(book.venue_id)
        # Before any row: it keeps other editors, and the import, out until the end.
        locked = Logbook.objects.select_for_update().get(pk=book.pk)
        if locked.status not in MENDABLE or locked.forgotten:
            raise Closed
        for name in ("status", "layout", "findings", *_COUNTED):
            setattr(self.book, name, getattr(locked, name))
        self.readers = readers_of(self.book)

    def lock(self, pks: Iterable[int]) -> dict[int, LogbookRow]:
        """The rows, which nobody else changes until the end."""
        rows = self.book.rows.filter(pk__in=list(pks)).select_for_update()
        return {row.pk: row for row in rows}

    def change(self, row: LogbookRow, texts: RowTexts) -> None:
        """The row says this now."""
        self._leave(row)
        kept = texts_of(self.book, row)
        self._judge(row, kept | {"mended": list(texts.cells), "mended_day": texts.day}, texts)

    def again(self, row: LogbookRow) -> None:
        """The row counts again, as it stands."""
        texts = texts_shown(self.book, row, self.readers[row.sheet])
        self._leave(row)
        self._judge(row, texts_of(self.book, row), texts)

    def put_aside(self, row: LogbookRow) -> None:
        """The row is no visit."""
        self._leave(row)
        row.outcome, row.visit_id, row.decided_by = RowOutcome.SET_ASIDE, None, self.by
        self.counts["set_aside"] += 1
        self._changed.append(row)

    def write(self) -> None:
        """Into the database: visits or expectations, rows, counts."""
        if self._ready and self.book.status == LogbookStatus.PREVIEW:
            self._expect()
        fields = ["outcome", "faults", "sealed", "visit_id", "decided_by"]
        LogbookRow.objects.bulk_update(self._changed, fields, batch_size=100)
        made = repeated = 0
        if self._ready and self.book.status == LogbookStatus.DONE:
            made, repeated = write_rows(self.book, [row for row, _entry in self._ready])
        self._count(made, repeated)

    def _leave(self, row: LogbookRow) -> None:
        """Take the row out of the counts that it is in."""
        if row.outcome == RowOutcome.REFUSED:
            self.counts["refused"] -= 1
            self.faults.subtract(f"{column}:{code}" for column, code in row.faults)
        elif row.outcome == RowOutcome.SET_ASIDE:
            self.counts["set_aside"] -= 1
        else:
            self.counts["expected_duplicate" if row.visit_id else "expected_new"] -= 1

    def _judge(self, row: LogbookRow, kept: dict[str, Any], texts: RowTexts) -> None:
        kept.setdefault("faults", row.faults)
        outcome = self.readers[row.sheet].read(row.row, texts)
        if isinstance(outcome, Entry):
            entry = outcome.to_list()
            kept["entry"] = entry
            row.outcome, row.faults = RowOutcome.MENDED, []
            self._ready.append((row, entry))
        else:
            kept.pop("entry", None)
            row.outcome, row.faults = RowOutcome.REFUSED, _listed(outcome)
            self.counts["refused"] += 1
            self.faults.update(f"{column}:{code}" for column, code in row.faults)
        row.sealed = sealed_texts(self.book, row, kept)
        row.visit_id, row.decided_by = None, self.by
        self._changed.append(row)

    def _expect(self) -> None:
        """What the import will make of the mended rows, as far as the database knows by now."""
        batch = Batch([entry for _row, entry in self._ready], self.book.venue_id)
        found = BookSorter(self.book.venue_id, self.book.pk).sort(batch)
        for n, (row, _entry) in enumerate(self._ready):
            known = found.duplicates.get(n) or found.possible.get(n, ("", 0))[0]
            row.visit_id = UUID(known) if known else None
            self.counts["expected_duplicate" if known else "expected_new"] += 1

    def _count(self, made: int, repeated: int) -> None:
        if not self._changed and not self.counts:
            return
        book = self.book
        for name, change in self.counts.items():
            setattr(book, name, max(0, getattr(book, name) + change))
        faults = Counter(book.findings.get("faults", {}))
        faults.update(self.faults)
        book.findings = {**book.findings, "faults": {k: n for k, n in faults.items() if n > 0}}
        fields = [*self.counts, "findings"]
        if book.status == LogbookStatus.DONE:
            self._put_on_record(made, repeated)
            book.heartbeat_at = timezone.now()  # later than the result workbook: see results.py
            fields.append("heartbeat_at")
        book.save(update_fields=fields)
        book.refresh_from_db(fields=["created", "duplicate"])  # where write_rows has counted

    def _put_on_record(self, made: int, repeated: int) -> None:
        record(
            self.by,
            Action.IMPORT,
            question=f"venue {self.book.venue.code}",
            results=made,
            details={
                "logbook": self.book.pk.hex,
                "mended": made + repeated,
                "duplicate": repeated,
                "set_aside": self.counts["set_aside"],
            },
        )


def _listed(faults: Sequence[Fault]) -> list[list[str]]:
    return [[fault.column.value, fault.code] for fault in faults]
