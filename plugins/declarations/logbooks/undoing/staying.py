"""Which visits of a book stay when it is taken back, and why, for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from plugins.declarations.logbooks.jobs.undoing import PASSED_ON, holders, staying
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.shown import layout_of, sheet_name
from plugins.declarations.models import Visit

STAYS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Prospect:
    """How many visits a book has, and how many of them would go and stay."""

    all: int
    goes: int
    stays: int

    @classmethod
    def of(cls, book: Logbook) -> "Prospect":
        """Two queries."""
        every, stays = book.visits.count(), staying(book).count()
        return cls(every, every - stays, stays)


def undo_progress(book: Logbook) -> dict[str, int]:
    """How far the taking back is: done, total, per cent; one query."""
    left = book.visits.filter(changed_at=None).count()
    total = book.taken_back + left
    return {
        "done": book.taken_back,
        "total": total,
        "percent": 100 * book.taken_back // total if total else 100,
    }


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit that stays: where it stood in the book, and since when it is changed or which other
    book has it too.
    """

    sheet: str
    row: int | None
    name: str
    came: datetime
    changed: datetime | None
    held_by: Logbook | None


def stays_page(book: Logbook, number: str) -> Page:
    """A page of Stay; five queries at most."""
    visits = staying(book).select_related("logbook").order_by("pk")
    page = Paginator(visits, STAYS_A_PAGE).get_page(number)
    page.object_list = _stays(book, list(page.object_list))  # type: ignore[assignment] # of Stay now
    return page


def _stays(book: Logbook, visits: Sequence[Visit]) -> list[Stay]:
    layout = layout_of(book)
    places = {visit.pk: (visit.logbook_sheet, visit.logbook_row) for visit in visits}
    others: dict[UUID, Logbook | None] = {}
    undone = book.status == LogbookStatus.UNDONE
    if undone:
        others = {visit.pk: visit.logbook for visit in visits if visit.logbook_id != book.pk}
        rows = book.rows.filter(visit_id__in=list(others), faults=PASSED_ON)
        places |= {row.visit_id: (row.sheet, row.row) for row in rows if row.visit_id}
    else:
        rows = holders(book).filter(visit_id__in=list(places)).select_related("logbook")
        for row in rows.order_by("logbook__uploaded_at", "logbook_id", "sheet", "row"):
            if row.visit_id is not None:
                others.setdefault(row.visit_id, row.logbook)
    stays = []
    for visit in visits:
        sheet, number = places[visit.pk]
        # What was changed stays in any case, whoever has it too.
        held = undone or visit.changed_at is None
        other = others.get(visit.pk) if held else None
        stays.append(
            Stay(
                sheet_name(layout, sheet) if layout and sheet else "",
                number,
                visit.name,
                visit.checked_in,
                None if other else visit.changed_at,
                other,
            )
        )
    return stays
