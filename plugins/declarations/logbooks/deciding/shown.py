"""The page of possible duplicates: each row of the book beside the visit that it may repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from people.names import fold
from people.sealing import SealError
from plugins.declarations.logbooks.deciding.services import decided_rows, open_rows
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.jobs.source import parse_chunk
from plugins.declarations.logbooks.models import Logbook, LogbookRow, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.shown import layout_of, sheet_name
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed

PAIRS_A_PAGE = 50
_DIGITS = 3  # of a phone or ID that are shown

Entry = list[Any]  # as Entry.to_list gives it


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of the two. Phone and ID by their last digits, "" for none."""

    name: str
    came: datetime
    gone: datetime | None
    phone: str
    id_number: str
    source: str
    recorded: str  # by whom or where


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and the visit that it may repeat; ``known`` is None when that is no longer there."""

    pk: int
    row: int
    sheet: str  # "" where the book has one
    mine: Side
    known: Side | None
    separate: bool  # decided to be another person's
    final: bool  # and a visit already


def pairs_page(book: Logbook, number: str, *, decided: bool) -> Page:
    """A page of Pair; four queries at most, and the book's chunks where one row repeats another."""
    rows = decided_rows(book) if decided else open_rows(book)
    page = Paginator(rows.order_by("sheet", "row"), PAIRS_A_PAGE).get_page(number)
    pairs: Any = _pairs(book, list(page.object_list))
    page.object_list = pairs
    return page


def _pairs(book: Logbook, rows: Sequence[LogbookRow]) -> list[Pair]:
    entries: dict[int, Entry] = {row.pk: texts_of(book, row)["entry"] for row in rows}
    visits = Visit.objects.select_related("checkpoint", "logbook__confirmed_by").in_bulk(
        {row.visit_id for row in rows if row.visit_id}
    )
    lonely = [entries[row.pk] for row in rows if row.visit_id not in visits]
    twins = _twins(book, lonely) if book.status == LogbookStatus.PREVIEW else {}
    layout = layout_of(book)
    several = layout is not None and len(layout.sheets) > 1
    pairs = []
    for row in rows:
        visit = visits.get(row.visit_id or UUID(int=0))
        twin = twins.get(_place(entries[row.pk]))
        separate = row.outcome == RowOutcome.SEPARATE
        pairs.append(
            Pair(
                row.pk,
                row.row,
                sheet_name(layout, row.sheet) if layout and several else "",
                _of_entry(entries[row.pk], book),
                side_of(visit, book) if visit else _of_entry(twin, book) if twin else None,
                separate,
                separate and book.status == LogbookStatus.DONE,
            )
        )
    return pairs


def _place(entry: Entry) -> tuple[int, int]:
    return entry[0], entry[1]


def _twins(book: Logbook, entries: Iterable[Entry]) -> dict[tuple[int, int], Entry]:
    """For rows that repeat others of this book, which is not imported yet: the first such row."""
    wanted = {(fold(entry[2]), entry[5]): entry for entry in entries}
    minutes = {came for _name, came in wanted}
    first: dict[tuple[str, int], Entry] = {}
    files = BookFiles(book.pk)
    for number in range(book.chunks if wanted else 0):
        try:
            chunk = parse_chunk(number, files.chunk(number))
        except FileNotFoundError:  # read again, or discarded, in this moment
            break
        for entry in chunk.entries:
            if entry[5] in minutes and (key := (fold(entry[2]), entry[5])) in wanted:
                first.setdefault(key, entry)
        if len(first) == len(wanted):
            break
    return {
        _place(entry): first[key]
        for entry in entries
        if (key := (fold(entry[2]), entry[5])) in first and _place(first[key]) != _place(entry)
    }


def _of_entry(entry: Entry, book: Logbook) -> Side:
    _sheet, row, name, phone, number, came, gone, *_rest = entry
    return Side(
        name,
        _moment(came),
        _moment(gone) if gone is not None else None,
        _masked(phone),
        _masked(number),
        _("Paper book"),
        _("this book, row %(row)s") % {"row": row},
    )


def side_of(visit: Visit, book: Logbook) -> Side:
    """A visit that is recorded, as seen from this book."""
    try:
        secrets = unsealed(visit)
    except SealError:
        secrets = {}
    return Side(
        visit.name,
        visit.checked_in,
        visit.checked_out,
        _masked(secrets.get("phone")),
        _masked(secrets.get("id")),
        visit.get_source_display(),
        _recorded(visit, book),
    )


def _recorded(visit: Visit, book: Logbook) -> str:
    if visit.logbook_id == book.pk:
        return _("this book, row %(row)s") % {"row": visit.logbook_row}
    if visit.logbook is not None:
        return _("%(file)s, row %(row)s, imported by %(who)s") % {
            "file": visit.logbook.file_name,
            "row": visit.logbook_row,
            "who": visit.logbook.confirmed_by or "–",
        }
    return visit.checkpoint.name if visit.checkpoint else ""


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.get_current_timezone())


def _masked(number: str | None) -> str:
    return f"•••• {number[-_DIGITS:]}" if number else ""
