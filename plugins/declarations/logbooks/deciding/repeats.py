"""The page of certain duplicates: each row of a book with the visit that it repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator

from plugins.declarations.logbooks.deciding.shown import Side, side_of
from plugins.declarations.logbooks.models import Logbook, LogbookRow, RowOutcome
from plugins.declarations.logbooks.shown import layout_of, sheet_name
from plugins.declarations.models import Visit

REPEATS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row and the visit that it repeats; None when that is no longer there."""

    sheet: str  # "" where the book has one
    row: int
    known: Side | None


def repeats_page(book: Logbook, number: str) -> Page:
    """A page of Repeat; three queries."""
    rows = book.rows.filter(outcome=RowOutcome.DUPLICATE).order_by("sheet", "row")
    page = Paginator(rows, REPEATS_A_PAGE).get_page(number)
    repeats: Any = _repeats(book, list(page.object_list))
    page.object_list = repeats
    return page


def _repeats(book: Logbook, rows: Sequence[LogbookRow]) -> list[Repeat]:
    visits = Visit.objects.select_related("checkpoint", "logbook__confirmed_by").in_bulk(
        {row.visit_id for row in rows if row.visit_id}
    )
    layout = layout_of(book)
    several = layout is not None and len(layout.sheets) > 1
    return [
        Repeat(
            sheet_name(layout, row.sheet) if layout and several else "",
            row.row,
            side_of(visit, book) if (visit := visits.get(row.visit_id or UUID(int=0))) else None,
        )
        for row in rows
    ]
